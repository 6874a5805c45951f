"""/kelola/inovasi/hub/: hubs that one runs, their words and members; founded by the national supervisor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.gate import actor_of
from lapor.backoffice.jipp.doors import networker, page, take, worded
from lapor.backoffice.jipp.lists import tabs
from lapor.jipp import hubs as verbs
from lapor.jipp import rights
from lapor.jipp.models import Hub, HubMember
from lapor.registry.fields import AgencyField
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.sla.zones import NATIONAL
from lapor.ui.pages import PARAM, keyset


class HubForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama hub"), max_length=120)
    about = forms.CharField(
        label=gettext_lazy("Tentang hub ini"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)


class FoundForm(HubForm):
    code = forms.CharField(
        label=gettext_lazy("Kode"), max_length=20, help_text=gettext_lazy("Misalnya: JATENG")
    )
    host = AgencyField(label=gettext_lazy("Tuan rumah"))
    field_order = ("code", "name", "host", "about")


class MemberForm(forms.Form):
    agency = AgencyField(label=gettext_lazy("Tambah instansi anggota"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)


@require_GET
@networker
def hubs(request: HttpRequest) -> HttpResponseBase:
    by = actor_of(request)
    found = keyset(
        rights.run_hubs(by).select_related("host"), keys=("name", "id"), cursor=request.GET.get(PARAM)
    )
    context = {"page": found, "founds": rights.everywhere(by), "here": "hub"} | tabs(request)
    return page(request, "hubs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@networker
def founding(request: HttpRequest) -> HttpResponseBase:
    by = actor_of(request)
    if not rights.everywhere(by):
        raise NotAllowed
    form = FoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        words = {name: given[name] for name in ("code", "name", "about")}
        try:
            made = verbs.found_hub(
                given["host"], **words, region=given["host"].region, by=by, now=timezone.now()
            )
        except BadInput as refusal:
            take(form, refusal)
        else:
            messages.success(request, _("%(name)s didirikan.") % {"name": made.name})
            return redirect("kelola-hub", made.pk)
    return page(request, "hub_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@networker
def hub(request: HttpRequest, hub: int) -> HttpResponseBase:
    found = _hub(request, hub)
    form = HubForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name, "about": found.about}
    )
    if form.is_valid():
        try:
            verbs.describe_hub(found, **form.cleaned_data, by=actor_of(request))
        except BadInput as refusal:
            take(form, refusal)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("kelola-hub", found.pk)
    return _page(request, found, form=form, status=422 if form.is_bound else 200)


@require_POST
@networker
def membership(request: HttpRequest, hub: int) -> HttpResponseBase:
    found = _hub(request, hub)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _page(request, found, joining=form, status=422)
    today = timezone.now().astimezone(NATIONAL).date()
    verbs.join(found, form.cleaned_data["agency"], by=actor_of(request), since=today)
    messages.success(request, _("%(name)s menjadi anggota.") % {"name": form.cleaned_data["agency"]})
    return redirect("kelola-hub", found.pk)


@require_POST
@networker
def membership_end(request: HttpRequest, hub: int, member: int) -> HttpResponseBase:
    found = _hub(request, hub)
    verbs.leave(get_object_or_404(HubMember, hub=found, pk=member), by=actor_of(request))
    messages.success(request, _("Keanggotaan diakhiri."))
    return redirect("kelola-hub", found.pk)


def _hub(request: HttpRequest, pk: int) -> Hub:
    return get_object_or_404(rights.run_hubs(actor_of(request)).select_related("host"), pk=pk)


def _page(
    request: HttpRequest,
    hub: Hub,
    *,
    form: HubForm | None = None,
    joining: MemberForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    members = keyset(
        hub.members.select_related("agency"), keys=("agency__name", "id"), cursor=request.GET.get(PARAM)
    )
    context = {
        "hub": hub,
        "form": form or HubForm(initial={"name": hub.name, "about": hub.about}),
        "joining": joining or MemberForm(auto_id="anggota_%s"),
        "page": members,
    }
    return page(request, "hub.html", context, status=status)
