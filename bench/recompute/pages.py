"""What the pages show, read as anybody sees it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

from bench.recompute.sums import SHARES


class Words(HTMLParser):
    """The text of a page, and its (term, description) pairs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.text = ""
        self._open, self._term, self._said = "", "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("dt", "dd"):
            self._open, self._said = tag, ""

    def handle_data(self, data: str) -> None:
        self.text += data + " "
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag != self._open:
            return
        said, self._open = " ".join(self._said.split()), ""
        if tag == "dt":
            self._term = said
        elif self._term:
            self.pairs.append((self._term, said))
            self._term = ""


def titled(page: str) -> list[tuple[str, str]]:
    """(title, name) of each figure, from the page that explains them."""
    return re.findall(r"<strong>([^<]+)</strong>\s*<code>([^<]+)</code>", page)


def written(name: str, value: float, *, fine: bool = False) -> str:
    """As the pages write it: 57.171; 50,3 %; 3,8; `fine`, as statistics are: 0,04."""
    if name in SHARES:
        return f"{_places(Decimal(str(value)) * 100, 1)} %"
    places = 2 if fine and 0 < value < 0.1 else 0 if value == int(value) else 1
    return _places(Decimal(str(value)), places)


def _places(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))
