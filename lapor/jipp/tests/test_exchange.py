"""Questions, policy texts and consultations through the verbs; and the calendar file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lapor.accounts.actors import PUBLIC
from lapor.jipp.codes import InnovationStatus
from lapor.jipp.exchange.calendar_file import calendar_file
from lapor.jipp.exchange.codes import CommentStatus, PolicyKind, PolicyStatus
from lapor.jipp.exchange.forgetting import forget_refused_words
from lapor.jipp.exchange.policies import (
    Paper,
    comment,
    conclude,
    publish_policy,
    refuse_comment,
    reply,
    show_comment,
    shown_comments,
    takes_comments,
    write_policy,
)
from lapor.jipp.exchange.questions import answer_question, ask, public_text, refuse_question
from lapor.jipp.exchange.rights import own_questions, public_policies, public_questions
from lapor.jipp.models import Comment, Gathering, Question
from lapor.jipp.tests.competing import AFTER, Network, innovation, network
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW


@pytest.fixture
def made(db: None) -> Network:
    return network()


def paper(**changes: Any) -> Paper:
    facts: dict[str, Any] = {
        "kind": PolicyKind.CONSULTATION,
        "title": "Rancangan standar loket",
        "text": "Loket dibuka pukul delapan.",
        "opens_on": date(2018, 8, 20),
        "closes_on": date(2018, 8, 30),
    }
    return Paper(**(facts | changes))


def test_a_consultation_ends_with_a_reply_to_each_point(made: Network) -> None:
    row = write_policy(made.hub, paper(), by=made.hana, now=NOW)
    assert not public_policies().exists()
    with pytest.raises(WrongState):
        comment(row, text="Terlalu siang.", name="", by=PUBLIC, now=NOW)
    row = write_policy(made.hub, paper(title="Standar loket"), by=made.hana, now=NOW, row=row)
    row = publish_policy(row, by=made.hana, now=NOW)
    with pytest.raises(WrongState):
        publish_policy(row, by=made.hana, now=NOW)
    with pytest.raises(WrongState):
        write_policy(None, paper(), by=made.hana, now=NOW, row=row)
    with pytest.raises(WrongState):
        conclude(row, text="Selesai.", by=made.hana, now=NOW)
    good = comment(row, text="Terlalu siang. Hubungi 081234567890 🎉", name="", by=PUBLIC, now=NOW)
    rude = comment(row, text="Kasar", name="X", by=made.maya, now=NOW)
    assert (good.member, rude.member, takes_comments(row, AFTER)) == (False, True, False)
    assert not shown_comments(row).exists()
    with pytest.raises(NotAllowed):
        show_comment(good, by=made.maya, now=NOW)
    with pytest.raises(WrongState):
        reply(good, text="Terima kasih.", by=made.hana, now=NOW)
    show_comment(good, by=made.hana, now=NOW)
    with pytest.raises(WrongState, match="2 tanggapan"):
        conclude(row, text="Selesai.", by=made.hana, now=AFTER)
    refuse_comment(rude, reason="Hinaan.", by=made.hana, now=NOW)
    with pytest.raises(WrongState):
        show_comment(rude, by=made.hana, now=NOW)
    assert reply(good, text="Kami ubah.", by=made.hana, now=AFTER).reply == "Kami ubah."
    assert public_text(good.text) == "Terlalu siang. Hubungi 08••-••••-••90 🎉"
    row = conclude(row, text="Loket dibuka pukul tujuh.", by=made.hana, now=AFTER)
    assert (row.status, Comment.objects.filter(status=CommentStatus.SHOWN).count()) == (
        PolicyStatus.CONCLUDED,
        1,
    )
    with pytest.raises(WrongState):
        reply(good, text="Lagi.", by=made.hana, now=AFTER)


def test_papers_that_cannot_be_are_named_by_their_field(made: Network) -> None:
    for wrong, field in (
        ({"kind": "law"}, "kind"),
        ({"title": "\0"}, "title"),
        ({"text": "x" * 1_000_000}, "text"),
        ({"closes_on": None}, "closes_on"),
        ({"closes_on": date(2018, 8, 1)}, "closes_on"),
    ):
        with pytest.raises(BadInput) as refused:
            write_policy(made.hub, paper(**wrong), by=made.hana, now=NOW)
        assert list(refused.value.errors) == [field]
    with pytest.raises(NotAllowed):
        write_policy(None, paper(), by=made.hana, now=NOW)
    note = write_policy(None, paper(kind=PolicyKind.NOTE), by=made.world.actor("pratiwi"), now=NOW)
    assert (note.opens_on, note.hub, note.slug) == (None, None, "rancangan-standar-loket-2018")
    late = write_policy(made.hub, paper(), by=made.hana, now=AFTER)
    with pytest.raises(WrongState):
        publish_policy(late, by=made.hana, now=AFTER)


def test_a_question_is_public_with_its_answer(made: Network) -> None:
    row = innovation(made)
    first = ask(row, text="Berapa biayanya?", name="", now=NOW)
    second = ask(row, text="Iklan", name="Y", now=NOW)
    assert not public_questions(row).exists()
    assert set(own_questions(made.maya)) == {first, second}
    assert not own_questions(made.world.actor("kurnia")).exists()
    with pytest.raises(NotAllowed):
        answer_question(first, text="Gratis.", by=made.hana, now=NOW)
    answer_question(first, text="Gratis.", by=made.maya, now=NOW)
    with pytest.raises(WrongState):
        refuse_question(first, reason="Sudah.", by=made.maya, now=NOW)
    refuse_question(second, reason="Iklan.", by=made.maya, now=NOW)
    assert [one.answer for one in public_questions(row)] == ["Gratis."]
    for wrong in ({"text": " ", "name": ""}, {"text": "Ya?", "name": "x" * 1_000_000}):
        with pytest.raises(BadInput):
            ask(row, now=NOW, **wrong)
    row.status = InnovationStatus.WITHDRAWN
    with pytest.raises(WrongState):
        ask(row, text="Masih ada?", name="", now=NOW)


def test_refused_words_are_forgotten_and_why_stays(made: Network) -> None:
    row = innovation(made)
    asked = [ask(row, text=text, name="Ratna", now=NOW) for text in ("Kapan?", "Nomor saya 0812", "Kenapa?")]
    answer_question(asked[0], text="Besok.", by=made.maya, now=NOW)
    refuse_question(asked[1], reason="Bukan pertanyaan.", by=made.maya, now=NOW)
    text = publish_policy(write_policy(made.hub, paper(), by=made.hana, now=NOW), by=made.hana, now=NOW)
    rude = comment(text, text="Kasar", name="Ratna", by=PUBLIC, now=NOW)
    refuse_comment(rude, reason="Hinaan.", by=made.hana, now=NOW)
    nights = [NOW + timedelta(days=days) for days in (89, 91, 92)]
    assert [forget_refused_words(night) for night in nights] == [0, 2, 0]
    left = [*Question.objects.order_by("pk").values_list("text", "name", "reason")]
    assert left == [("Kapan?", "Ratna", ""), ("", "", "Bukan pertanyaan."), ("Kenapa?", "Ratna", "")]
    assert Comment.objects.values_list("text", "name", "reason").get() == ("", "", "Hinaan.")


def test_the_calendar_file_is_escaped_and_folded() -> None:
    row = Gathering(
        pk=7,
        title="Temu, belajar; \\ 🎉",
        about="Baris satu\n" + "panjang é " * 20,
        place="Aula",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        created_at=NOW,
        edits=3,
        status="open",
    )
    text = calendar_file(row, link="https://lapor.example/x/", host="lapor.example")
    assert "SEQUENCE:3\r\nDTSTAMP" in text
    assert "DTSTART:20180828T021400Z\r\n" in text
    assert "SUMMARY:Temu\\, belajar\\; \\\\ 🎉\r\n" in text
    assert "Baris satu\\npanjang" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "panjang é " * 20 in text.replace("\r\n ", "")
