"""The counter's screen has an address of its own in each survey, known to who runs it.

Its answers come from one device by nature, so nothing about devices is odd about them: whoever could open it
from home could answer as often as he likes without being seen.
"""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from lapor.skm.models import Period

LETTERS = 12


def counter_key(period: Period) -> str:
    """The last part of the address; another one in each survey."""
    return salted_hmac("lapor.skm.counter", str(period.pk), algorithm="sha256").hexdigest()[:LETTERS]


def opens(period: Period, key: str) -> bool:
    """Whether this is the key of this survey's screen."""
    return constant_time_compare(key, counter_key(period))
