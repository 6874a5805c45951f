"""A mail's HTML: the same words as its text, set in paragraphs, quotes and one button."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

_TEMPLATE = "notifications/mail.html"
_LINK = re.compile(r"(.+): (https?://\S+)")
QUOTE = "> "


@dataclass(frozen=True)
class Block:
    """One paragraph: its lines, whether they are somebody's own words, and the address of a button."""

    lines: list[str]
    quoted: bool = False
    link: str = ""


def html(subject: str, body: str, *, language: str) -> str:
    """The page of a mail. Nothing in it is fetched from elsewhere: no picture, nothing that tracks."""
    blocks = [_block(part) for part in body.strip().split("\n\n") if part.strip()]
    return render_to_string(_TEMPLATE, {"subject": subject, "blocks": blocks, "language": language})


def _block(part: str) -> Block:
    """Only an address of ours becomes a button, and none inside a quote."""
    lines = part.strip("\n").splitlines()
    if all(line.startswith(QUOTE.rstrip()) for line in lines):
        return Block([line.removeprefix(">").removeprefix(" ") for line in lines], quoted=True)
    link = _LINK.fullmatch(part.strip())
    if link and link[2].startswith(f"{settings.BASE_URL}/"):
        return Block([link[1]], link=link[2])
    return Block(lines)
