"""Who asks for which report: the first lines of every page about one report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest
from django.utils import timezone

from lapor.accounts.actors import Actor
from lapor.reports.access import visible_to
from lapor.reports.models import Report
from lapor.reports.rights import is_reporter

# Tracking ids are bigints; what is longer was never one.
NUMBER = r"#?[0-9]{1,18}"


class TrackingId:
    """A tracking id in an address, with or without `#`."""

    regex = NUMBER

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("#"))

    def to_url(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Asked:
    """One report, the one who asks, and when."""

    report: Report
    actor: Actor
    now: datetime

    @property
    def own(self) -> bool:
        return is_reporter(self.actor, self.report)

    @property
    def in_scope(self) -> bool:
        return visible_to(self.actor).filter(pk=self.report.pk).exists()


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def asked(request: HttpRequest, tracking_id: int) -> Asked:
    """The report of that number, whoever asks: number, class, status and dates are everybody's. Http404."""
    report = Report.objects.filter(pk=tracking_id).first()
    if report is None:
        raise Http404
    return Asked(report, actor_of(request), timezone.now())


def own_or_404(request: HttpRequest, tracking_id: int) -> Asked:
    """The same for pages that are the reporter's alone: to all others they do not exist."""
    found = asked(request, tracking_id)
    if not found.own:
        raise Http404
    return found
