"""The token of one form page: what its uploads and its one report are keyed by."""

from __future__ import annotations

import secrets

from django.core import signing

from lapor.accounts.sealing import mark

# As long as a draft stays on the device.
LIFETIME_SECONDS = 14 * 24 * 3600
_SALT = "lapor.intake.form"


def new() -> str:
    return secrets.token_urlsafe(18)


def signed(token: str) -> str:
    """The token as it stands in the form's hidden field."""
    return signing.TimestampSigner(salt=_SALT).sign(token)


def read(field: str) -> str:
    """The token of a posted form; a new one when the field is missing, old or not ours."""
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(field, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return new()


def form_mark(token: str) -> str:
    """What the database keeps of a token."""
    return mark("form", token)
