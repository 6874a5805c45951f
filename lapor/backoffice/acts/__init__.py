"""The acts of the desk, the most expected first: the order of the buttons below a report."""

from __future__ import annotations

from lapor.backoffice.acts.among import HandingOver, LettingGo, NoteWriting, Taking, Watching
from lapor.backoffice.acts.answering import (
    Answer,
    Approval,
    Drafting,
    Question,
    Recommendation,
    Rejection,
    Response,
)
from lapor.backoffice.acts.ending import CaseNumber, Closing, Decision, Reopening
from lapor.backoffice.acts.form import ActForm, Doing
from lapor.backoffice.acts.forwarding import (
    AddedAgency,
    Disposition,
    Referral,
    UnitDisposition,
)
from lapor.backoffice.acts.joining import Merging, Separation, Splitting
from lapor.backoffice.acts.programmes import Programmes
from lapor.backoffice.acts.verifying import (
    Archival,
    Classification,
    Identity,
    Postponement,
    Redaction,
    Verification,
)
from lapor.reports import lifecycle

__all__ = ["ACTS", "ActForm", "Doing", "offered"]

_ORDER: tuple[type[ActForm], ...] = (
    Decision,
    Verification,
    Disposition,
    Approval,
    Rejection,
    Response,
    UnitDisposition,
    Answer,
    Drafting,
    Question,
    Recommendation,
    CaseNumber,
    Postponement,
    Archival,
    Referral,
    AddedAgency,
    Classification,
    Closing,
    Reopening,
    Merging,
    Separation,
    Splitting,
    NoteWriting,
    HandingOver,
    Taking,
    LettingGo,
    Watching,
    Programmes,
    Identity,
    Redaction,
)
ACTS: dict[str, type[ActForm]] = {one.noun: one for one in _ORDER}


def offered(doing: Doing) -> list[type[ActForm]]:
    """The acts that the table allows this officer on this report now, the expected one first."""
    rows = lifecycle.allowed(doing.report, doing.by)
    able = [one for one in _ORDER if one.act is None or any(one.is_row(row) for row in rows)]
    return [one for one in able if one.suits(doing)]
