"""Words closed by hand: where they stop to be read, and that no act brings them back."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from lapor.accounts.actors import PUBLIC, Actor
from lapor.audit.models import Entry
from lapor.reports import closing, disposition, filing, followup, merging, moderation, secrecy, verification
from lapor.reports.access import published
from lapor.reports.erasing import erase_identity
from lapor.reports.looking import look
from lapor.reports.masking import mask
from lapor.reports.masking.covering import cover, laid_open
from lapor.reports.matching import matching, matching_in_full
from lapor.reports.models import Flag, Flagged, MaskedWords, Message, Publication, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

NAME = "Sukartiningsih"
TEXT = (
    f"Bendahara Ibu {NAME} menahan tunjangan kami. Rumah {NAME.lower()}nya di Jalan Melati 7."
    "\n\nHP 081234567890."
)


@pytest.fixture
def world(db: None) -> World:
    return build()


def public(report: Report) -> str:
    """Everything of a report that stands in public."""
    row = Publication.objects.get(report=report)
    said = Message.objects.filter(report=report).values_list("public_text", flat=True)
    return "\n".join([row.title, row.text, row.location, *said])


def told_on(world: World, **changes: Any) -> Report:
    """Verified, disposed, answered; the answer names the same person."""
    report = filed(title=f"Tunjangan ditahan {NAME}", text=TEXT, location=f"Rumah {NAME}", **changes).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    answer = f"Yth. Kenanga Wulandari, {NAME} sudah kami tegur."
    followup.answer(report, by=world.actor("kurnia"), text=answer, final=True, now=NOW)
    return report


def close_words(world: World, report: Report, *words: str, by: str = "ratna") -> list[MaskedWords]:
    return moderation.mask_words(report, by=world.actor(by), words=words, reason="personal", now=NOW)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Pak BUDI dan budinya.", ["Budi"], "Pak [ditutup] dan [ditutup]."),
        ("Budiman berani", ["Budi", "ani"], "Budiman berani"),
        ("a Budi\n  Santoso z", ["budi santoso"], "a [ditutup] z"),
        ("Budi Santoso, Budi", ["Budi", "Budi Santoso"], "[ditutup], [ditutup]"),
        ("Telepon Budi 081234567890 ya", ["Budi 081234567890"], "Telepon [ditutup] ya"),
        ("HP 081234567890", ["90", "0812"], "HP 08••-••••-••90"),
        ("NIK saya 3578012345678901", ["NIK", "ditutup"], "[ditutup] saya [NIK ditutup]"),
        ("(.*) a+b $", ["(.*) a+b"], "[ditutup] $"),
        ("cantik 😀‮ Sari", ["Sari"], "cantik 😀‮ [ditutup]"),
    ],
)
def test_covering(text: str, words: list[str], shown: str) -> None:
    once = cover(mask(text).text, words)
    assert once == shown
    assert cover(mask(once).text, words) == once
    assert "".join(piece.text for piece in laid_open(text, words)) == text


def test_closed_words_stay_closed_whatever_is_published_later(world: World) -> None:
    report = told_on(world)
    assert NAME in public(report)
    close_words(world, report, f"  ibu   {NAME} ", NAME, "Jalan Melati 7")

    def gone() -> bool:
        found = matching(published(), NAME).exists() or matching(published(), "Melati").exists()
        return not found and NAME.lower() not in public(report).lower() and "Melati" not in public(report)

    assert gone()
    assert "08••-••••-••90" in public(report)
    assert "Bapak/Ibu" in public(report)
    assert matching_in_full(Report.objects.all(), NAME).exists()  # officers find and read it as before
    ratna, own = world.actor("ratna"), holder_of_code(report)
    assert NAME in look(report, ratna, now=NOW).text
    assert NAME in look(report, own, now=NOW).text
    assert NAME not in look(report, PUBLIC, now=NOW).text
    followup.reply(report, by=own, text=f"Tetapi {NAME} masih menahan.", now=NOW)
    verification.classify(report, by=ratna, title=f"{NAME} lagi", text=f"Lebih baik: {NAME} begitu.", now=NOW)
    assert gone()
    filing.change_privacy(report, by=own, anonymous=False, secret=True, now=NOW)
    filing.change_privacy(report, by=own, anonymous=False, secret=False, now=NOW)
    closing.close(report, by=own, rating=5, now=NOW)
    assert gone()
    assert look(report, PUBLIC, now=NOW).title == "[ditutup] lagi"


def test_a_report_split_off_takes_the_closed_words_along(world: World) -> None:
    report, ratna = filed(text=f"{NAME} dua kali.").report, world.actor("ratna")
    close_words(world, report, NAME)  # before it is public
    verification.verify(report, by=ratna, now=NOW)
    assert NAME not in public(report)
    new = merging.split(report, by=ratna, title="Hal kedua", text=f"Kedua, {NAME} juga.", now=NOW)
    verification.verify(new, by=ratna, now=NOW)
    assert public(new).splitlines()[:2] == ["Hal kedua", "Kedua, [ditutup] juga."]


def test_what_was_closed_by_mistake_is_opened_and_names_stay_nameless(world: World) -> None:
    """The reporter's name left the answer when it was said; erased since, it must not come back."""
    report = told_on(world)
    rows = close_words(world, report, NAME, "sudah kami tegur")
    assert report.identity
    erase_identity(report.identity, now=NOW)
    andi = world.actor("andi")
    moderation.unmask_words(report, by=andi, row=rows[1].pk, now=NOW)
    assert "Bapak/Ibu, [ditutup] sudah kami tegur." in public(report)
    with pytest.raises(WrongState):
        moderation.unmask_words(report, by=andi, row=rows[1].pk, now=NOW)
    moderation.unmask_words(report, by=andi, row=rows[0].pk, now=NOW)
    assert f"Yth. Bapak/Ibu, {NAME} sudah kami tegur." in public(report)
    assert not Message.objects.exclude(uncovered_text="").exists()
    acts = list(Entry.objects.order_by("pk").values_list("act", "actor_id"))
    ratna = world.actor("ratna")
    assert acts == [("mask_words", ratna.user_id), *[("unmask_words", andi.user_id)] * 2]
    assert NAME not in str(list(Entry.objects.values()))
    assert moderation.edition(report) == 3


