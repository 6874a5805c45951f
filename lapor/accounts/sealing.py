"""Sealing of identities: what is encrypted at rest, and the keyed marks by which it can be found again.

UU 27/2022 (PDP) article 35-36: the controller protects personal data against unlawful access. A copy of the
database alone tells nobody who filed a report.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@cache
def _sign(key: str) -> bytes:
    """What stands before everything sealed with this key, by which a rotation finds other keys' rows."""
    return hashlib.sha256(b"lapor.key\0" + key.encode()).hexdigest()[:8].encode() + b":"


def sign() -> bytes:
    """The sign of the newest key: 8 hex digits and a colon. It says nothing of the key."""
    return _sign(settings.IDENTITY_KEYS[0])


def seal(text: str) -> bytes:
    """Encrypt `text` with the newest of LAPOR_IDENTITY_KEYS."""
    return _seal(text.encode())


def unseal(token: bytes | memoryview) -> str:
    """Decrypt with any of LAPOR_IDENTITY_KEYS; raises cryptography's InvalidToken when none fits."""
    return _unseal(token).decode()


def seal_bytes(raw: bytes) -> bytes:
    """The same for bytes (a mail as it came); a third longer than they are. Empty stays empty."""
    return _seal(raw) if raw else b""


def unseal_bytes(token: bytes | memoryview) -> bytes:
    """What `seal_bytes` took; raises cryptography's InvalidToken when no key fits."""
    return _unseal(token) if token else b""


def reseal(token: bytes | memoryview) -> bytes:
    """The same content under the newest key; raises cryptography's InvalidToken when no key fits."""
    return _seal(_unseal(token))


def _seal(raw: bytes) -> bytes:
    return sign() + _box(tuple(settings.IDENTITY_KEYS)).encrypt(raw)


def _unseal(token: bytes | memoryview) -> bytes:
    before, _colon, sealed = bytes(token).partition(b":")
    return _box(tuple(settings.IDENTITY_KEYS)).decrypt(sealed or before)


def mark(kind: str, value: str) -> str:
    """A keyed hash of `value` (64 hex digits): equal values of one kind have equal marks, nothing leads back.

    `kind` keeps the marks of a phone, an e-mail or a code apart, so that none can be tried as another.
    """
    key = hashlib.sha256(b"lapor.mark\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


if TYPE_CHECKING:
    _Field = models.Field[str, str]
else:
    _Field = models.Field


class SealedTextField(_Field):
    """A text that stands encrypted in its column; empty stays empty, so that absence needs no key."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: bytes | None, expression: object, connection: object) -> str:
        return unseal(value) if value else ""

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> bytes:
        return seal(value) if isinstance(value, str) and value else b""


if TYPE_CHECKING:
    _Bytes = models.BinaryField[bytes, bytes | memoryview]
else:
    _Bytes = models.BinaryField


class SealedBytesField(_Bytes):
    """A column for what `seal_bytes` gives. By its class a rotation of keys finds it."""
