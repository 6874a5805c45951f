"""Announcing: who is told of which act. The only table of it; words stand in `wording`."""

from __future__ import annotations

from datetime import datetime

from lapor.reports.models import Event, Report


def announce(event: Event) -> None:
    """Queue what has to be told of one event. Idempotent: nobody is told twice of one event."""


def remind_quiet(report: Report, *, now: datetime) -> None:
    """Queue the reminder that an answered report will be closed."""
