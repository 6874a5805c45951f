"""Saved views: whose they are, who else reads them, and the verbs that keep, change and drop one.

A view holds what was asked. Whoever opens it asks that within the own scope, so sharing shows nobody more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL, Role
from lapor.backoffice.models import SavedView
from lapor.backoffice.offices import office_ids
from lapor.reports.refusals import BadInput
from lapor.reports.texts import required

NAME_MAX = 60
QUERY_MAX = 2_000
# More of one's own nobody finds again.
VIEWS_MAX = 50
# So many stand beside the list; all of them on their own page.
BESIDE = 12


@dataclass(frozen=True)
class Kept:
    """One view beside the list; `current`: the list is this one now."""

    name: str
    url: str
    shared: bool
    current: bool


def readable(actor: Actor) -> QuerySet[SavedView]:
    """An officer's own views and those that the own office shares; of national ones, those of the own role.

    Verifiers, KSP and the Ombudsman sit in houses of their own, and each asks other things.
    """
    if actor.user_id is None:
        return SavedView.objects.none()
    at_agency = Q(agency__in=office_ids(actor).agencies)
    return SavedView.objects.filter(
        Q(user=actor.user_id) | Q(at_agency | Q(agency=None, role__in=_national(actor)), shared=True)
    )


def own(actor: Actor) -> QuerySet[SavedView]:
    """Those an officer may change."""
    return SavedView.objects.filter(user=actor.user_id)


def kept_for(actor: Actor, query: str) -> list[Kept]:
    """The newest views beside the list whose address is `query`. One query."""
    rows = readable(actor).order_by("-id")[:BESIDE]
    return [Kept(row.name, f"/kelola/tampilan/{row.pk}/", row.shared, row.query == query) for row in rows]


@transaction.atomic
def keep(actor: Actor, *, name: str, query: str, shared: bool, now: datetime) -> SavedView:
    """Save what is asked now under a name. BadInput without one, with one in use, or past 50 of one's own."""
    words = required("name", name, longest=NAME_MAX)
    if len(query) > QUERY_MAX:
        raise too_long()
    if own(actor).count() >= VIEWS_MAX:
        raise BadInput(
            name=_("Anda sudah punya %(n)s tampilan. Hapus satu dulu, lalu simpan lagi.") % {"n": VIEWS_MAX}
        )
    view = SavedView(user_id=actor.user_id or 0, query=query, created_at=now)
    return _write(view, actor, words, shared)


def too_long() -> BadInput:
    """What is asked is more than a view can hold."""
    return BadInput(name=_("Saringan ini terlalu panjang untuk disimpan. Kurangi, lalu simpan lagi."))


@transaction.atomic
def change(view: SavedView, actor: Actor, *, name: str, shared: bool) -> SavedView:
    """Another name, or shared from now on or no more. BadInput as for `keep`."""
    return _write(view, actor, required("name", name, longest=NAME_MAX), shared)


def _write(view: SavedView, actor: Actor, name: str, shared: bool) -> SavedView:
    """Shared with the office that one sits in now; two at once with one name: the constraint decides."""
    view.name, view.shared = name, shared
    view.agency_id = office_ids(actor).own if shared else None
    view.role = next(iter(_national(actor)), "") if shared and view.agency_id is None else ""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise BadInput(
            name=_("Anda sudah punya tampilan bernama “%(name)s”. Pakai nama lain.") % {"name": name}
        ) from error
    return view


def _national(actor: Actor) -> list[Role]:
    """The national roles of an officer, in the order of the list of roles."""
    return [role for role in Role if role in NATIONAL and actor.has(role)]
