"""Figures in words: Indonesian separators (57.171; 50,3 %) or English ones, by the active language."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from lapor.ui.dates import language

NONE = "–"  # where nothing counts there is no figure, not a zero
Number = int | float | Decimal


def figure(value: Number | None, places: int | None = None) -> str:
    """57171 -> "57.171"; 3.84 -> "3,8" (one place unless told); none -> a dash."""
    if value is None:
        return NONE
    if places is None:
        places = 0 if value == int(value) else 1
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


def share(value: Number | None, places: int = 1) -> str:
    """A share between 0 and 1: 0.503 -> "50,3 %" (with a space that does not break)."""
    if value is None:
        return NONE
    text = figure(Decimal(str(value)) * 100, places)
    return f"{text}%" if language() == "en" else f"{text}\N{NO-BREAK SPACE}%"


def size(count: int | None) -> str:
    """Bytes as people read them: 214 kB, 1,2 MB (thousands, as phones and shops count)."""
    if count is None:
        return NONE
    if count < 1000:
        return f"{figure(count)}\N{NO-BREAK SPACE}B"
    if count < 999_500:
        return f"{figure(count / 1000, 0)}\N{NO-BREAK SPACE}kB"
    if count < 999_950_000:
        return f"{figure(count / 1_000_000, 1)}\N{NO-BREAK SPACE}MB"
    return f"{figure(count / 1_000_000_000, 1)}\N{NO-BREAK SPACE}GB"
