"""What holds for every message, whatever is written; and the small questions that the grammar answers."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lapor.intake.sms import grammar
from lapor.intake.sms.intents import (
    Closing,
    Filing,
    Help,
    Intent,
    Reopening,
    Reply,
    StatusQuestion,
    Unclear,
    Withdrawal,
)
from lapor.reports.texts import tidy

REPORT_ID = st.integers(min_value=10_000, max_value=799_999_999)
COMMANDS = st.sampled_from(["CEK", "BALAS", "SELESAI", "BUKA", "BATAL"])
BLANKS = st.text(alphabet=" \t\n\u00a0", max_size=5)
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=60)
LONG = (
    "a" * 10_000,
    "1" * 10_000,
    "1 " * 5_000,
    "cek " * 2_500,
    ". " * 5_000,
    "CEK " + "no " * 3_000,
    "SELESAI 10000001 " + "nilai " * 1_600,
    "rahasia " * 1_250,
    "nama saya " * 1_000,
    "p " * 5_000,
    "." * 10_000,
    " x" + " " * 9_990 + "x",
)


@given(st.text(max_size=400))
@example("\x00")
@example("\ud7ff\u200b")
@example("CEK " + "9" * 400)
@example("selesai 10000001 " + "9" * 5000)
def test_never_fails_and_keeps_every_letter_of_a_report(message: str) -> None:
    intent = grammar.parse(message)
    if isinstance(intent, Filing):
        assert tidy(message).endswith(intent.text)
        assert intent.text == tidy(message) or intent.anonymous or intent.secret
    grammar.normalised(message)
    grammar.only_greeting(message)
    grammar.auto_reply(message)


@pytest.mark.parametrize("message", LONG, ids=range(len(LONG)))
def test_takes_the_longest_messages(message: str) -> None:
    grammar.parse(message)
    grammar.parse(f"ANONIM {message}")
    assert not grammar.auto_reply(message)


@given(COMMANDS, REPORT_ID, BLANKS, BLANKS, st.sampled_from([" ", " #", "#", "  no. ", ": ", "-"]))
def test_a_command_gives_back_its_number(
    command: str, number: int, before: str, after: str, link: str
) -> None:
    wanted: dict[str, Intent] = {
        "CEK": StatusQuestion(number),
        "BALAS": Reply(number, ""),
        "SELESAI": Closing(number),
        "BUKA": Reopening(number, ""),
        "BATAL": Withdrawal(number),
    }
    message = f"{before}{command}{link}{number}{after}"
    for written in (message, message.lower(), message.title()):
        assert grammar.parse(written) == wanted[command]


@given(REPORT_ID, st.integers(min_value=1, max_value=5))
def test_a_rating_is_kept(number: int, rating: int) -> None:
    assert grammar.parse(f"SELESAI {number} {rating}") == Closing(number, rating)


@given(REPORT_ID, WORDS)
def test_the_text_of_a_reply_is_kept(number: int, words: str) -> None:
    message = f"BALAS {number} pada {words}"
    assert grammar.parse(message) == Reply(number, f"pada {words}".strip())


@given(COMMANDS, WORDS)
def test_a_command_word_without_a_number_does_nothing(command: str, words: str) -> None:
    assert isinstance(grammar.parse(f"{command} {words}"), Filing | Unclear | StatusQuestion | Help)
    assert not isinstance(grammar.parse(f"{command} {words}"), StatusQuestion)


@given(st.text(alphabet="tidak belum masih rusak kenapa?", max_size=80), REPORT_ID)
def test_a_protest_closes_nothing(words: str, number: int) -> None:
    intent = grammar.parse(f"SELESAI {number} belum {words}")
    assert intent == Unclear("SELESAI")


def test_control_characters_go_and_nothing_else() -> None:
    assert grammar.parse("Jalan\x00 rusak\x07 di sini 😡") == Filing("Jalan rusak di sini 😡")
    assert grammar.parse("Jalan\u00a0rusak “parah”\u200b di dusun") == Filing(
        "Jalan\u00a0rusak “parah”\u200b di dusun"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jalan rusak.", "jalan  rusak"),
        ("CEK 10000001", " cek 10000001 "),
        ("Jalan rusak!!!", "JALAN RUSAK"),
        ("cek １００", "CEK 100"),
        ("jalan\nrusak ...", "jalan rusak"),
    ],
)
def test_the_same_message_again(one: str, other: str) -> None:
    assert grammar.normalised(one) == grammar.normalised(other)


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = grammar.normalised(text)
    assert grammar.normalised(once) == once


def test_other_messages_stay_apart() -> None:
    assert grammar.normalised("BALAS 10000001 ya") != grammar.normalised("BALAS 10000001 tidak")
    assert grammar.normalised("😡") != grammar.normalised("👍")


@pytest.mark.parametrize(
    "text", ["siang pak", "", " . ", "mau lapor", "pagi bu, terima kasih", "Assalamu'alaikum"]
)
def test_only_a_greeting(text: str) -> None:
    assert grammar.only_greeting(text)


@pytest.mark.parametrize("text", ["siang pak jalan rusak", "mau lapor pungli", "pak 10000001", "jalan"])
def test_more_than_a_greeting(text: str) -> None:
    assert not grammar.only_greeting(text)
