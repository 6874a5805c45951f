"""Disposisi: to an agency, to a unit of it, to several; and back when it is not theirs (bukan wewenang)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.registry.models import Agency
from lapor.reports import clocks, handling
from lapor.reports.filing import end_dispositions
from lapor.reports.lifecycle import advance, hold
from lapor.reports.models import Disposition, Event, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import Act, MessageKind, Status
from lapor.reports.texts import optional, required, say
from lapor.sla.zones import NATIONAL

REFERRALS_MAX = 2

_AGENCY_ANSWERS = gettext_lazy(
    "Laporan ini sudah dua kali dikembalikan instansi. Admin nasional sudah memutuskan: instansi Anda yang"
    " menjawab, dan laporan tidak bisa dikembalikan lagi."
)
_UNIT_ANSWERS = gettext_lazy(
    "Laporan ini sudah dua kali dikembalikan unit. Admin instansi sudah memutuskan: unit Anda yang menjawab,"
    " dan laporan tidak bisa dikembalikan lagi."
)
_COORDINATOR_DECIDES = gettext_lazy(
    "Unit sudah dua kali mengembalikan laporan ini. Sekarang Anda yang memutuskan: jawab sendiri, atau pilih"
    " unit yang harus menjawab. Unit itu tidak bisa mengembalikannya lagi."
)
_VERIFIER_DECIDES = gettext_lazy(
    "Instansi sudah dua kali mengembalikan laporan ini. Sekarang Anda yang memutuskan: instansi yang Anda"
    " pilih harus menjawab dan tidak bisa mengembalikannya lagi."
)
_WITH_VERIFIER = gettext_lazy(
    "Instansi sudah dua kali mengembalikan laporan ini. Sekarang admin nasional yang memutuskan instansi mana"
    " yang menjawab."
)


@transaction.atomic
def dispose(
    report: Report,
    *,
    by: Actor,
    agency: Agency,
    now: datetime,
    also: tuple[Agency, ...] = (),
    note: str = "",
    expected: int | None = None,
) -> Event:
    """Forward to an agency, which has 5 working days to answer; `also` names further ones, `agency` leads.

    BadInput names the further one that is wrong: `also_1`, `also_2`, ...
    """
    words = optional("note", note)
    lead = _receiving(agency, now)
    unit = agency if agency.pk != lead.pk else None
    event = advance(
        report, Act.DISPOSE, by=by, now=now, agency=lead, expected=expected, unit=unit.pk if unit else None
    )
    end_dispositions(report, now)
    Disposition.objects.create(report=report, agency=lead, holder=agency, since=now)
    report.agency, report.unit = lead, unit
    report.disposed_at = report.disposed_at or now
    report.unit_referrals = _unit_referrals(report, lead)  # another agency's units have their own two
    report.save(update_fields=["agency", "unit", "disposed_at", "unit_referrals"])
    clocks.recompute(report)
    say(report, event, MessageKind.DISPOSITION, words)
    for number, other in enumerate(also, 1):
        try:
            add_agency(report, by=by, agency=other, now=now)
        except BadInput as refusal:
            raise BadInput(**{f"also_{number}": str(refusal)}) from refusal
    return event


@transaction.atomic
def dispose_to_unit(
    report: Report, *, by: Actor, unit: Agency, now: datetime, note: str = "", expected: int | None = None
) -> Event:
    """Pass the report on inside the own agency; the agency's clock runs on."""
    words = optional("note", note)
    hold(report)
    mine = _held_over(report, by, Role.COORDINATOR)
    if not unit.path.startswith(mine.agency.path) or unit.valid_to is not None:
        raise BadInput(unit=_("Unit ini bukan bagian dari instansi yang memegang laporan."))
    if not unit.path.startswith(by.paths(Role.COORDINATOR)):
        raise BadInput(unit=_("Unit ini di luar bagian yang Anda pimpin. Pilih unit di bawah Anda."))
    event = advance(
        report, Act.DISPOSE_TO_UNIT, by=by, now=now, agency=unit, expected=expected, lead=mine.lead
    )
    mine.holder = unit
    mine.save(update_fields=["holder"])
    handling.end_where_unseen(mine)
    if mine.lead:
        report.unit = unit if unit.pk != mine.agency_id else None
        report.save(update_fields=["unit"])
    say(report, event, MessageKind.DISPOSITION, words)
    return event


@transaction.atomic
def add_agency(report: Report, *, by: Actor, agency: Agency, now: datetime, note: str = "") -> Event:
    """A further agency works on the report, with its own clock; the report's status follows its lead."""
    words = optional("note", note)
    top = _receiving(agency, now)
    hold(report)
    if report.dispositions.filter(agency=top, until=None).exists():
        raise BadInput(agency=_("Instansi ini sudah menangani laporan ini."))
    event = advance(report, Act.ADD_AGENCY, by=by, now=now, agency=top)
    Disposition.objects.create(report=report, agency=top, holder=agency, lead=False, since=now)
    say(report, event, MessageKind.DISPOSITION, words)
    return event


@transaction.atomic
def refer_back(
    report: Report, *, by: Actor, reason: str, now: datetime, expected: int | None = None
) -> Event:
    """Bukan wewenang: a unit returns to its agency, an agency to the national verifier, with a reason.

    For the agency speaks the coordinator of all of it: one of a unit does not send a report past that one.
    After two referrals at one level the level above decides and the report is not referred again.
    """
    why = required("reason", reason)
    hold(report)
    mine = _agency_hold(report, by)
    if mine:
        return _back_to_verifier(report, mine, by, why, now, expected)
    return _back_to_agency(report, by, why, now, expected)


