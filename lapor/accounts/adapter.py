"""How allauth behaves here: sealed second-factor secrets, where one goes after login, words in Indonesian.

Its mail leaves by the EMAIL_BACKEND of the settings, which is our own outbox.
"""

from __future__ import annotations

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.accounts import sessions
from lapor.accounts.joining import at_desk
from lapor.accounts.models import User
from lapor.accounts.sealing import seal, unseal

WRONG_CODE = _("Kode ini tidak cocok. Periksa sekali lagi, atau minta kode baru.")
WRONG_PASSWORD = _("Kata sandi ini tidak cocok. Coba sekali lagi.")
LATER = _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Reporters log in by a code; only officers hold passwords, and those are invited."""

    error_messages: ClassVar[dict[str, StrOrPromise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak aktif."),
        "email_password_mismatch": _("Alamat surel dan kata sandi ini tidak cocok. Periksa keduanya."),
        "enter_current_password": _("Tulis kata sandi Anda yang sekarang."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": WRONG_PASSWORD,
        "invalid_login": _("Alamat surel dan kata sandi ini tidak cocok. Periksa keduanya."),
        "invalid_password_reset": _("Tautan ini sudah tidak berlaku. Minta tautan baru."),
        "too_many_login_attempts": LATER,
        "rate_limited": LATER,
    }

    def populate_username(self, request: object, user: object) -> None:
        """There are no user names."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officers go to their desk, reporters to their own reports."""
        return "/kelola/" if at_desk(request.user, now=timezone.now()) else "/akun/"

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever logs in on a page in English gets messages in English."""
        super().login(request, user)
        sessions.begin(request, officer=at_desk(user, now=timezone.now()))
        language = (get_language() or "id")[:2]
        if user.language != language:
            user.language = language
            user.save(update_fields=["language"])

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every log-in: whoever knew the old one is out, wherever it was used.

        The page that changes it logs its own session in anew.
        """
        super().set_password(user, password)
        sessions.end_all(user)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is no form to sign up: the first code makes the account (`joining.account_for`)."""
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"LAPOR! {subject}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, StrOrPromise]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("Langkah kedua tidak bisa dimatikan."),
        "cannot_generate_recovery_codes": _("Aktifkan langkah kedua dulu, baru buat kode cadangan."),
        "unverified_email": _("Pastikan alamat surel Anda dulu dengan masuk memakai kode."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode())
