"""What an HTML mail says, as text: the words of its writer, without style and without what was quoted.

The standard library's HTML parser takes time that grows with the square of a page made for it; this reads
tags only, in one pass, and needs no more to find words.
"""

from __future__ import annotations

import html
import re

# Nothing inside of these is read.
SILENT = frozenset({"script", "style", "head", "title", "blockquote", "template", "object"})
BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "table"})
# How well-known mail programs mark the beginning of what they quote, always below what was written.
_QUOTE = re.compile(r"gmail_(quote|attr)|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend")
# A page longer than this is no letter.
LONGEST = 300_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]{0,2000})>|<[!?][^<>]{0,2000}>")


def text_of(page: str) -> str:
    """The text of a mail's HTML, one line per block."""
    found: list[str] = []
    silent: list[str] = []
    at = 0
    bare = _without_comments(page[:LONGEST])
    for tag in _TAG.finditer(bare):
        if not silent:
            found.append(_unescaped(bare[at : tag.start()]))
        at = tag.end()
        if _QUOTE.search(tag[3] or ""):
            return _lines(found)
        _open_or_close(silent, closing=bool(tag[1]), name=(tag[2] or "").lower())
        if (tag[2] or "").lower() in BREAKS:
            found.append("\n")
    return _lines([*found, "" if silent else _unescaped(bare[at:])])


def _open_or_close(silent: list[str], *, closing: bool, name: str) -> None:
    if name not in SILENT:
        return
    if not closing:
        silent.append(name)
    elif name in silent:
        while silent.pop() != name:
            pass


def _without_comments(page: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := page.find("<!--", at)) >= 0:
        kept.append(page[at:start])
        end = page.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, page[at:]])


def _unescaped(text: str) -> str:
    flat = text.replace("\n", " ")
    try:
        return html.unescape(flat)
    except (ValueError, OverflowError):  # a number of thousands of digits
        return flat


def _lines(found: list[str]) -> str:
    lines = "".join(found).replace("\xa0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)
