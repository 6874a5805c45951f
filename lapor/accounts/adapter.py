"""How allauth behaves here: sealed second-factor secrets, mail that leaves by our own outbox."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from lapor.accounts.sealing import seal, unseal


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Reporters log in by a code; only officers hold passwords, and those are invited."""

    def populate_username(self, request: object, user: object) -> None:
        """There are no user names."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode())
