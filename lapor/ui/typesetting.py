"""Sheets of paper as PDF/UA-1 by Typst: what it says arrives as data, and each is made once."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import typst
from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

# Files of about 30 KB.
KEPT = {"TIMEOUT": 30 * 24 * 3600, "OPTIONS": {"MAX_ENTRIES": 2000}}
# Latin letters with all their marks; beyond, these.
LAST, PUNCTUATION = "\u0250", frozenset("–—‘’“”…•≥≤√−")


def typeset(source: Path, inputs: dict[str, str]) -> bytes:
    """Made once for all that it says: a tenth of a second of a core is too much for whoever asks often."""
    text = source.read_bytes()
    key = hashlib.sha256(text + json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    sheets = FileBasedCache(str(settings.DATA / "cache" / "posters"), KEPT)
    kept: bytes | None = sheets.get(key)
    if kept is None:
        kept = typst.compile(text, sys_inputs=inputs, pdf_standards=["ua-1"])
        sheets.set(key, kept)
    return kept


def drawable(text: str) -> str:
    """What the font draws, a question mark for the rest: PDF/UA refuses what nobody could read."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        each if each in PUNCTUATION or (each.isprintable() and each < LAST) else "?" for each in plain
    )
