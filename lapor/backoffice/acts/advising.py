"""Advice on an answer for the officer who writes it, from what that officer may know of the report."""

from __future__ import annotations

from lapor.backoffice.acts.form import Doing
from lapor.reports.access import Content, sight
from lapor.reports.answer_check import Advice, check


def advise(doing: Doing, text: str, *, final: bool) -> list[Advice]:
    """The reporter's contacts are looked for only where the officer sees them: else it would tell of them."""
    if not text.strip():
        return []
    seen = sight(doing.report, doing.by, now=doing.now)
    if seen.content is not Content.FULL:
        return []
    person = doing.report.reporter if seen.person else None
    private = [person.phone, person.email] if person else []
    asked = doing.report.text
    return check(asked.title, asked.text, text, final=final, private=private)
