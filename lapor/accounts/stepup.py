"""Once more the password or the second step, before what nobody should do at a desk left open.

Opening an identity and taking data out ask for it when the last time is more than ten minutes ago
(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT). What was typed comes back after the detour.
"""

from __future__ import annotations

import json
import time
from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseRedirect

from lapor.accounts.sealing import seal, unseal

APP = "lapor"
KEPT = "kept_for_stepup"
# Longer than this nobody takes to type a password; and nothing is kept that is too long for a session.
WAITS = 15 * 60
LONGEST = 20_000


def fresh(request: HttpRequest) -> bool:
    """Whether this person has shown who it is within the last ten minutes (a log-in is not enough)."""
    return not is_reauthentication_required(request, app=APP)


def detour(request: HttpRequest) -> HttpResponseRedirect | None:
    """None for whoever is fresh. A form's words are put aside; the way leads over its page.

    Raises allauth's ReauthenticationRequired, which its middleware turns into the way to `/masuk/ulang/`.
    """
    if fresh(request):
        return None
    if request.method != "POST":
        raise ReauthenticationRequired
    _keep(request)
    return HttpResponseRedirect(request.get_full_path())


def kept(request: HttpRequest) -> dict[str, str]:
    """What was typed at this address before the detour, once; empty when nothing was, or long ago."""
    row = request.session.get(KEPT)
    if not isinstance(row, dict) or row.get("path") != request.path:
        return {}
    del request.session[KEPT]
    if row["at"] < time.time() - WAITS:
        return {}
    words: dict[str, str] = json.loads(unseal(row["words"].encode()))
    return words


def _keep(request: HttpRequest) -> None:
    """Under seal: sessions stand in the database, and why an identity is opened is nobody else's matter."""
    words: dict[str, Any] = {
        name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"
    }
    text = json.dumps(words)
    if len(text) <= LONGEST:
        sealed = seal(text).decode()
        request.session[KEPT] = {"path": request.path, "at": int(time.time()), "words": sealed}
