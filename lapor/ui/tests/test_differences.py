"""Two versions of a text: nothing of either is lost, and only what differs is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.ui.differences import MANY, Piece, differences


def marked(pieces: list[Piece]) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.changed]


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("Jalan rusak parah", "Jalan rusak parah", [], []),
        ("Jalan rusak parah", "Jalan itu rusak", ["parah"], ["itu"]),
        ("pak jalan rusak", "Bapak, jalan rusak", ["pak"], ["Bapak,"]),
        ("", "Baru sama sekali", [], ["Baru sama sekali"]),
        ("satu dua tiga", "satu empat lima tiga", ["dua"], ["empat lima"]),
        ("satu\ndua", "satu dua", [""], []),
    ],
)
def test_what_went_and_what_came(old: str, new: str, gone: list[str], came: list[str]) -> None:
    left, right = differences(old, new)
    assert [text.replace("\n", "") for text in marked(left)] == gone
    assert marked(right) == came


@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
def test_both_texts_come_back_whole(old: str, new: str) -> None:
    left, right = differences(old, new)
    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new


def test_a_text_of_very_many_words_is_compared_by_sentences() -> None:
    old = "Kata. " * MANY
    left, right = differences(old, old + "Akhir.")
    assert marked(left) == []
    assert marked(right) == ["Akhir."]
