"""Floods are slowed and marked, never dropped: who sends very much waits, and what looks alike is marked.

One address may stand for a whole village (the phone networks share them), so the limits are wide. Addresses
are kept as keyed marks for 24 hours at most; a report holds none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from lapor.accounts.limits import count
from lapor.registry.names import plain

WINDOW = timedelta(minutes=10)
HOUR = timedelta(hours=1)
# Forms in ten minutes: past these the sender is asked to wait.
CLIENT_FORMS = 300
ALL_FORMS = 3000
# Reports in an hour: past these they are marked "massal".
CLIENT_REPORTS = 30
ALIKE_REPORTS = 5
# Megabytes of attachments in an hour.
CLIENT_MEGABYTES = 600


def minutes_to_wait(client: str, *, now: datetime) -> int:
    """Count one more form; 0, or how many minutes until this client (or everybody) may send again."""
    mine = count("forms", client, window=WINDOW, now=now)
    if mine <= CLIENT_FORMS and count("forms-all", "", window=WINDOW, now=now) <= ALL_FORMS:
        return 0
    left = WINDOW.total_seconds() - now.timestamp() % WINDOW.total_seconds()
    return int(left // 60) + 1


def is_mass(client: str, *, title: str, text: str, now: datetime) -> bool:
    """Count one more report; whether it is one of many from one place, or of many alike."""
    alike = count("alike", plain(f"{title} {text}")[:2000], window=HOUR, now=now)
    return count("reports", client, window=HOUR, now=now) > CLIENT_REPORTS or alike > ALIKE_REPORTS


def may_upload(client: str, *, size: int, now: datetime) -> bool:
    """Count `size` bytes of attachments of this client."""
    megabytes = size // (1024 * 1024) + 1
    return count("upload-mb", client, window=HOUR, now=now, by=megabytes) <= CLIENT_MEGABYTES
