"""Replaying stories: every act through its real verb, at its own date, in the order of time."""

from __future__ import annotations

import heapq
from datetime import date, datetime, timedelta

from lapor.accounts.actors import TIMER, Actor
from lapor.accounts.contacts import phone_number
from lapor.operate.demo.acting import ACTS, Scene, agency_called, category_called
from lapor.operate.demo.people import Cast, reporter
from lapor.operate.demo.stories import Act, Story, dated
from lapor.registry.models import Agency
from lapor.registry.queries import region_by_code
from lapor.reports import clocks, closing, filing
from lapor.reports.models import Report
from lapor.reports.refusals import Refusal
from lapor.reports.states import Status
from lapor.sla.rules import Step

FEW_MINUTES = timedelta(minutes=7)
# When, the story's number and key (they settle ties), the story, the index of its act (-1: filing).
Turn = tuple[datetime, int, str, Story, int]
_BY_REPORTER = frozenset({"reply", "complete", "withdraw", "object", "reopen", "change_privacy", "support"})
_BY_AGENCY = frozenset(
    {"dispose_to_unit", "draft", "approve_draft", "reject_draft", "answer", "refer_back", "respond"}
)


class StoryFault(Exception):
    """A story asks for what the lifecycle does not allow; names the story and the act."""


class Replay:
    """The state of one replay: which report each story became."""

    def __init__(self, cast: Cast, *, now: datetime) -> None:
        self.cast = cast
        self.now = now
        self.reports: dict[str, Report] = {}
        self.split_off: list[Story] = []

    def play(self, stories: list[Story]) -> None:
        """Play all of it up to now; what a story plans for later is left to the visitor."""
        waiting: list[Turn] = []
        for number, story in enumerate(stories):
            heapq.heappush(waiting, (story.filed_at, number, story.key, story, -1))
        while waiting:
            at, number, _, story, index = heapq.heappop(waiting)
            if at > self.now:
                continue
            if index < 0:
                self._file(story)
            elif not self._act(story, story.acts[index], at):
                continue
            self._plan(waiting, story, index + 1, at, number)
            while self.split_off:
                child = self.split_off.pop()
                self._plan(waiting, child, 0, at, number)

    def _plan(self, waiting: list[Turn], story: Story, index: int, after: datetime, number: int) -> None:
        if index < len(story.acts):
            at = max(story.acts[index].at, after + timedelta(minutes=1))
            heapq.heappush(waiting, (at, number, story.key, story, index))

    def _file(self, story: Story) -> None:
        facts, person = story.facts, story.facts["reporter"] or {}
        filed = filing.file_report(
            filing.Filing(
                report_class=facts["report_class"],
                title=facts["title"],
                text=facts["text"],
                event_date=_event_date(story),
                location=facts["location"] or "",
                region=region_by_code(facts["region"]) if facts["region"] else None,
                category=category_called(facts["category_name"]),
                agency=_suggested(story),
                anonymous=facts["anonymous"],
                secret=facts["secret"],
                channel=facts["channel"],
                name=person.get("name") or "",
                phone=phone_number(person["phone"]) if person.get("phone") else "",
                email=(person.get("email") or "").lower(),
            ),
            by=Actor(),
            now=story.filed_at,
            number=int(facts["tracking_id"]) if "tracking_id" in facts else None,
        )
        self.reports[story.key] = filed.report
        self._confirm(filed.report, story.filed_at + FEW_MINUTES)

    def _confirm(self, report: Report, at: datetime) -> None:
        """Most people enter their code within minutes."""
        identity = report.identity
        if identity is None or at > self.now or not (identity.email_mark or identity.phone_mark):
            return
        by_mail = bool(identity.email_mark)
        setattr(identity, "email_confirmed_at" if by_mail else "phone_confirmed_at", at)
        identity.save()
        filing.confirm_contact(report, by=reporter(report), channel="email" if by_mail else "sms", now=at)

    def _act(self, story: Story, act: Act, at: datetime) -> bool:
        """Do one act; False ends the story here (its time has not come)."""
        report = self.reports[story.key]
        report.refresh_from_db()
        moment = self._clock_moment(report, act, at)
        if moment is None:
            return False
        try:
            made = ACTS[act.name](
                Scene(report, act.facts, self._actor(report, act), moment, story.facts, self.reports)
            )
        except (Refusal, LookupError) as error:
            raise StoryFault(f"{story.key}, {act.name}: {error}") from error
        if isinstance(made, Report):
            self.reports[act.facts["child_key"]] = made
            self.split_off.append(
                Story(act.facts["child_key"], moment, story.facts, dated(act.facts["steps"], moment))
            )
        self._told(report, moment)
        return True

    def _clock_moment(self, report: Report, act: Act, at: datetime) -> datetime | None:
        """The timer acts when its clock has run out, not when the story's author guessed."""
        step = {"close_quiet": Step.QUIET, "lapse": Step.COMPLETION}.get(act.name)
        if step is None:
            return at
        due = clocks.running(report, step).get().due
        moment = max(at, due + timedelta(seconds=61)) if due else None
        return moment if moment and moment <= self.now else None

    def _told(self, report: Report, at: datetime) -> None:
        """Whoever gave a confirmed contact is told of a final answer within minutes, and reminded in time."""
        if report.status != Status.ANSWERED or clocks.running(report, Step.QUIET).exists():
            return
        person = report.reporter
        closing.reporter_told(report, reached=bool(person and person.reachable), now=at + FEW_MINUTES)

    def _actor(self, report: Report, act: Act) -> Actor:
        if "by" in act.facts:
            return self.cast.named(act.facts["by"])
        if act.name in ("lapse", "close_quiet"):
            return TIMER
        if act.name in _BY_REPORTER or (act.name == "close" and "reason" not in act.facts):
            return reporter(report)
        return self._officer(report, act.name)

    def _officer(self, report: Report, act: str) -> Actor:
        if act == "decide_objection":
            return self.cast.decider(report)
        if act == "postpone":
            return self.cast.postponer(report)
        if report.agency is None or act not in _BY_AGENCY:
            return self.cast.verifier()
        if act in ("draft", "refer_back") and report.unit:
            return self.cast.liaison(report.unit)
        if act in ("approve_draft", "reject_draft") and report.unit:
            return self.cast.superior(report.unit)
        return self.cast.coordinator(report.agency)


def _suggested(story: Story) -> Agency | None:
    name = story.facts.get("suggested_agency_name")
    return agency_called(name, story.filed_at) if name else None


def _event_date(story: Story) -> date | None:
    days = story.facts.get("event_days_before")
    return None if days is None else (story.filed_at - timedelta(days=days)).date()
