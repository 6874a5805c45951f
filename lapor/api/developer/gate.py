"""Who has a developer page: whoever holds a seat, for only those accounts' tokens open anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lapor.accounts.gate import actor_of
from lapor.accounts.models import User
from lapor.ui.errors import error_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def developer(view: View[P]) -> View[P]:
    """Others log in first, or are told no (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not actor_of(request).posts:
            return error_page(request, 403, detail=_("Halaman ini untuk pengembang dan petugas."))
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def account(request: HttpRequest) -> User:
    """The account that is logged in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the gate lets nobody else in")
    return user
