"""How many notices are new to the officer who looks at a page of the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lapor.accounts.models import User
from lapor.notifications import in_app


def unseen(request: HttpRequest) -> dict[str, object]:
    """For templates: `unseen_notices`, such as "7" or "99+", empty for none.

    Lazy: only the desk's head reads it, so that no other page asks the database.
    """
    return {"unseen_notices": SimpleLazyObject(lambda: _badge(request))}


def _badge(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    count = in_app.unseen(user.pk) if isinstance(user, User) else 0
    return f"{in_app.COUNTED - 1}+" if count >= in_app.COUNTED else str(count or "")
