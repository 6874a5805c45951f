"""What these pages have in common: a limit on what one address sends, and how lists are paged."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.accounts.clients import client_of
from lapor.accounts.limits import count
from lapor.ui.pages import PARAM, Page, keyset

M = TypeVar("M", bound=Model)
# One network address may stand for a whole office.
PER_CLIENT, HOUR = 30, timedelta(hours=1)


def too_often(request: HttpRequest, *, now: datetime) -> str:
    """A sentence where this address has sent too much within the hour; else empty. Counts this one."""
    if count("exchange-client", client_of(request), window=HOUR, now=now) <= PER_CLIENT:
        return ""
    return _("Terlalu banyak kiriman dari jaringan Anda. Coba lagi satu jam lagi.")


def page_of(request: HttpRequest, rows: QuerySet[M], keys: tuple[str, ...]) -> Page[M]:
    """BadCursor for a cursor somebody made up; a page that answers a form begins the list."""
    cursor = request.GET.get(PARAM) if request.method != "POST" else None
    return keyset(rows, keys=keys, cursor=cursor)
