"""Every sentence as it leaves: one SMS of GSM-7 letters with number and next step; bare subjects."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import override_settings
from django.utils import translation

from lapor.notifications.wording import composing, officer, reporter
from lapor.notifications.wording.codes import code_words
from lapor.notifications.wording.notice import Notice, Say
from lapor.notifications.wording.words import cut, fits, gsm, places
from lapor.reports.states import Act, ArchiveReason

LONG = "Kementerian Koordinator Bidang Hukum, Hak Asasi Manusia, Imigrasi, dan “Pemasyarakatan” – Republik"
# The longest month, a number of the next decade, a reason that is long.
NOTICE = Notice(
    123456789,
    "Menunggu tanggapan pelapor",
    agency=LONG,
    due=date(2026, 9, 30),
    reason="Tidak terkait kinerja pemerintah",
    quote="Baris pertama\nBaris kedua",
)
COMMAND = re.compile(r"\b(CEK|BALAS|SELESAI|BUKA) 123456789\b|\b(CEK|BALAS|SELESAI|BUKA) 10000001\b")
ASIDE = {
    "interim": reporter.INTERIM,
    "final": reporter.FINAL,
    "reminder": reporter.REMINDER,
    "incomplete": reporter.INCOMPLETE,
    "merged": reporter.MERGED_ENDED,
}
ENDS = (Act.CLOSE, Act.CLOSE_QUIET, Act.LAPSE, Act.WITHDRAW)
SAYS = [*reporter.SAYS.values(), *ASIDE.values()]
NAMES = [f"{act}-{variant}" for act, variant in reporter.SAYS] + list(ASIDE)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("say", SAYS, ids=NAMES)
@override_settings(BASE_URL="https://www.lapor.example.go.id")
def test_each_sms_is_one_message_of_gsm_letters(say: Say, language: str) -> None:
    with translation.override(language):
        notice = replace(NOTICE, reason=max((str(each.label) for each in ArchiveReason), key=len))
        text = composing.for_reporter(say, notice, channel="sms").body
    assert gsm(text) == text
    assert places(text) <= 160
    assert text.startswith("LAPOR #123456789: ")
    assert COMMAND.search(text)
    assert "%" not in text


@pytest.mark.parametrize("say", SAYS, ids=NAMES)
def test_a_short_agency_name_is_said(say: Say) -> None:
    notice = Notice(10000001, "Terdisposisi", agency="Pemerintah Kota Surabaya", due=date(2026, 9, 30))
    text = composing.for_reporter(say, notice, channel="sms").body
    assert ("Kota Surabaya" in text) == ("%(agency)s" in str(say.happened))
    assert COMMAND.search(text)


@pytest.mark.parametrize("say", [reporter.FINAL, reporter.INTERIM], ids=["final", "interim"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_sms_tells_the_answer_before_date_and_link(say: Say, language: str) -> None:
    answer = "Lubang di depan pasar sudah kami tutup pada hari Senin; “aspal” menyusul\nbulan depan. " * 9
    with translation.override(language):
        text = composing.for_reporter(say, replace(NOTICE, quote=answer), channel="sms").body
        short = composing.for_reporter(say, replace(NOTICE, quote="Sudah."), channel="sms").body
    assert places(text) <= 160
    assert gsm(text) == text
    assert '"Lubang di depan pasar sudah kami tutup pada hari Senin' in text
    assert COMMAND.search(text.rpartition('..." ')[2])
    assert '"Sudah."' in short
    assert ("2026" in short) == bool(say.by)


def test_other_acts_are_not_quoted_by_sms() -> None:
    says = [say for say in SAYS if not say.quoted]
    assert len(says) == len(SAYS) - 2
    assert not [say for say in says if "Baris" in composing.for_reporter(say, NOTICE, channel="sms").body]


@pytest.mark.parametrize("say", SAYS, ids=NAMES)
def test_the_link_goes_before_the_date_and_the_command_stays(say: Say) -> None:
    """Whatever the length of the number and of the agency's name."""
    for size in range(0, 150, 3):
        notice = replace(NOTICE, agency="x" * size or "y", reason="z" * size, quote="")
        text = composing.for_reporter(say, notice, channel="sms").body
        assert places(text) <= 160
        assert COMMAND.search(text)
        assert "/laporan/" not in text or ("2026" in text) == bool(say.by)


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Sudah kami perbaiki.", 20, "Sudah kami perbaiki."),
        ("Sudah kami perbaiki.", 19, "Sudah kami..."),
        ("Sudah [kami], perbaiki.", 18, "Sudah [kami]..."),
        ("Sudah [kami] perbaiki.", 16, "Sudah..."),
        ("a" * 50, 40, "a" * 37 + "..."),
        ("Sudah", 4, "..."),
        ("satu\n dua\t“tiga”", 99, 'satu dua "tiga"'),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, room: int, kept: str) -> None:
    assert cut(text, room) == kept


