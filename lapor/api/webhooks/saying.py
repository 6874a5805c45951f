"""What a message says: one event and its report, as the webhook's owner may see them when it is sent."""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.utils import translation

from lapor.api.answers import report_out
from lapor.api.events import event_out
from lapor.api.models import Endpoint, HookMessage
from lapor.api.webhooks import owners
from lapor.reports.access import visible_to
from lapor.reports.history import moment_of
from lapor.reports.looking import look
from lapor.reports.models import Event
from lapor.ui.dates import local

PING = "ping"


def body(message: HookMessage, endpoint: Endpoint, *, now: datetime) -> bytes | None:
    """UTF-8 JSON; None where the owner may not see the event (any more). Never who the reporter is."""
    with translation.override(settings.LANGUAGE_CODE):
        about = _about(message.event, endpoint, now) if message.event else {}
    if about is None:
        return None
    said = {
        "type": f"report.{message.event.act}" if message.event else PING,
        "timestamp": local(message.event.at if message.event else message.created_at).isoformat(),
        "sequence": message.sequence,
        "data": about,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _about(event: Event, endpoint: Endpoint, now: datetime) -> dict[str, object] | None:
    """`yours`: the receiver sent this report in itself and knows it by `source_ref`: it is not a new one."""
    actor, report = owners.viewer(endpoint, now=now), event.report
    if not visible_to(actor).filter(pk=report.pk).exists():
        return None
    seen = look(report, actor, now=now)
    moment = moment_of(event, seen.sight)
    if moment is None:
        return None
    yours = owners.pushed_by(endpoint, report, now=now)
    return {
        "event": event_out(moment).model_dump(mode="json"),
        "report": report_out(seen).model_dump(mode="json"),
        "yours": yours,
        "source_ref": report.source_ref if yours else None,
    }
