"""Once more the password or the second step, before what must not be done at a screen left open."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def stepping_up(request: HttpRequest, *, back: str) -> HttpResponseRedirect | None:
    """Where to prove oneself first, and from there to `back`; None for who did so in the last five minutes.

    `back` is an address that can be opened by GET, with what was typed in its query where there is a form:
    a POST is never kept and carried out later.
    """
    try:
        _fresh(request)
    except ReauthenticationRequired:
        ways = get_adapter().get_reauthentication_methods(request.user)
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}")
    return None


@reauthentication_required  # type: ignore[untyped-decorator]
def _fresh(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
