"""A report opened by its access code: for this session and one hour, no account needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from lapor.accounts.middleware import OPENED
from lapor.reports.secrecy import code_opens

LIFETIME = timedelta(hours=1)


def open_report(request: HttpRequest, tracking_id: int, code: str, *, now: datetime) -> bool:
    """Whether `code` opened the report for this session; raises secrecy.Locked after ten wrong ones an hour.

    The session gets a new key, so that one known from before is worth nothing.
    """
    if not code_opens(tracking_id, code, now=now):
        return False
    request.session.cycle_key()
    request.session[OPENED] = _living(request, now) | {str(tracking_id): (now + LIFETIME).timestamp()}
    if not request.user.is_authenticated:
        request.session.set_expiry(0)  # gone with the browser window: the phone may be borrowed
    return True


def close_report(request: HttpRequest, tracking_id: int, *, now: datetime) -> None:
    """Ends what the access code opened."""
    living = _living(request, now)
    living.pop(str(tracking_id), None)
    request.session[OPENED] = living


def lock_ends(now: datetime) -> datetime:
    """When the hour in which wrong codes are counted is over (hours are aligned to the epoch)."""
    hour = 3600
    return datetime.fromtimestamp((int(now.timestamp()) // hour + 1) * hour, tz=now.tzinfo)


def _living(request: HttpRequest, now: datetime) -> dict[str, float]:
    opened = request.session.get(OPENED)
    if not isinstance(opened, dict):
        return {}
    return {report: until for report, until in opened.items() if until > now.timestamp()}
