"""What respondents suggest, by the element it speaks of; for the public with personal data closed."""

from __future__ import annotations

from django.db.models import QuerySet

from lapor.reports.masking import mask
from lapor.skm.models import Period, Response


def suggestions(period: Period, *, topic: str | None = None) -> QuerySet[Response]:
    """Responses that count and suggest something; sort by `id`. `topic`: an element, "" for none of them."""
    found = Response.objects.filter(period=period, excluded=False).exclude(suggestion="")
    return found if topic is None else found.filter(topic=topic)


def public_text(response: Response) -> str:
    """The suggestion as everybody may read it: phone, NIK, mail, bank and plate numbers closed."""
    return mask(response.suggestion).text