def may_refer(report: Report, by: Actor) -> bool:
    """Whether this officer, who may by the table, has a referral left; an added agency may always leave."""
    top = _agency_hold(report, by)
    if top:
        return not top.lead or report.agency_referrals < REFERRALS_MAX
    try:
        mine = _held_over(report, by, Role.LIAISON)
    except NotAllowed:
        return False
    return mine.holder_id != mine.agency_id and _by_units(report, mine) < REFERRALS_MAX


def decided_above(report: Report, by: Actor) -> StrOrPromise:
    """What two referrals mean for this officer now: who decides, or that this is decided. Empty before."""
    if report.status == Status.VERIFIED and report.agency_referrals >= REFERRALS_MAX:
        return _VERIFIER_DECIDES if by.has(Role.NATIONAL_VERIFIER) else _WITH_VERIFIER
    top = _agency_hold(report, by)
    try:
        mine = top or _held_over(report, by, Role.LIAISON)
    except NotAllowed:
        return ""
    if top and mine.lead and report.agency_referrals >= REFERRALS_MAX:
        return _AGENCY_ANSWERS
    if _by_units(report, mine) < REFERRALS_MAX:
        return ""
    if not top:
        return _UNIT_ANSWERS
    return _COORDINATOR_DECIDES if mine.holder_id == mine.agency_id else ""


def _back_to_verifier(
    report: Report, mine: Disposition, by: Actor, why: str, now: datetime, expected: int | None
) -> Event:
    if not mine.lead:
        return _leave(report, mine, by, why, now, expected)
    if report.agency_referrals >= REFERRALS_MAX:
        raise WrongState(_AGENCY_ANSWERS)
    event = advance(
        report, Act.REFER_BACK, variant="agency", by=by, now=now, agency=mine.agency, expected=expected
    )
    Report.objects.filter(pk=report.pk).update(agency_referrals=F("agency_referrals") + 1)
    say(report, event, MessageKind.REFERRAL, why)
    end_dispositions(report, now)
    return event


def _back_to_agency(report: Report, by: Actor, why: str, now: datetime, expected: int | None) -> Event:
    mine = _held_over(report, by, Role.LIAISON)
    if mine.holder_id == mine.agency_id:
        raise NotAllowed(
            _("Laporan ini tidak di unit Anda. Hanya admin instansi yang dapat mengembalikannya.")
        )
    if _by_units(report, mine) >= REFERRALS_MAX:
        raise WrongState(_UNIT_ANSWERS)
    event = advance(
        report, Act.REFER_BACK, variant="unit", by=by, now=now, stay=not mine.lead, expected=expected
    )
    if mine.lead:
        Report.objects.filter(pk=report.pk).update(unit_referrals=F("unit_referrals") + 1)
    say(report, event, MessageKind.REFERRAL, why)
    mine.holder = mine.agency
    mine.save(update_fields=["holder"])
    handling.end_where_unseen(mine)
    if mine.lead:
        report.unit = None
        report.save(update_fields=["unit"])
    return event


def _leave(
    report: Report, mine: Disposition, by: Actor, why: str, now: datetime, expected: int | None
) -> Event:
    """An added agency steps back; the lead goes on."""
    event = advance(
        report,
        Act.REFER_BACK,
        variant="agency",
        by=by,
        now=now,
        agency=mine.agency,
        stay=True,
        expected=expected,
    )
    say(report, event, MessageKind.REFERRAL, why)
    Disposition.objects.filter(pk=mine.pk).update(until=now)
    handling.end_of_agency(mine)
    return event


def _by_units(report: Report, mine: Disposition) -> int:
    """How often units of this agency have given the report back."""
    return report.unit_referrals if mine.lead else _unit_referrals(report, mine.agency)


def _unit_referrals(report: Report, agency: Agency) -> int:
    back = report.events.filter(act=Act.REFER_BACK, facts__variant="unit")
    return back.filter(agency__path__startswith=agency.path).count()


def _receiving(agency: Agency, now: datetime) -> Agency:
    """The agency at the top of `agency`'s line; BadInput when it has ended by then or is not active."""
    top = agency.top()
    today = now.astimezone(NATIONAL).date()
    if not all(one.valid_to > today if one.valid_to else one.active for one in (agency, top)):
        raise BadInput(agency=_("Instansi ini sudah tidak ada. Pilih instansi penerusnya."))
    return top


def _held_over(report: Report, by: Actor, role: Role) -> Disposition:
    """The disposition that a seat of this role covers, the lead first; NotAllowed when none."""
    for row in _living(report):
        if any(post.role is role and post.covers(row.holder.path) for post in by.posts):
            return row
    raise NotAllowed


def _agency_hold(report: Report, by: Actor) -> Disposition | None:
    """The disposition to an agency all of which this person coordinates, the lead first."""
    paths = by.paths(Role.COORDINATOR)
    return next((row for row in _living(report) if row.agency.path.startswith(paths)), None)


def _living(report: Report) -> QuerySet[Disposition]:
    rows = report.dispositions.filter(until=None).select_related("agency", "holder")
    return rows.order_by("-lead", "id")