@pytest.mark.parametrize(("act", "variant"), [key for key in reporter.SAYS if key[0] in ENDS])
def test_each_end_can_be_undone_with_one_touch(act: Act, variant: str) -> None:
    """By mail the page with one button; by SMS the command, which needs no page."""
    notice = Notice(10000001, "Selesai", due=date(2026, 9, 30))
    say = reporter.SAYS[act, variant]
    assert "/laporan/10000001/pembukaan/" in composing.for_reporter(say, notice, channel="email").body
    assert "BUKA 10000001" in composing.for_reporter(say, notice, channel="sms").body


@pytest.mark.parametrize("say", SAYS, ids=NAMES)
def test_each_mail_says_number_date_quote_and_link(say: Say) -> None:
    words = composing.for_reporter(say, NOTICE, channel="email")
    assert "#123456789" in words.subject
    assert LONG not in words.subject
    assert ("30 September 2026" in words.body) == bool(say.by)
    assert "> Baris pertama\n> Baris kedua" in words.body
    assert "/laporan/123456789/" in words.body
    assert "%(" not in words.subject + words.body


@pytest.mark.parametrize("act", officer.SAYS)
def test_officers_read_status_and_deadline(act: Act) -> None:
    words = composing.for_officer(officer.SAYS[act], NOTICE)
    assert "Status: Menunggu tanggapan pelapor." in words.body
    assert LONG not in words.subject + words.body


def test_a_sentence_without_its_date_is_left_out() -> None:
    bare = Notice(10000001, "Terdisposisi")
    text = composing.for_reporter(reporter.SAYS[Act.DISPOSE, ""], bare, channel="sms").body
    assert "paling lambat" not in text
    assert "instansi yang berwenang" in text


@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("report_id", [None, 123456789])
def test_a_code_says_how_long_it_lives_and_to_keep_it(channel: str, report_id: int | None) -> None:
    words = code_words("004217", channel=channel, report_id=report_id)
    assert "004217" in words.body
    assert "004217" not in words.subject
    assert "10 menit" in words.body
    assert "kepada siapa pun" in words.body
    assert channel == "email" or fits(words.body)


def test_messages_are_in_the_language_of_who_gets_them() -> None:
    with translation.override("en"):
        code = code_words("004217", channel="sms", report_id=123456789)
        mail = composing.for_reporter(reporter.SAYS[Act.DISPOSE, ""], NOTICE, channel="email")
    assert code.body.startswith("Report #123456789: your code is 004217, valid for 10 minutes.")
    assert fits(code.body)
    assert mail.subject == "Report #123456789: forwarded to an agency"
    assert "Answer by 30 September 2026." in mail.body


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“Kantor” – desa…", '"Kantor" - desa...'),
        ("Ngŭrah Sē", "Ngurah Se"),
        ("é ñ ü", "é ñ ü"),
        ("🙂", "?"),
        ("a\u200bb", "a?b"),
    ],
)
def test_letters_that_would_force_another_alphabet_are_replaced(text: str, plain: str) -> None:
    assert gsm(text) == plain


def test_letters_of_the_extension_take_two_places() -> None:
    assert places("a[€") == 5
