"""Choosing one of a few from a list, one of many by typing the name: nobody reads a list of thousands."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from lapor.accounts.models import User
from lapor.backoffice import colleagues
from lapor.backoffice.finder import SHOWN, FinderField, Source
from lapor.registry import names
from lapor.registry.models import Agency

# Longer than this a list is no help, and its page grows with the agency.
MANY = 50


def narrow(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """The field `name` of this form, a list, offers these rows; where they are many, it asks for a name."""
    listed: Any = form.fields[name]
    if rows.order_by()[: MANY + 1].count() <= MANY:
        listed.queryset = rows
        return
    hint = _("Tulis sebagian nama, lalu pilih.")
    if not listed.required:
        hint = f"{hint} {_('Kosong:')} {listed.empty_label}."
    source = _people(rows) if rows.model is User else _units(rows)
    form.fields[name] = FinderField(source, label=listed.label, required=listed.required, help_text=hint)


def _people(rows: QuerySet[User]) -> Source:
    return Source(
        url="",
        rows=lambda: rows,
        find=partial(colleagues.find, rows),
        exact=lambda q: None,
        above=lambda user: user.email,
        missing=lambda q: _("Tidak ada rekan bernama “%(name)s” di kantor ini.") % {"name": q},
    )


def _units(rows: QuerySet[Agency]) -> Source:
    return Source(
        url="",
        rows=lambda: rows,
        find=partial(_find_units, rows),
        exact=lambda q: rows.filter(code__iexact=q).first(),
        above=lambda unit: unit.parent.name if unit.parent else "",
        missing=lambda q: _("Tidak ada unit dengan nama “%(q)s”. Tulis sebagian namanya.") % {"q": q},
        key=names.agency_key,
    )


def _find_units(rows: QuerySet[Agency], text: str) -> list[Agency]:
    words = names.plain(text).split()[:8]
    if not words:
        return []
    for word in words:
        rows = rows.filter(search__contains=word)
    return list(rows.select_related("parent").order_by(Length("name"), "pk")[:SHOWN])
