"""What doors hand to the component templates: plain values, no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """How a status or notice is coloured; the icon and the word say it too."""

    INFO = ""
    OK = "ok"
    WARN = "warn"
    LATE = "late"
    CALM = "calm"


TONE_ICONS = {Tone.INFO: "clock", Tone.OK: "ok", Tone.WARN: "clock", Tone.LATE: "alert", Tone.CALM: "dot"}


@dataclass(frozen=True)
class Status:
    """A word with icon and colour; `icon` empty = the tone's own."""

    word: str
    tone: Tone = Tone.INFO
    icon: str = ""

    @property
    def sign(self) -> str:
        return self.icon or TONE_ICONS[self.tone]


@dataclass(frozen=True)
class Figure:
    """One big number (already in words) and what it counts."""

    value: str
    label: str


@dataclass(frozen=True)
class Step:
    """One stop of a timeline. `state` is "done", "now" or "next"; `said` a person's words shown below it."""

    title: str
    state: str = "done"
    lines: Sequence[str] = ()
    at: datetime | None = None
    zone: str = ""
    icon: str = ""
    said: str = ""

    @property
    def sign(self) -> str:
        return self.icon or {"done": "ok", "now": "clock"}.get(self.state, "dot")


@dataclass(frozen=True)
class Day:
    """One day of the day strip: "Sen", "27"; `state` is "past", "" or "due"."""

    name: str
    number: str
    state: str = ""
