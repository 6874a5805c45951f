"""The form of an act on many reports: what is asked once, and which reports it was shown for."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from lapor.backoffice.acts import Doing
from lapor.backoffice.bulk.acts import BulkAct
from lapor.backoffice.bulk.selection import MOST
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput

# Whole, for Django looks for it anywhere in what was sent: it becomes a key of a row and part of an address.
KEY = re.compile(r"\A[A-Za-z0-9_-]{16,32}\Z")
_SHOWN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


class BulkForm(forms.Form):
    """The fields of the act that are asked, as on a report's own page; `kunci`: a form sent twice is one."""

    kunci = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, one: BulkAct, sample: Doing | None, data: QueryDict | None = None) -> None:
        self.sent = [] if data is None else data.getlist("laporan")
        super().__init__(data, initial={"kunci": secrets.token_urlsafe(16)})
        fields = one.kind(doing=sample).fields if sample else one.kind.base_fields
        self.fields |= {name: fields[name] for name in one.asked}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if not self.versions:
            raise ValidationError(_("Tidak ada laporan yang dapat diproses. Pilih laporan di daftar dulu."))
        if len(self.versions) > MOST:
            raise ValidationError(_("Paling banyak %(most)s laporan sekali jalan.") % {"most": MOST})
        return given

    @property
    def versions(self) -> dict[int, int | None]:
        """The reports that the officer was shown, with the version of each at that moment."""
        found = [_SHOWN.fullmatch(value) for value in self.sent]
        return {int(one[1]): int(one[2]) for one in found if one}

    def take(self, refusal: BadInput) -> None:
        """Put what the verb found wrong where it was typed."""
        for name, message in refusal.errors.items():
            self.add_error(name if name in self.fields else None, message)


def shown(reports: Iterable[Report]) -> list[str]:
    """What the form sends back of each report, so that one changed meanwhile is found out."""
    return [f"{report.pk}:{report.version}" for report in reports]
