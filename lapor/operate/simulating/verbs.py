"""What each act of an invented history does: one small function per act, each calling the real verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from lapor.accounts.actors import Actor
from lapor.registry.models import Agency, Category, Region
from lapor.reports import closing, disposition, filing, followup, merging, verification
from lapor.reports.bulk import people, wording
from lapor.reports.bulk.plot import Plot, Slot
from lapor.reports.models import Event, Report
from lapor.reports.refusals import WrongState
from lapor.reports.states import Act, Channel, ReportClass

# One person for so many reports.
PERSONS = 5_000


@dataclass(frozen=True)
class Scene:
    """One act about to be played. `other`: the report that this one is merged into."""

    report: Report
    plot: Plot
    event: Event
    by: Actor
    places: dict[Slot, Agency]
    other: Report | None

    @property
    def who_when(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.event.at}

    @property
    def text(self) -> str:
        """What was written with the act."""
        return next((said.text for said in self.plot.said if said.event is self.event), "")

    @property
    def agency(self) -> Agency:
        return self.places[Slot(self.event.agency_id or Slot.LEAD)]


def perform(scene: Scene) -> None:
    """Do the act; a Refusal where the report does not stand as its history has it."""
    _ACTS[Act(scene.event.act)](scene)


def file(plot: Plot, places: dict[Slot, Agency], draw: Random) -> Report:
    """The report comes in, by its channel and with the contacts that its reporter gives."""
    facts, person = plot.facts, int(PERSONS * draw.random() ** 1.3)
    lead = places[Slot.LEAD]
    complaint = facts.report_class == ReportClass.COMPLAINT
    told = filing.Filing(
        report_class=facts.report_class,
        title=plot.title,
        text=plot.text,
        event_date=(plot.received - timedelta(days=draw.randrange(1, 20))).date() if complaint else None,
        location=f"RT {draw.randrange(1, 12)} nomor {draw.randrange(1, 200)}",
        region=_region(lead, draw),
        agency=lead if draw.random() < 0.4 else None,
        anonymous=facts.anonymous,
        secret=facts.secret,
        channel=facts.channel,
        name=wording.person(draw) if plot.contact else "",
        email=people.email_of(person) if plot.contact in ("email", "both") else "",
        phone=people.phone_of(person) if plot.contact in ("phone", "both") else "",
        confirmed_phone=facts.channel == Channel.SMS,
    )
    return filing.file_report(told, by=Actor(), now=plot.received).report


def _region(agency: Agency, draw: Random) -> Region | None:
    """Where it happened: in the agency's own region or below it; anywhere for the country's agencies."""
    here = Region.objects.filter(depth__lte=3)
    own = agency.region
    rows = here.filter(code__startswith=own.code) if own else here.filter(depth=2)
    codes = list(rows.order_by("code").values_list("pk", flat=True))
    return Region.objects.get(pk=codes[int(len(codes) * draw.random() ** 1.6)]) if codes else None


def _confirm(scene: Scene) -> None:
    identity = scene.report.identity
    if identity is None:
        return
    by_sms = scene.event.facts["channel"] == "sms"
    setattr(identity, "phone_confirmed_at" if by_sms else "email_confirmed_at", scene.event.at)
    identity.save()
    filing.confirm_contact(scene.report, channel=scene.event.facts["channel"], **scene.who_when)


def _verify(scene: Scene) -> None:
    codes = scene.plot.topic.categories
    rows = Category.objects.filter(active=True, code__startswith=codes[scene.plot.number % len(codes)])
    choices = list(rows.order_by("pk")[:40])
    category = choices[scene.plot.number % len(choices)] if choices else None
    supervision = scene.event.facts.get("supervision")
    verification.verify(scene.report, category=category, supervision=supervision, **scene.who_when)


def _dispose(scene: Scene) -> None:
    disposition.dispose(scene.report, agency=scene.agency, note=scene.text, **scene.who_when)


def _to_unit(scene: Scene) -> None:
    disposition.dispose_to_unit(scene.report, unit=scene.agency, **scene.who_when)


def _add(scene: Scene) -> None:
    disposition.add_agency(scene.report, agency=scene.agency, **scene.who_when)


def _archive(scene: Scene) -> None:
    reason = scene.event.facts["reason"]
    verification.archive(scene.report, reason_code=reason, note=scene.text, **scene.who_when)


def _draft(scene: Scene) -> None:
    made = next(one for one in scene.plot.drafts if one.event is scene.event)
    followup.draft(scene.report, text=made.text, final=made.final, **scene.who_when)


def _answer(scene: Scene) -> None:
    final = scene.event.facts["variant"] == "final"
    followup.answer(scene.report, text=scene.text, final=final, **scene.who_when)


def _close(scene: Scene) -> None:
    rating = scene.event.facts.get("rating")
    closing.close(scene.report, rating=rating, reason=scene.text, **scene.who_when)


def _decide(scene: Scene) -> None:
    upheld = scene.event.facts["variant"] == "upheld"
    closing.decide_objection(scene.report, upheld=upheld, text=scene.text, **scene.who_when)


def _merge(scene: Scene) -> None:
    if scene.other is None:
        raise WrongState
    scene.other.refresh_from_db()
    merging.merge(scene.report, into=scene.other, **scene.who_when)


def _saying(verb: Callable[..., object], field: str) -> Callable[[Scene], None]:
    """Acts that are one verb and one text."""

    def play(scene: Scene) -> None:
        verb(scene.report, **{field: scene.text}, **scene.who_when)

    return play


def _plain(verb: Callable[..., object]) -> Callable[[Scene], None]:
    """Acts that need no more than who and when."""

    def play(scene: Scene) -> None:
        verb(scene.report, **scene.who_when)

    return play


_ACTS: dict[Act, Callable[[Scene], None]] = {
    Act.CONFIRM_CONTACT: _confirm,
    Act.VERIFY: _verify,
    Act.DISPOSE: _dispose,
    Act.DISPOSE_TO_UNIT: _to_unit,
    Act.ADD_AGENCY: _add,
    Act.POSTPONE: _saying(verification.postpone, "reason"),
    Act.COMPLETE: _saying(verification.complete, "text"),
    Act.ARCHIVE: _archive,
    Act.REFER_BACK: _saying(disposition.refer_back, "reason"),
    Act.DRAFT: _draft,
    Act.REJECT_DRAFT: _saying(followup.reject_draft, "note"),
    Act.APPROVE_DRAFT: _plain(followup.approve_draft),
    Act.ANSWER: _answer,
    Act.REPLY: _saying(followup.reply, "text"),
    Act.CLOSE: _close,
    Act.REOPEN: _saying(closing.reopen, "reason"),
    Act.OBJECT: _saying(closing.object_to, "reason"),
    Act.DECIDE_OBJECTION: _decide,
    Act.ASK: _saying(followup.ask, "text"),
    Act.RESPOND: _saying(followup.respond, "text"),
    Act.WITHDRAW: _plain(filing.withdraw),
    Act.MERGE: _merge,
    Act.UNMERGE: _plain(merging.unmerge),
}
