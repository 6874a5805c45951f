"""ANONIM and RAHASIA before a text, and the plain asking for the same thing inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lapor.intake.sms import courtesy, spelling, vocabulary
from lapor.intake.sms.courtesy import after_opening
from lapor.intake.sms.folding import Token

# "Rahasia umum" and the like are figures of speech.
FIGURES = frozenset(("umum", "negara", "jabatan", "dagang", "dapur", "perusahaan", "bank"))
BETWEEN = frozenset(("dan", "serta", "juga", "n"))
FLAGS = ("ANONIM", "RAHASIA")
# Only a short greeting may stand before the flag: further on it is part of the story.
FURTHEST = 6
NAME = r"(?:identitas|nama|nomor|no hp|data)"
CLOSED = r"(?:d[iy] ?rahasia ?kan|rahasiakan)"
ASKED = re.compile(
    rf"\b(?:rahasiakan|sembunyikan|samarkan) {NAME}|"
    rf"\b{NAME} (?:saya|sy|kami|pelapor) (?:\w+ )?(?:\w+ )?{CLOSED}|"
    rf"\bjangan (?:sebut|sebutkan|bocorkan|bawa) {NAME}"
)


@dataclass(frozen=True)
class Flags:
    """`count`: how many tokens the flags and what stands before them take; `first`: the flag named first."""

    count: int = 0
    anonymous: bool = False
    secret: bool = False
    first: str = ""


def flags(found: Sequence[Token]) -> Flags:
    """The flags before a text, in any order; none of them is Flags()."""
    place = after_opening(found[:FURTHEST])
    seen: list[str] = []
    end = 0
    while place < len(found):
        flag = _flag(found, place)
        if flag:
            seen.append(flag)
            end = place + 1
        elif not seen or found[place].text not in BETWEEN:
            break
        place += 1
    return Flags(end, "ANONIM" in seen, "RAHASIA" in seen, seen[0]) if seen else Flags()


def asks_to_hide_the_name(found: Sequence[Token]) -> bool:
    """Whether the text asks in its own words that the writer's name stay hidden: then it does."""
    return bool(ASKED.search(" ".join(token.text for token in found)))


def only_asks(found: Sequence[Token]) -> bool:
    """Whether the name shall be hidden and nothing is reported: it speaks of a report sent before."""
    words = {token.squeezed for token in found}
    return bool(words & vocabulary.HIDE) and words <= courtesy.ALL | vocabulary.HIDE | vocabulary.BESIDE_HIDE


def _flag(found: Sequence[Token], place: int) -> str:
    spelled = spelling.command_of(found[place].text)
    if not spelled or spelled[0] not in FLAGS:
        return ""
    following = found[place + 1].text if place + 1 < len(found) else ""
    return "" if spelled[0] == "RAHASIA" and following in FIGURES else spelled[0]
