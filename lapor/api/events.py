"""A report's history as callers get it."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field, JsonValue

from lapor.reports.history import Moment
from lapor.ui.dates import local


class EventOut(Schema):
    """`text` and `agency` are empty where the caller may not read them; `facts` are codes and numbers."""

    id: str
    act: str
    label: str
    at: datetime
    who: str = Field(description="in which capacity")
    agency: str = Field(description="code")
    from_status: str
    to_status: str
    kind: str = Field(description="what the text is")
    text: str
    facts: dict[str, JsonValue]


class EventList(Schema):
    items: list[EventOut]
    next: str | None


def event_out(moment: Moment) -> EventOut:
    return EventOut(
        id=str(moment.id),
        act=moment.act,
        label=str(moment.label),
        at=local(moment.at),
        who=moment.role,
        agency=moment.agency_code,
        from_status=moment.from_status,
        to_status=moment.to_status,
        kind=moment.kind,
        text=moment.text,
        facts={name: _plain(value) for name, value in moment.facts.items()},
    )


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str | int | bool) or value is None else str(value)
