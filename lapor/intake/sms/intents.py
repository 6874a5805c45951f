"""What a message to 1708 can mean: what `grammar.parse` returns and `conversation` answers.

`report_id`: the first run of five or more digits, as people write it, with or without `#`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Filing:
    """A new report. `text` as written, without the words ANONIM and RAHASIA before it.

    An agency's keyword still stands in front: whose it is, the registry knows, not the grammar.
    """

    text: str
    anonymous: bool = False
    secret: bool = False


@dataclass(frozen=True)
class StatusQuestion:
    """CEK."""

    report_id: int


@dataclass(frozen=True)
class Reply:
    """BALAS; an empty text is answered with how to write it."""

    report_id: int
    text: str


@dataclass(frozen=True)
class Closing:
    """SELESAI, perhaps with a rating of 1 to 5. `unreadable`: what stood there is no such rating."""

    report_id: int
    rating: int | None = None
    unreadable: bool = False


@dataclass(frozen=True)
class Reopening:
    """BUKA: reopens, or objects where reopening is not the way."""

    report_id: int
    reason: str


@dataclass(frozen=True)
class Withdrawal:
    """BATAL."""

    report_id: int


@dataclass(frozen=True)
class Code:
    """The six digits of a one-time code that we sent to this number (KODE 123456, or the digits alone)."""

    code: str


@dataclass(frozen=True)
class Survey:
    """SKM: answers to a unit's survey. `unit`: its code in capitals; `digits`: as written, x for none."""

    unit: str
    digits: str


@dataclass(frozen=True)
class Yes:
    """YA: to what we asked."""


@dataclass(frozen=True)
class New:
    """BARU: no, it is a report of its own."""


@dataclass(frozen=True)
class Thanks:
    """OK, terima kasih: nothing is asked, nothing is to be done."""


@dataclass(frozen=True)
class Help:
    """BANTUAN, a greeting, or nothing at all."""


@dataclass(frozen=True)
class Unclear:
    """A command that lacks its number, a lone word, signs only: answered with what to write.

    `command`: the command meant (CEK BALAS SELESAI BUKA BATAL KODE ANONIM RAHASIA SKM), or empty.
    """

    command: str = ""


Intent = (
    Filing
    | StatusQuestion
    | Reply
    | Closing
    | Reopening
    | Withdrawal
    | Code
    | Survey
    | Yes
    | New
    | Thanks
    | Help
    | Unclear
)
