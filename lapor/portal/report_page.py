"""`/laporan/<id>/`: where a report stands, its route, its words as far as the viewer may read them."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lapor.notifications import fates
from lapor.notifications.choosing import may_choose
from lapor.portal import deeds, standing
from lapor.portal.asking import Asked, asked
from lapor.portal.opening import close_report
from lapor.reports import ombudsman
from lapor.reports.access import Content, Files, files_of, sight
from lapor.reports.attaching import open_file
from lapor.reports.history import timeline
from lapor.reports.looking import Seen, look
from lapor.reports.models import Report
from lapor.reports.states import OPEN

# Types a browser may show by itself; anything else is saved to the device.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})


@require_safe
def report(request: HttpRequest, tracking_id: int) -> HttpResponse:
    found = asked(request, tracking_id)
    if "#" in request.path:
        return redirect("portal:report", tracking_id, permanent=True)
    seen = look(found.report, found.actor, now=found.now)
    where = standing.standing(seen, now=found.now)
    context = {
        "seen": seen,
        "report": found.report,
        "where": where,
        "forecast": standing.forecast(seen),
        "steps": standing.route(seen, timeline(found.report, seen.sight), where, now=found.now),
        "closed": standing.closed_content(seen),
        "public": hasattr(found.report, "publication"),
        "ended": found.report.status not in OPEN,
        "preview": _preview(found, where),
        "supports": _supports(found.report),
        "has_code": found.report.pk in found.actor.opened,
        **_deeds(found),
    }
    return _private(render(request, "portal/report.html", context), seen)


def _preview(found: Asked, where: standing.Standing) -> dict[str, str]:
    """What other sites show beside the link: masked words where there are any, else where it stands.

    Whoever asks: the page of a reporter or an officer says no more here than everybody's.
    """
    report = found.report
    public = getattr(report, "publication", None)
    number = _("Laporan #%(id)s") % {"id": report.pk}
    return {
        "path": reverse("portal:report", args=[report.pk]),
        "title": (public.title if public else "") or number,
        "text": f"{number}: {where.pill.word}",
    }


def _supports(report: Report) -> dict[str, int]:
    """Of confirmed contacts, and of browsers without one, which weigh nothing. One query."""
    contacts = Count("pk", filter=Q(confirmed=True))
    return report.supports.aggregate(contacts=contacts, browsers=Count("pk", filter=Q(confirmed=False)))


def _deeds(found: Asked) -> dict[str, object]:
    """The reporter's buttons; others are offered the ways in which a reporter proves to be one."""
    if not found.own:
        return {"own": False}
    able = deeds.open_deeds(found.report, found.actor, now=found.now)
    return {
        "own": True,
        "told": fates.of_report(found.report, own=True),
        "masked": found.report.masked_words.order_by("id"),
        "case": ombudsman.case_of(found.report),
        "may_choose": may_choose(found.report, found.actor),
        "deeds": [deed for deed in able if deed.noun not in deeds.QUIET],
        "quiet_deeds": [deed for deed in able if deed.noun in deeds.QUIET],
    }


def _private(response: HttpResponse, seen: Seen) -> HttpResponse:
    """What not everybody may read is kept by no cache."""
    if seen.sight.content is Content.FULL:
        response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def attachment(request: HttpRequest, tracking_id: int, number: int) -> FileResponse:
    """One file, to those who may have it; to all others it does not exist."""
    found = asked(request, tracking_id)
    seen = sight(found.report, found.actor, now=found.now)
    file = files_of(found.report, seen).filter(number=number).exclude(key="").first()
    if file is None:
        raise Http404
    try:
        content = open_file(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    shown = file.cleaned and file.content_type in SHOWN
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=f"laporan-{found.report.pk}-{file.name}",
        content_type=file.content_type if shown else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    public = seen.files is Files.RELEASED
    response["Cache-Control"] = "public, max-age=60" if public else "private, no-store"
    return response


@require_POST
def leave(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """ "Tutup laporan ini": ends what the access code opened."""
    found = asked(request, tracking_id)
    close_report(request, found.report.pk, now=found.now)
    return redirect("portal:report", tracking_id)
