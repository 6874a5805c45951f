"""What may be written into a version: shape when it is saved, completeness when it is submitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lapor.jipp.codes import SDG_LAST, SECTIONS, ContactShown, CostBand, Sector, TargetGroup
from lapor.jipp.given import sections, words_in
from lapor.jipp.models import InnovationVersion
from lapor.registry.models import Category
from lapor.reports.refusals import BadInput
from lapor.reports.texts import optional, required

# Far more than any limit of words; what is longer is no proposal.
SECTION_LETTERS = 20_000
CATEGORIES_MOST = 5
_CHOICES = {
    "sector": Sector,
    "target_group": TargetGroup,
    "cost_band": CostBand,
    "contact_shown": ContactShown,
}
_TEXTS = {"contact_name": 120, "contact_phone": 30}


def checked(fields: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The values as they are kept. BadInput with every fault at once, by field."""
    errors: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in fields.items():
        try:
            values[name] = _check(name)(name, value)
        except BadInput as refusal:
            errors |= refusal.errors
    if not errors:
        errors = _date_faults(values, today)
    if errors:
        raise BadInput(**errors)
    return values


def faults(version: InnovationVersion) -> dict[str, str]:
    """What keeps a version from being submitted, by field; empty when it is whole."""
    found: dict[str, str] = {}
    for code, section in sections().items():
        number = words_in(getattr(version, code))
        if number < section.least:
            found[code] = _("Baru %(n)s kata. Tulis paling sedikit %(least)s kata.") % {
                "n": number,
                "least": section.least,
            }
        elif number > section.most:
            found[code] = too_many_words(number, section.most)
    for name in ("sector", "target_group", "cost_band", "sdg", "categories"):
        if not getattr(version, name):
            found[name] = _("Pilih salah satu.")
    if version.started_on is None:
        found["started_on"] = _("Isi tanggal mulainya.")
    if not version.contact_name or not (version.contact_email or version.contact_phone):
        found["contact_name"] = _("Tulis siapa yang dapat dihubungi, dengan surel atau telepon kantornya.")
    return found


def too_many_words(number: int, most: int) -> str:
    return _("%(n)s kata. Paling banyak %(most)s kata. Pendekkan, lalu simpan lagi.") % {
        "n": number,
        "most": most,
    }


def _check(name: str) -> Callable[[str, Any], Any]:
    if name in SECTIONS:
        return _section
    if name in _CHOICES:
        return _choice
    if name in _TEXTS:
        return lambda field, value: optional(field, value, longest=_TEXTS[field])
    return _OTHERS[name]


def _section(name: str, value: str) -> str:
    text = optional(name, value, longest=SECTION_LETTERS)
    number, most = words_in(text), sections()[name].most
    if number > most:
        raise BadInput(**{name: too_many_words(number, most)})
    return text


def _choice(name: str, value: str) -> str:
    if value and value not in _CHOICES[name].values:
        raise BadInput(**{name: _("Pilih salah satu.")})
    return value or (ContactShown.OFFICERS if name == "contact_shown" else "")


def _title(name: str, value: str) -> str:
    return required(name, value, longest=150, shortest=5)


def _email(name: str, value: str) -> str:
    text = optional(name, value, longest=254)
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise BadInput(**{name: _("Alamat surel ini tidak lengkap. Contoh: inovasi@kota.go.id")}) from error
    return text


def secure_link(name: str, value: str) -> str:
    """Only https, or nothing: it is shown as a link to everybody. BadInput on `name`."""
    text = optional(name, value, longest=300)
    try:
        parts = urlsplit(text)
        good = not text or (parts.scheme == "https" and "." in (parts.hostname or "") and " " not in text)
    except ValueError:
        good = False
    if not good:
        raise BadInput(**{name: _("Tautan harus diawali https:// dan lengkap.")})
    return text


def _sdg(name: str, value: int | None) -> int | None:
    if value is not None and not 1 <= value <= SDG_LAST:
        raise BadInput(**{name: _("Pilih salah satu.")})
    return value


def _day(name: str, value: date | None) -> date | None:
    return value


def _categories(name: str, value: list[str]) -> list[str]:
    codes = list(dict.fromkeys(value))
    if len(codes) > CATEGORIES_MOST:
        raise BadInput(**{name: _("Pilih paling banyak %(n)s kategori.") % {"n": CATEGORIES_MOST}})
    if Category.objects.filter(code__in=codes, active=True).count() != len(codes):
        raise BadInput(**{name: _("Pilih kategori dari daftar.")})
    return codes


def _date_faults(values: Mapping[str, Any], today: date) -> dict[str, str]:
    start, end = values.get("started_on"), values.get("ended_on")
    if start and start > today:
        return {"started_on": _("Tanggal mulai tidak boleh di masa depan.")}
    if end and (start is None or end < start):
        return {"ended_on": _("Tanggal selesai harus sesudah tanggal mulai.")}
    return {}


_OTHERS: dict[str, Callable[[str, Any], Any]] = {
    "title": _title,
    "contact_email": _email,
    "video": secure_link,
    "sdg": _sdg,
    "started_on": _day,
    "ended_on": _day,
    "categories": _categories,
}
