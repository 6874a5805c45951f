from decimal import Decimal

import pytest
from django.utils import translation

from lapor.ui.numbers import NONE, Number, figure, share, size


@pytest.mark.parametrize(
    ("value", "words"),
    [(57171, "57.171"), (3.84, "3,8"), (3.85, "3,9"), (0, "0"), (Decimal("1284.5"), "1.284,5"), (None, NONE)],
)
def test_figures(value: Number | None, words: str) -> None:
    assert figure(value) == words


@pytest.mark.parametrize(("value", "words"), [(0.503, "50,3\xa0%"), (1, "100,0\xa0%"), (None, NONE)])
def test_shares(value: Number | None, words: str) -> None:
    assert share(value) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0\xa0B"), (214_000, "214\xa0kB"), (999_600, "1,0\xa0MB"), (1_234_567, "1,2\xa0MB"), (None, NONE)],
)
def test_sizes(count: int | None, words: str) -> None:
    assert size(count) == words


def test_english_separators() -> None:
    with translation.override("en"):
        assert (figure(57171), figure(3.84), share(0.503)) == ("57,171", "3.8", "50.3%")
