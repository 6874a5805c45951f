"""One comment: read, shown or not, replied to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lapor.accounts.gate import actor_of
from lapor.backoffice.competition.forms import Answering
from lapor.backoffice.exchange.doors import Saving, found, save, shown
from lapor.backoffice.exchange.forms import ReasonForm, TextForm
from lapor.backoffice.gate import officer
from lapor.jipp.exchange import policies
from lapor.jipp.exchange.codes import CommentStatus
from lapor.jipp.exchange.rights import RUNNING, run_comments
from lapor.jipp.models import Comment

# By the noun in the address: the verb, and the form that it takes.
DEEDS: dict[str, tuple[Callable[..., Comment], type[Answering]]] = {
    "penayangan": (policies.show_comment, Answering),
    "penolakan": (policies.refuse_comment, ReasonForm),
    "balasan": (policies.reply, TextForm),
}


@require_safe
@officer(*RUNNING)
def comment(request: HttpRequest, comment: int) -> HttpResponseBase:
    return _page(request, found(run_comments(actor_of(request)), comment))


@require_POST
@officer(*RUNNING)
def deed(request: HttpRequest, comment: int, noun: str) -> HttpResponseBase:
    """Show it, refuse it, or reply to it."""
    actor, now = actor_of(request), timezone.now()
    row = found(run_comments(actor), comment)
    verb, kind = DEEDS[noun]
    form = kind(request.POST)
    saving = Saving(
        form,
        lambda: verb(row, by=actor, now=now, **form.cleaned_data),
        lambda status=200: _page(request, row, sent=form, status=status),
        lambda made: redirect("kelola-tanggapan", made.pk),
        _("Tersimpan."),
    )
    return save(request, saving)


def _page(
    request: HttpRequest, row: Comment, *, sent: Answering | None = None, status: int = 200
) -> HttpResponseBase:
    """`sent`: the form whose faults are shown."""
    reply = sent if isinstance(sent, TextForm) else TextForm(initial={"text": row.reply})
    reply.fields["text"].label = _("Balasan penyelenggara")
    context: dict[str, Any] = {
        "row": row,
        "form": sent,
        "reply": reply,
        "reason": sent if isinstance(sent, ReasonForm) else ReasonForm(),
        "waiting": row.status == CommentStatus.WAITING,
        "shown": row.status == CommentStatus.SHOWN,
    }
    return shown(request, "comment.html", context, status=status)
