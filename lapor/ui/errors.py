"""Pages that say what went wrong, what follows and what one can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def error_page(request: HttpRequest, status: int, *, detail: str = "", back: str = "") -> HttpResponse:
    """The page of that status (403 404 405 409 413 429 503).

    `detail` explains this case in a sentence, `back` is the address to go on from.
    """
    return render(request, f"{status}.html", {"detail": detail, "back": back}, status=status)
