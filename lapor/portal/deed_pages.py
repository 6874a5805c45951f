"""The page of one deed: GET shows the form, POST does it. Works without script and from a link in a mail."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.accounts.actors import Actor
from lapor.portal.asking import Asked, actor_of, asked
from lapor.portal.deed_forms import DeedForm
from lapor.portal.deeds import BY_NOUN, Deed, open_deeds
from lapor.portal.opening import lock_ends, open_report
from lapor.reports.refusals import BadInput, NotAllowed, Refusal
from lapor.reports.secrecy import Locked
from lapor.ui.dates import hour_words, local


def page_of(noun: str) -> Callable[..., HttpResponse]:
    """The view of one deed."""
    deed = BY_NOUN[noun]

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, tracking_id: int) -> HttpResponse:
        found = asked(request, tracking_id)
        if request.method == "POST":
            return _act(request, found, deed)
        form = deed.form(report=found.report, needs_code=not found.own)
        if found.own and deed not in open_deeds(found.report, found.actor, now=found.now):
            return _shown(
                request, found, deed, form, 200, _("Ini tidak bisa dilakukan sekarang."), able=False
            )
        return _shown(request, found, deed, form, 200)

    return view


def _act(request: HttpRequest, found: Asked, deed: Deed) -> HttpResponse:
    """Opened by the code where one is given; without any right to the report it does not exist (404)."""
    if not found.own and "code" not in request.POST:
        if not found.in_scope:
            raise Http404
        raise_to = NotAllowed()
        return _shown(request, found, deed, _bound(request, found, deed), raise_to.status, str(raise_to))
    form = _bound(request, found, deed)
    if not form.is_valid():
        return _shown(request, found, deed, form, 422)
    try:
        by = _opened(request, found, form)
        if by is None:
            return _shown(request, found, deed, form, 422)
        if deed.form.shows_state and not found.own:
            return redirect(request.path)
        deed.run(found.report, by, form.cleaned_data, found.now)
    except Locked:
        return _shown(request, found, deed, form, 429, locked_words(found))
    except BadInput as refusal:
        _tell(form, refusal)
        return _shown(request, found, deed, form, refusal.status)
    except Refusal as refusal:
        return _shown(request, found, deed, form, refusal.status, str(refusal))
    messages.success(request, str(deed.done))
    return redirect("portal:report", found.report.pk)


def _bound(request: HttpRequest, found: Asked, deed: Deed) -> DeedForm:
    return deed.form(request.POST, request.FILES, report=found.report, needs_code=not found.own)


def _opened(request: HttpRequest, found: Asked, form: DeedForm) -> Actor | None:
    """Who acts: the asker, or whoever has just shown this report's code; None when the code is wrong."""
    code = form.cleaned_data.get("code", "")
    if found.own or not code:
        return found.actor
    if not open_report(request, found.report.pk, code, now=timezone.now()):
        form.add_error("code", _("Kode ini tidak cocok. Periksa tanda terima Anda, lalu coba lagi."))
        return None
    actor = actor_of(request)
    return Actor(actor.user_id, actor.posts, actor.opened | {found.report.pk}, actor.contacts)


def _tell(form: DeedForm, refusal: BadInput) -> None:
    for field, words in refusal.errors.items():
        form.add_error(field if field in form.fields else None, words)


def locked_words(found: Asked) -> str:
    """When the form of this report opens again."""
    until = hour_words(local(lock_ends(found.now)))
    return _("Kode salah sudah 10 kali. Demi keamanan, coba lagi sesudah pukul %(hour)s WIB.") % {
        "hour": until
    }


def _shown(
    request: HttpRequest,
    found: Asked,
    deed: Deed,
    form: DeedForm,
    status: int,
    refused: str = "",
    *,
    able: bool = True,
) -> HttpResponse:
    """`able` False: without the form, for it would only be refused; the words say so before one writes."""
    context = {"report": found.report, "deed": deed, "form": form, "refused": refused, "able": able}
    return render(request, "portal/deed.html", context, status=status)
