"""A call's life: prepared, opened, scored, counted, published; each once and never back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.jipp.codes import SECTIONS
from lapor.jipp.competition import criteria as criteria_of
from lapor.jipp.competition.codes import CallStatus, Method
from lapor.jipp.competition.conflicts import deal
from lapor.jipp.competition.criteria import Criterion
from lapor.jipp.competition.rights import demand, demand_hub
from lapor.jipp.models import Call, Hub, Proposal
from lapor.jipp.slugs import slug_for
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import required
from lapor.sla.zones import NATIONAL

TITLE_MAX, ABOUT_MAX = 150, 5_000
WEIGHT_MAX, WORDS_MAX = 1_000, 5_000
MONTHS_MAX, EVALUATORS_MAX, SHORTLIST_MAX = 240, 50, 1_000


@dataclass(frozen=True)
class Plan:
    """How a call is to be, each day counted in. `months`, `enough`, `least`, `shortlist`: as in its row."""

    title: str
    about: str
    opens_on: date
    closes_on: date
    scored_by: date
    months: int = 12
    method: str = Method.MEAN_SHIFT
    enough: int = 5
    least: int = 2
    shortlist: int = 10
    criteria: Sequence[Criterion] = field(default_factory=criteria_of.newest)


@transaction.atomic
def prepare_call(hub: Hub | None, plan: Plan, *, by: Actor, now: datetime) -> Call:
    """A draft. BadInput by field of the plan; NotAllowed where the hub is not one's own."""
    demand_hub(by, hub)
    fields = _checked(plan)
    slug = slug_for(Call, plan.title, plan.opens_on.year, untitled="kompetisi")
    call = Call.objects.create(hub=hub, slug=slug, created_by_id=by.user_id, created_at=now, **fields)
    return _recorded(call, "prepare_call", by, now)


@transaction.atomic
def change_call(call: Call, plan: Plan, *, by: Actor, now: datetime) -> Call:
    """Another plan for a draft; once it is open everybody has read the rules, and they stay."""
    demand(by, call)
    held = held_call(call, CallStatus.DRAFT)
    Call.objects.filter(pk=held.pk).update(**_checked(plan))
    held.refresh_from_db()
    return _recorded(held, "change_call", by, now)


@transaction.atomic
def open_call(call: Call, *, by: Actor, now: datetime) -> Call:
    """Public from now on; proposals come in its days. WrongState where its last day is over."""
    demand(by, call)
    held = held_call(call, CallStatus.DRAFT)
    if held.closes_on < today(now):
        raise WrongState(_("Hari terakhir untuk mengusulkan sudah lewat. Ubah dulu tanggalnya."))
    return _moved(held, CallStatus.OPEN, "open_call", by, now)


@transaction.atomic
def begin_scoring(call: Call, *, by: Actor, now: datetime) -> Call:
    """No more proposals; each evaluator who said yes gets a sheet for each, conflicts found marked on it."""
    demand(by, call)
    held = held_call(call, CallStatus.OPEN)
    if held.closes_on >= today(now):
        raise WrongState(_("Penilaian baru bisa dimulai setelah hari terakhir untuk mengusulkan."))
    if not Proposal.objects.filter(call=held).exists():
        raise WrongState(_("Belum ada usulan yang bisa dinilai."))
    deal(held, now=now)
    return _moved(held, CallStatus.SCORING, "begin_scoring", by, now)


def held_call(call: Call, *states: CallStatus) -> Call:
    """The row as it is, locked; whoever comes second finds another state (WrongState)."""
    held = Call.objects.select_for_update(of=("self",), no_key=True).select_related("hub").get(pk=call.pk)
    if held.status not in states:
        label = CallStatus(held.status).label
        raise WrongState(_("Ini tidak bisa dilakukan: kompetisi ini sekarang “%(s)s”.") % {"s": label})
    return held


def today(now: datetime) -> date:
    """A call's days are those of WIB, also in the east."""
    return now.astimezone(NATIONAL).date()


def _moved(call: Call, status: CallStatus, act: str, by: Actor, now: datetime) -> Call:
    call.status = status
    call.save(update_fields=["status"])
    return _recorded(call, act, by, now)


def _recorded(call: Call, act: str, by: Actor, now: datetime) -> Call:
    record(act, actor_id=by.user_id, subject="jipp_call", subject_id=call.pk, now=now)
    return call


def _checked(plan: Plan) -> dict[str, object]:
    title = required("title", plan.title, longest=TITLE_MAX)
    about = required("about", plan.about, longest=ABOUT_MAX)
    if plan.closes_on < plan.opens_on:
        raise BadInput(closes_on=_("Hari terakhir tidak boleh sebelum hari pertama."))
    if plan.scored_by < plan.closes_on:
        raise BadInput(scored_by=_("Penilaian tidak boleh selesai sebelum usulan ditutup."))
    if plan.method not in Method.values:
        raise BadInput(method=_("Pilih salah satu cara menghitung."))
    numbers = {
        "months": _number("months", plan.months, 0, MONTHS_MAX),
        "enough": _number("enough", plan.enough, 2, SHORTLIST_MAX),
        "least": _number("least", plan.least, 1, EVALUATORS_MAX),
        "shortlist": _number("shortlist", plan.shortlist, 1, SHORTLIST_MAX),
    }
    days = {name: getattr(plan, name) for name in ("opens_on", "closes_on", "scored_by")}
    kept = criteria_of.kept(_weighed(plan.criteria))
    return {"title": title, "about": about, "method": plan.method, "criteria": kept} | numbers | days


def _weighed(criteria: Sequence[Criterion]) -> Sequence[Criterion]:
    """All sections, some weight among them, each with room for words."""
    if tuple(one.code for one in criteria) != SECTIONS:
        raise BadInput(criteria=_("Isi bobot dan batas kata untuk setiap bagian."))
    for one in criteria:
        _number("criteria", one.weight, 0, WEIGHT_MAX)
        _number("criteria", one.words, 1, WORDS_MAX)
    if not any(one.weight for one in criteria):
        raise BadInput(criteria=_("Paling sedikit satu bagian harus berbobot lebih dari 0."))
    return criteria


def _number(name: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        message = _("Tulis angka dari %(least)s sampai %(most)s.") % {"least": least, "most": most}
        raise BadInput(**{name: message})
    return value
