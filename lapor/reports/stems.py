"""Indonesian words without their affixes, good enough to see whether two texts speak of the same thing.

No dictionary: a word gives all roots that it may have ("memukul": "mukul", "pukul"), and two words are taken
for the same where they share one. Affixes after the official grammar (Tata Bahasa Baku), own implementation.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST = 3
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?|\d[\d.,/-]*\d|\d")
_ENDINGS = ("lah", "kah", "pun", "nya", "ku", "mu")
_SUFFIXES = ("kan", "an", "i")
# A prefix, and the letters that it may have swallowed.
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("memper", ("",)),
    ("diper", ("",)),
    ("keber", ("",)),
    ("menge", ("",)),
    ("meny", ("s",)),
    ("peny", ("s",)),
    ("meng", ("", "k")),
    ("peng", ("", "k")),
    ("mem", ("", "p")),
    ("pem", ("", "p")),
    ("men", ("", "t")),
    ("pen", ("", "t")),
    ("ber", ("",)),
    ("bel", ("",)),
    ("ter", ("",)),
    ("per", ("",)),
    ("pel", ("",)),
    ("me", ("",)),
    ("pe", ("",)),
    ("di", ("",)),
    ("ke", ("",)),
    ("se", ("",)),
    ("be", ("",)),
)


def words(text: str) -> list[str]:
    """Words and numbers in small letters; of a doubled word ("anak-anak") one half."""
    return [found.partition("-")[0] if found[0].isalpha() else found for found in _WORD.findall(text.lower())]


@lru_cache(maxsize=20_000)
def roots(word: str) -> frozenset[str]:
    """The word itself and every root of at least three letters that its affixes allow."""
    if not word.isalpha():
        return frozenset({word})
    bare = {word} | {cut for end in _ENDINGS if len(cut := _without_end(word, end)) >= SHORTEST}
    bare |= {cut for one in list(bare) for end in _SUFFIXES if len(cut := _without_end(one, end)) >= SHORTEST}
    stems = set(bare)
    for _twice in range(2):  # "mempertanggungjawabkan", "diberlakukan"
        stems |= {root for one in stems for root in _without_prefix(one)}
    return frozenset(stems)


def _without_end(word: str, end: str) -> str:
    return word.removesuffix(end)


def _without_prefix(word: str) -> list[str]:
    found = []
    for prefix, swallowed in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= SHORTEST:
            found += [first + rest for first in swallowed]
    return found
