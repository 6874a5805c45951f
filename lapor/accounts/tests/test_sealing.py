"""Bytes under seal: a raw mail is unreadable in the database and comes back as it was."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.test import override_settings

from lapor.accounts.sealing import seal_bytes, unseal_bytes


def test_bytes_come_back_as_they_were() -> None:
    raw = bytes(range(256)) * 40
    sealed = seal_bytes(raw)
    assert raw[:32] not in sealed
    assert unseal_bytes(sealed) == raw
    assert unseal_bytes(memoryview(sealed)) == raw


def test_nothing_stays_nothing() -> None:
    assert seal_bytes(b"") == b""
    assert unseal_bytes(b"") == b""


def test_another_key_opens_nothing() -> None:
    sealed = seal_bytes(b"Kepada Yth.")
    with override_settings(IDENTITY_KEYS=[Fernet.generate_key().decode()]), pytest.raises(InvalidToken):
        unseal_bytes(sealed)
