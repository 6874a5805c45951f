"""A reporter answers our mail, and it stands in the report."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from lapor.intake.tests.mails import HOST, KENANGA, Post, answered, answers, letter, replies, told
from lapor.notifications.addresses import reply_address
from lapor.notifications.tests.mailserver import mail_server
from lapor.notifications.tests.working import work_off
from lapor.reports import closing, verification
from lapor.reports.models import Attachment, Report
from lapor.reports.states import Act, Status
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("nol", bytes(20_000_000))
    return out.getvalue()


def test_out_by_smtp_and_back_into_the_report(world: World, post: Post) -> None:
    with mail_server() as outside:
        report = answered(world)
    mail = next(one for one in reversed(outside.mails) if one["To"] == KENANGA)
    assert str(mail["Reply-To"]).startswith(f"jawab+{report.pk}.")
    body = mail.get_body(("plain",))
    words = str(body.get_content() if body else "")
    assert "membalas surel ini" in words
    quoted = "\n".join(f"> {line}" for line in words.splitlines())
    text = f"Belum masuk juga, Pak.\n\nPada Sel, 28 Agu 2018 pukul 09.14 LAPOR! menulis:\n\n{quoted}\n"
    (row,) = post.take(letter(str(mail["Reply-To"]), text, In_Reply_To=str(mail["Message-ID"])))
    assert (row.fate, row.report_id) == ("taken", report.pk)
    assert replies(report) == ["Belum masuk juga, Pak."]
    report.refresh_from_db()
    assert report.status == Status.REPLIED
    event = report.events.latest("pk")
    assert (event.act, event.role, event.by_id) == (Act.REPLY, "reporter", None)
    assert answers() == []


def test_it_counts_once_however_often_it_comes(report: Report, post: Post) -> None:
    mail = letter(reply_address(told(report)))
    again = b"Received: by another.example; now\n" + mail.as_bytes()
    assert len(post.take(mail, mail, again)) == 1
    post.take(mail)
    assert replies(report) == ["Belum cair juga."]


def test_the_same_words_again_are_a_machines(report: Report, post: Post) -> None:
    to = reply_address(told(report))
    rows = post.take(letter(to), letter(to))
    assert [row.why for row in rows] == ["", "repeat"]
    assert replies(report) == ["Belum cair juga."]


def test_any_case_and_a_copy_will_do(report: Report, post: Post) -> None:
    to = reply_address(told(report))
    mail = letter("teman@contoh.example", sender="Kenanga@Contoh.example", Cc=f"LAPOR <{to.upper()}>")
    assert post.take(mail)[0].fate == "taken"
    hidden = letter("undisclosed-recipients:;", "Lewat salinan.", X_Original_To=to)
    assert post.take(hidden)[1].fate == "taken"


def test_a_page_without_plain_text_is_read(report: Report, post: Post) -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Belum &amp; <b>tidak</b> cair.</p>"
        '<div class="gmail_quote">Pada Sel menulis:<blockquote>lama</blockquote></div></body></html>'
    )
    post.take(letter(reply_address(told(report)), html=html))
    assert replies(report) == ["Belum & tidak cair."]


def test_files_pass_the_same_checks(report: Report, post: Post) -> None:
    files = [
        ("bukti.png", "image/png", picture()),
        ("pasang.exe", "application/octet-stream", b"MZ" + bytes(400)),
        ("arsip.zip", "application/zip", bomb()),
    ]
    (row,) = post.take(letter(reply_address(told(report)), files=files))
    assert (row.fate, row.why) == ("taken", "refused_files")
    assert replies(report) == ["Belum cair juga."]
    (kept,) = Attachment.objects.filter(report=report)
    assert (kept.content_type, kept.name, kept.cleaned) == ("image/png", "lampiran-1.png", True)
    assert kept.message is not None
    assert kept.message.text == "Belum cair juga."
    (said,) = answers()
    assert (said.address, said.report_id) == (KENANGA, report.pk)
    assert "pasang.exe: Jenis berkas ini tidak diterima" in said.body
    assert "arsip.zip: Jenis berkas ini tidak diterima" in said.body
    assert "bukti.png" not in said.body
    assert reply_address(said) == reply_address(told(report))


def test_a_picture_alone_is_a_reply(report: Report, post: Post) -> None:
    post.take(letter(reply_address(told(report)), "\n", files=[("a.png", "image/png", picture())]))
    assert replies(report) == ["(Hanya lampiran, tanpa tulisan.)"]
    assert report.attachments.count() == 1


def test_too_many_files_keep_the_first_ten(report: Report, post: Post) -> None:
    post.take(
        letter(reply_address(told(report)), files=[(f"{n}.png", "image/png", picture()) for n in range(12)])
    )
    assert report.attachments.count() == 10
    (said,) = answers()
    assert said.body.count("Paling banyak 10 berkas") == 2


@pytest.mark.parametrize(
    "text", ["\n", "> Laporan #1\n> sudah dijawab\n", "-- \nKenanga\n", "Sent from my iPhone"]
)
def test_nothing_new_is_said_once(report: Report, post: Post, text: str) -> None:
    to = reply_address(told(report))
    rows = post.take(letter(to, text), letter(to, text + " \n"))
    assert [(row.fate, row.why) for row in rows] == [("set_aside", "empty")] * 2
    assert replies(report) == []
    (said,) = answers()
    assert "tidak berisi tulisan baru" in said.body


def test_too_long_is_said(report: Report, post: Post) -> None:
    (row,) = post.take(letter(reply_address(told(report)), "panjang " * 2000))
    assert row.why == "too_long"
    assert "10.000 huruf" in answers()[0].body


def test_what_was_asked_for_completes(world: World, post: Post) -> None:
    report = filed(confirmed_email=True).report
    verification.postpone(report, by=world.actor("ratna"), reason="Sebut nama sekolahnya.", now=NOW)
    work_off(now=NOW)
    (row,) = post.take(letter(reply_address(told(report)), "SDN 3 Baron."))
    report.refresh_from_db()
    assert (row.fate, report.status) == ("taken", Status.RECEIVED)
    assert report.events.latest("pk").act == Act.COMPLETE


def test_an_ended_report_is_not_changed_and_that_is_said_once(report: Report, post: Post) -> None:
    to = reply_address(told(report))
    closing.close(report, by=holder_of_code(report), now=NOW)
    only_a_file = letter(to, "", files=[("a.png", "image/png", picture())])
    rows = post.take(letter(to, "Ternyata belum."), letter(to, "Halo?"), only_a_file)
    assert [(row.fate, row.why) for row in rows] == [("set_aside", "ended")] * 3
    assert replies(report) == []
    (said,) = answers()
    assert "Buka lagi" in said.body
    assert f"/laporan/{report.pk}/" in said.body


def test_rights_end_after_half_a_year(report: Report, post: Post) -> None:
    to = reply_address(told(report))
    closing.close(report, by=holder_of_code(report), now=NOW)
    (row,) = post.take(letter(to, "Masih belum."), now=NOW.replace(year=2019, month=6))
    assert row.why == "rights_over"
    assert "Buat laporan baru" in answers()[0].body


def test_a_person_told_in_english_is_answered_in_english(report: Report, post: Post) -> None:
    assert report.identity
    report.identity.language = "en"
    report.identity.save()
    post.take(letter(reply_address(told(report)), "\n"))
    assert answers()[0].language == "en"


def test_of_a_secret_report_no_word_goes_out(world: World, post: Post) -> None:
    report = answered(world, secret=True, title="Pungli di loket tiga")
    post.take(letter(reply_address(told(report)), files=[("pasang.exe", "application/x-msdos", b"MZ")]))
    (said,) = answers()
    assert str(report.pk) in said.subject
    assert "ungli" not in said.subject + said.body
    assert HOST not in said.body
