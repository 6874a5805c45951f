"""Hubs founded, described, joined and left."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.jipp.codes import InnovationStatus
from lapor.jipp.models import Hub, HubMember, Innovation
from lapor.jipp.rights import demand_manager, everywhere
from lapor.registry.models import Agency, Region
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.texts import optional, required
from lapor.sla.zones import NATIONAL


@transaction.atomic
def found_hub(
    host: Agency,
    *,
    code: str,
    name: str,
    region: Region | None,
    by: Actor,
    now: datetime,
    about: str = "",
    founded_on: date | None = None,
) -> Hub:
    """A new hub, its host the first member. For the national supervisor; BadInput on a code in use."""
    if not everywhere(by):
        raise NotAllowed
    title = required("name", name, longest=120)
    try:
        with transaction.atomic():
            hub = Hub.objects.create(
                code=required("code", code, longest=20).upper(),
                slug=slugify(title)[:60] or "hub",
                name=title,
                about=optional("about", about, longest=1000),
                region=region,
                host=host,
                founded_on=founded_on,
                created_at=now,
            )
    except IntegrityError as error:
        raise BadInput(code=_("Kode atau nama ini sudah dipakai hub lain. Pilih yang lain.")) from error
    HubMember.objects.create(hub=hub, agency=host, since=founded_on or now.astimezone(NATIONAL).date())
    return hub


@transaction.atomic
def describe_hub(hub: Hub, *, name: str, about: str, by: Actor) -> Hub:
    """Another name or other words about it; its address stays."""
    demand_manager(by, hub)
    hub.name = required("name", name, longest=120)
    hub.about = optional("about", about, longest=1000)
    hub.save(update_fields=["name", "about"])
    return hub


@transaction.atomic
def join(hub: Hub, agency: Agency, *, by: Actor, since: date) -> HubMember:
    """The agency belongs to the hub; once more changes nothing."""
    demand_manager(by, hub)
    return HubMember.objects.get_or_create(hub=hub, agency=agency, defaults={"since": since})[0]


@transaction.atomic
def leave(member: HubMember, *, by: Actor) -> None:
    """It belongs no more. WrongState for the host, and while innovations of it are shown here."""
    demand_manager(by, member.hub)
    shown = Innovation.objects.filter(
        hub=member.hub, agency__path__startswith=member.agency.path, status=InnovationStatus.PUBLISHED
    )
    if member.agency_id == member.hub.host_id or shown.exists():
        raise WrongState(_("Instansi ini tuan rumah, atau inovasinya masih tampil di hub ini."))
    member.delete()
