"""What the pages of competitions and of the exchange have in common: their frame, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice.jipp.lists import tabs
from lapor.reports.refusals import Refusal


def frame(request: HttpRequest, here: str = "") -> dict[str, Any]:
    """The desk's head and the network's tabs; `here`: the one that is open."""
    return office_of(actor_of(request)) | tabs(request) | {"here": here}


def refused(
    request: HttpRequest, refusal: Refusal, page: Callable[..., HttpResponseBase], of: Any
) -> HttpResponseBase:
    """The page of the thing as it is now, with the reason on top."""
    messages.error(request, str(refusal))
    of.refresh_from_db()
    return page(request, of, status=refusal.status)
