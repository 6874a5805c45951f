"""Who sent a message: a phone number as gateways write it, or something that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from lapor.accounts.contacts import phone_number
from lapor.accounts.sealing import mark

# Service numbers have few digits, and nobody stands behind a name such as "PROMO".
SHORT = 6
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]*", re.ASCII)
RAW_MAX = 60


@dataclass(frozen=True)
class Sender:
    """`number` in E.164, empty for a sender that is no phone; `written` as it came; `mark` of either.

    The mark of a number is that of a report's contact, so that the rights of a reporter follow from it.
    """

    number: str
    written: str
    mark: str


def read(written: str) -> Sender:
    """08..., 628..., +628... and 8... are one number; letters and short numbers are no phone."""
    raw = written.replace("\0", "")[:RAW_MAX]
    number = _number(raw)
    if number:
        return Sender(number, number, mark("phone", number))
    return Sender("", raw.strip(), mark("sms_sender", raw.strip().lower()))


def _number(raw: str) -> str:
    # A "+" that nobody escaped arrives as a blank; 00 is how a call goes abroad.
    text = re.sub(r"^( +(?=[0-9])|00)", "+", raw)
    if not _NUMBER.fullmatch(text) or sum(letter.isdigit() for letter in text) <= SHORT:
        return ""
    try:
        return phone_number(text)
    except ValidationError:
        return ""
