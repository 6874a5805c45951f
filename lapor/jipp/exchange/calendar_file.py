"""A gathering as a calendar file (RFC 5545), which phones and mail programs take in."""

from __future__ import annotations

from datetime import UTC, datetime

from lapor.jipp.exchange.codes import GatheringStatus
from lapor.jipp.models import Gathering

# RFC 5545, 3.1: lines of at most 75 octets, longer ones folded.
LINE = 75


def calendar_file(row: Gathering, *, link: str, host: str) -> str:
    """`link`: its page; `host`: ours, for an id that stays when the gathering changes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//LAPOR//JIPP//ID",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:jipp-{row.pk}@{host}",
        f"SEQUENCE:{row.edits}",
        f"DTSTAMP:{_moment(row.created_at)}",
        f"DTSTART:{_moment(row.starts_at)}",
        f"DTEND:{_moment(row.ends_at)}",
        f"SUMMARY:{_escaped(row.title)}",
        f"LOCATION:{_escaped(row.place)}",
        f"DESCRIPTION:{_escaped(row.about)}",
        f"URL:{link}",
        f"STATUS:{'CANCELLED' if row.status == GatheringStatus.CANCELLED else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut between letters, never inside one."""
    pieces, piece, room = [], "", LINE
    for letter in line:
        if len((piece + letter).encode()) > room:
            pieces.append(piece)
            piece, room = "", LINE - 1
        piece += letter
    return "\r\n ".join([*pieces, piece])