def test_redaction_takes_the_closed_words_along(world: World) -> None:
    report = told_on(world)
    close_words(world, report, NAME)
    moderation.flag(report, reason="insult", part="report", words=f"{NAME} dihina", now=NOW)
    verification.redact(report, by=world.actor("ratna"), now=NOW)
    left = str([list(model.objects.values()) for model in (MaskedWords, Flag, Flagged, Message, Publication)])
    assert NAME not in left
    assert not Flagged.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([" ", ""], "Belum ada kata"),
        (["a", "!!"], "terlalu pendek"),
        ([f"kata {n}" for n in range(51)], "50"),
        (["x" * 2001], "2001"),
        (["Tidakada"], "Tidak ditemukan"),
        (["kart"], "Tidak ditemukan"),
        ([NAME, "Tidakada"], "Tidakada"),
    ],
)
def test_words_that_cannot_be_closed(world: World, words: list[str], says: str) -> None:
    report = told_on(world)
    with pytest.raises(BadInput, match=says):
        close_words(world, report, *words)
    assert not MaskedWords.objects.exists()


def test_who_may(world: World) -> None:
    report = told_on(world)
    row = close_words(world, report, NAME)[0]
    assert close_words(world, report, NAME.upper()) == []  # closed already: nothing new
    others = [world.actor(name) for name in ("pratiwi", "karin", "yusuf", "kurnia", "budi", "tono")]
    for actor in [*others, Actor(), holder_of_code(report)]:
        with pytest.raises(NotAllowed):
            moderation.mask_words(report, by=actor, words=["Bendahara"], reason="personal", now=NOW)
        with pytest.raises(NotAllowed):
            moderation.unmask_words(report, by=actor, row=row.pk, now=NOW)
        with pytest.raises(NotAllowed):
            moderation.dismiss(report, by=actor, reason="nothing", note="", upto=9, now=NOW)
    with pytest.raises(BadInput):
        moderation.mask_words(report, by=world.actor("ratna"), words=["Bendahara"], reason="?", now=NOW)


def test_flags_are_one_line_and_judged_as_far_as_seen(world: World) -> None:
    report, ratna = told_on(world), world.actor("ratna")
    first = moderation.flag(report, reason="personal", part="report", words="Nama orang", now=NOW)
    second = moderation.flag(report, reason="other", part="answer", words="Alamat", now=NOW)
    assert list(Flagged.objects.values_list("report", "flags")) == [(report.pk, 2)]
    with pytest.raises(BadInput):
        moderation.dismiss(report, by=ratna, reason="other", note=" ", upto=first.pk, now=NOW)
    assert moderation.dismiss(report, by=ratna, reason="official", note="", upto=first.pk, now=NOW) == 1
    assert list(moderation.open_flags(report)) == [second]
    assert Flagged.objects.get().flags == 1
    with pytest.raises(WrongState):
        moderation.dismiss(report, by=ratna, reason="official", note="", upto=first.pk, now=NOW)
    moderation.mask_words(report, by=ratna, words=[NAME], reason="personal", upto=second.pk, now=NOW)
    assert not Flagged.objects.exists()
    assert list(Flag.objects.order_by("pk").values_list("outcome", "words")) == [
        ("dismissed", ""),
        ("masked", ""),
    ]
    for reason, part, words in (("?", "report", ""), ("personal", "?", ""), ("other", "report", " ")):
        with pytest.raises(BadInput):
            moderation.flag(report, reason=reason, part=part, words=words, now=NOW)
    secret = filed(secret=True).report
    with pytest.raises(WrongState):
        moderation.flag(secret, reason="personal", part="report", words="", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_verifiers_and_an_act_at_once_lose_no_mask() -> None:
    world = build()
    report = told_on(world)
    ready, failed = Barrier(3), list[Exception]()

    def run(name: str, word: str) -> None:
        mine = Report.objects.get(pk=report.pk)
        ready.wait()
        try:
            if word:
                close_words(world, mine, word, by=name)
            else:
                verification.classify(mine, by=world.actor(name), text=f"{TEXT} Sekali lagi {NAME}.", now=NOW)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in (("ratna", NAME), ("andi", "Melati"), ("andi", ""))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert MaskedWords.objects.count() == 2
    left = public(report)
    assert "Sekali lagi" in left
    assert NAME.lower() not in left.lower()
    assert "Melati" not in left
    secrecy.publish(Report.objects.get(pk=report.pk))
    assert public(report) == left
