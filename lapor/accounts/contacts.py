"""Phone numbers and e-mail addresses as people write them, made comparable."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import Identity
from lapor.accounts.sealing import mark


def phone_number(text: str) -> str:
    """`0812-1111 2222`, `62812...` or `+62812...` as `+62812...` (E.164); ValidationError when it is none."""
    raw = text.strip()
    digits = "".join(letter for letter in raw if letter.isdigit())
    try:
        number = phonenumbers.parse(f"+{digits}" if digits.startswith("62") else raw, "ID")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("Tulis nomor ponsel, misalnya 0812 3456 7890.")) from error
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Nomor ponsel ini kurang atau lebih angkanya. Periksa sekali lagi."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_address(text: str) -> str:
    """The address in lower case; ValidationError when it is none."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")) from error
    return address


def new_identity(*, name: str = "", phone: str = "", email: str = "", language: str = "id") -> Identity:
    """A sealed identity row of one report; `phone` and `email` already normalised."""
    return Identity.objects.create(
        name=name,
        phone=phone,
        email=email,
        phone_mark=mark("phone", phone) if phone else "",
        email_mark=mark("email", email) if email else "",
        language=language,
    )
