"""What each act of a story does: one small function per act, each calling the real verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lapor.accounts.actors import Actor
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency, Category
from lapor.registry.queries import agency_by_name, region_by_code
from lapor.reports import closing, disposition, filing, following, followup, merging, verification
from lapor.reports.models import Report


@dataclass(frozen=True)
class Scene:
    """One act about to be played. `others`: the reports of the other stories by key."""

    report: Report
    facts: dict[str, Any]
    by: Actor
    now: datetime
    story: dict[str, Any]
    others: dict[str, Report]

    @property
    def who_when(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now}


def agency_called(name: str, on: datetime) -> Agency:
    """The agency that bore this name on that day; LookupError for a name that no agency bears."""
    agency = agency_by_name(name, on.date())
    if agency is None:
        raise LookupError(f"no agency is called {name!r}")
    return agency


def category_called(name: str) -> Category | None:
    """The first active category of that name, in any letter case."""
    return Category.objects.filter(name__iexact=name, active=True).order_by("pk").first()


def _agency(scene: Scene) -> Agency:
    return agency_called(scene.facts["agency_name"], scene.now)


def _verify(scene: Scene) -> None:
    supervision = scene.facts.get("supervision", scene.story["supervision"])
    verification.verify(scene.report, supervision=supervision, **_bettered(scene), **scene.who_when)


def _classify(scene: Scene) -> None:
    supervision = scene.facts.get("supervision")
    verification.classify(scene.report, supervision=supervision, **_bettered(scene), **scene.who_when)


def _bettered(scene: Scene) -> dict[str, Any]:
    region = scene.facts.get("region")
    return {
        "title": scene.facts.get("title"),
        "text": scene.facts.get("text"),
        "region": region_by_code(region) if region else None,
    }


def _dispose(scene: Scene) -> None:
    note = scene.facts.get("note", "")
    disposition.dispose(scene.report, agency=_agency(scene), note=note, **scene.who_when)


def _dispose_to_unit(scene: Scene) -> None:
    lead = scene.report.agency
    if lead is None:
        raise LookupError("it lies at no agency")
    unit = ensure_unit(lead, scene.facts["unit_name"])
    disposition.dispose_to_unit(scene.report, unit=unit, note=scene.facts.get("note", ""), **scene.who_when)


def _add_agency(scene: Scene) -> None:
    disposition.add_agency(scene.report, agency=_agency(scene), **scene.who_when)


def _answer(scene: Scene) -> None:
    followup.answer(scene.report, text=scene.facts["text"], final=scene.facts["final"], **scene.who_when)


def _draft(scene: Scene) -> None:
    followup.draft(scene.report, text=scene.facts["text"], final=scene.facts["final"], **scene.who_when)


def _approve_draft(scene: Scene) -> None:
    followup.approve_draft(scene.report, text=scene.facts.get("text", ""), **scene.who_when)


def _close(scene: Scene) -> None:
    rating, reason = scene.facts.get("rating"), scene.facts.get("reason", "")
    closing.close(scene.report, rating=rating, reason=reason, **scene.who_when)


def _close_quiet(scene: Scene) -> None:
    """The reminder went out a day before, to whoever could be told."""
    if scene.report.told_at:
        scene.report.reminded_at = scene.report.told_at
        scene.report.save(update_fields=["reminded_at"])
    closing.close_quiet(scene.report, **scene.who_when)


def _archive(scene: Scene) -> None:
    code, note = scene.facts["reason_code"], scene.facts["note"]
    verification.archive(scene.report, reason_code=code, note=note, **scene.who_when)


def _merge(scene: Scene) -> None:
    merging.merge(scene.report, into=scene.others[scene.facts["into"]], **scene.who_when)


def _split(scene: Scene) -> Report:
    return merging.split(scene.report, title=scene.facts["title"], text=scene.facts["text"], **scene.who_when)


def _support(scene: Scene) -> None:
    for number in range(scene.facts["count"]):
        following.support(scene.report, by=Actor(), supporter=f"demo {number}", confirmed=True, now=scene.now)


def _decide_objection(scene: Scene) -> None:
    upheld, text = scene.facts["upheld"], scene.facts["text"]
    closing.decide_objection(scene.report, upheld=upheld, text=text, **scene.who_when)


def _change_privacy(scene: Scene) -> None:
    anonymous, secret = scene.facts["anonymous"], scene.facts["secret"]
    filing.change_privacy(scene.report, anonymous=anonymous, secret=secret, **scene.who_when)


def _saying(verb: Callable[..., object], field: str) -> Callable[[Scene], None]:
    """Acts that are one verb and one text."""

    def play(scene: Scene) -> None:
        verb(scene.report, **{field: scene.facts[field]}, **scene.who_when)

    return play


def _plain(verb: Callable[..., object]) -> Callable[[Scene], None]:
    """Acts that need no more than who and when."""

    def play(scene: Scene) -> None:
        verb(scene.report, **scene.who_when)

    return play


ACTS: dict[str, Callable[[Scene], object]] = {
    "verify": _verify,
    "classify": _classify,
    "dispose": _dispose,
    "dispose_to_unit": _dispose_to_unit,
    "add_agency": _add_agency,
    "postpone": _saying(verification.postpone, "reason"),
    "complete": _saying(verification.complete, "text"),
    "lapse": _plain(verification.lapse),
    "archive": _archive,
    "refer_back": _saying(disposition.refer_back, "reason"),
    "draft": _draft,
    "reject_draft": _saying(followup.reject_draft, "note"),
    "approve_draft": _approve_draft,
    "answer": _answer,
    "reply": _saying(followup.reply, "text"),
    "close": _close,
    "close_quiet": _close_quiet,
    "reopen": _saying(closing.reopen, "reason"),
    "object": _saying(closing.object_to, "reason"),
    "decide_objection": _decide_objection,
    "ask": _saying(followup.ask, "text"),
    "respond": _saying(followup.respond, "text"),
    "recommend": _saying(followup.recommend, "text"),
    "withdraw": _plain(filing.withdraw),
    "merge": _merge,
    "unmerge": _plain(merging.unmerge),
    "split": _split,
    "support": _support,
    "change_privacy": _change_privacy,
    "redact": _plain(verification.redact),
}
