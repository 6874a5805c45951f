"""The signature of a message by the Standard Webhooks scheme (standardwebhooks.com), version v1."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime, timedelta

from lapor.api.models import Endpoint

PREFIX = "whsec_"
# For so long the receiver may go on with the secret that was replaced.
OVERLAP = timedelta(hours=24)


def new_secret() -> str:
    """192 random bits, written as receivers' libraries want them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def headers(endpoint: Endpoint, ref: str, body: bytes, *, now: datetime) -> dict[str, str]:
    """The three headers. While a secret is being replaced there are two signatures; one valid is enough."""
    stamp = str(int(now.timestamp()))
    signed = f"{ref}.{stamp}.".encode() + body
    return {
        "webhook-id": ref,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_sign(one, signed)}" for one in living(endpoint, now=now)),
    }


def living(endpoint: Endpoint, *, now: datetime) -> list[str]:
    """The secrets that count now, the newest first."""
    old = endpoint.old_secret if endpoint.old_secret_until and endpoint.old_secret_until > now else ""
    return [endpoint.secret, *([old] if old else [])]


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
