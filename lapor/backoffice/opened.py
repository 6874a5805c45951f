"""One report as the desk shows it: both texts, files, history, deadlines, and the acts allowed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from lapor.backoffice import words
from lapor.backoffice.acts import ActForm, Doing, offered
from lapor.backoffice.team import Team, team_of
from lapor.backoffice.versions import Version, versions_of
from lapor.reports import clocks, disposition, followup, ledger, ombudsman, programmes
from lapor.reports.access import visible_to
from lapor.reports.explaining import explain, place_of
from lapor.reports.history import Moment, timeline
from lapor.reports.lifecycle import WORKED
from lapor.reports.looking import Seen, look
from lapor.reports.models import Attachment, Deadline, Disposition, Draft, IdentityOpening, Report
from lapor.reports.programmes import Programme
from lapor.reports.states import Act, Channel, Status
from lapor.sla.rules import Step
from lapor.ui import components
from lapor.ui.components import Tone

PREFETCHED = (
    "versions__by",
    "dispositions__agency",
    "deadlines__agency__region",
)
AGENCY_STEPS = (Step.FOLLOW_UP,)
MERGED_SHOWN = 50
# Where a report can be sent on or back: then it is said who decides after two referrals.
_REFERABLE = WORKED | {Status.VERIFIED}


@dataclass(frozen=True)
class Clock:
    step: str
    label: str
    due: datetime | None
    agency: str
    status: components.Status
    why: Sequence[str]


@dataclass(frozen=True)
class Case:
    """What the desk says of a report in the Ombudsman's lane."""

    since: datetime
    number: str
    why: Sequence[str]
    consented: datetime | None


@dataclass(frozen=True)
class Held:
    """An agency on the report, the lead marked, with its own clock while that runs."""

    row: Disposition
    clock: Clock | None


@dataclass(frozen=True)
class Merged:
    """A report merged into this one that the viewer may open."""

    id: int
    title: str


@dataclass(frozen=True)
class Opened:
    """Everything on the page of one report, for one officer."""

    seen: Seen
    title: str
    class_words: str
    channel: str
    zone: str
    pills: Sequence[components.Status]
    versions: Sequence[Version]
    clocks: Sequence[Clock]
    steps: Sequence[components.Step]
    moments: Sequence[Moment]
    drafts: Sequence[Draft]
    held: Sequence[Held]
    past: Sequence[Disposition]
    merged: Sequence[Merged]
    unmapped: Sequence[tuple[str, str]]
    opening: IdentityOpening | None
    case: Case | None
    team: Team
    programmes: Sequence[Programme]
    transfers: Sequence[ledger.Transfer]
    decided: StrOrPromise
    doing: Doing
    acts: Sequence[type[ActForm]] = field(default_factory=list)

    @property
    def report(self) -> Report:
        return self.seen.report

    @property
    def pictures(self) -> list[Attachment]:
        return [one for one in self.seen.attachments if _shows(one)]

    @property
    def others(self) -> list[Attachment]:
        return [one for one in self.seen.attachments if not _shows(one)]

    @property
    def bettered(self) -> Version | None:
        """The text as it stands, where a verifier bettered the reporter's."""
        return self.versions[-1] if len(self.versions) > 1 else None

    @property
    def between(self) -> Sequence[Version]:
        """Each step, where the text was bettered more than once."""
        return self.versions[1:] if len(self.versions) > 2 else ()

    @property
    def may_part(self) -> bool:
        """Whether this officer may undo the merge."""
        return any(act.act is Act.UNMERGE for act in self.acts)

    @property
    def lost(self) -> int:
        """Working days that sending to and fro has cost."""
        return sum(one.days or 0 for one in self.transfers if one.lost)

    @property
    def main(self) -> type[ActForm] | None:
        """The act this officer is expected to do now: its form stands open."""
        first = next((one for one in self.acts if not one.main or one.expected(self.doing)), None)
        return first if first and first.main else None


def open_report(doing: Doing, *, notes_from: str | None = None) -> Opened:
    """A fixed number of queries. `doing.report` should come from `gate.fetch`, which checks the scope.

    `notes_from`: where the page of notes begins; BadCursor for one that is none.
    """
    report, now = doing.report, doing.now
    seen = look(report, doing.by, now=now)
    prefetch_related_objects([report], *PREFETCHED)
    moments, running = timeline(report, seen.sight), _clocks(seen, now)
    held = sorted(report.dispositions.all(), key=lambda row: (not row.lead, row.pk))
    opening = _opening(doing)
    return Opened(
        seen=seen,
        title=seen.title or _("(tanpa judul)"),
        class_words=words.class_words(report),
        channel=str(dict(Channel.choices).get(report.channel, report.channel)),
        zone=clocks.zone(report).key,
        pills=_pills(report, now, opening),
        versions=versions_of(seen),
        clocks=running,
        steps=words.steps_of(moments, report),
        moments=moments,
        drafts=list(followup.drafts_of(report, doing.by).order_by("-id")),
        held=[Held(row, _clock_of(row, running)) for row in held if row.until is None],
        past=[row for row in held if row.until],
        merged=_merged(doing),
        unmapped=_unmapped(report),
        opening=opening,
        case=_case(report),
        team=team_of(doing, notes_from=notes_from),
        programmes=programmes.of_report(report),
        transfers=ledger.transfers(report, seen.sight),
        decided=disposition.decided_above(report, doing.by) if report.status in _REFERABLE else "",
        doing=doing,
        acts=offered(doing),
    )


def _clock_of(held: Disposition, running: Sequence[Clock]) -> Clock | None:
    own = [one for one in running if one.agency == held.agency.name and one.step in AGENCY_STEPS]
    return own[0] if own else None


def _merged(doing: Doing) -> list[Merged]:
    """Only those in the officer's own scope: a merge never widens who sees what."""
    rows = visible_to(doing.by).filter(merged_into=doing.report).prefetch_related("versions").order_by("pk")
    return [Merged(row.pk, row.text.title) for row in rows[:MERGED_SHOWN]]


def _case(report: Report) -> Case | None:
    found = ombudsman.case_of(report)
    if found is None:
        return None
    why = [str(ground.label) for ground in ombudsman.grounds(report)]
    return Case(found.since, found.number, why, found.consented_at)


def _opening(doing: Doing) -> IdentityOpening | None:
    """This officer's own opening of the identity, while it lasts."""
    if not doing.report.anonymous:
        return None
    mine = doing.report.openings.filter(by_id=doing.by.user_id, until__gt=doing.now)
    return mine.order_by("-until").first()


def _pills(report: Report, now: datetime, opening: IdentityOpening | None) -> list[components.Status]:
    status = components.Status(
        report.get_closing_display() or report.get_status_display(), words.standing(report, now=now).tone
    )
    left = words.time_left(report, now=now)
    pills = [components.Status(status.word, Tone.INFO if left else status.tone)]
    if left:
        pills.append(left)
    if report.secret:
        pills.append(components.Status(_("Rahasia"), Tone.CALM, "lock"))
    if report.anonymous:
        word = _("Identitas terbuka untuk Anda") if opening else _("Anonim: identitas tertutup")
        pills.append(components.Status(word, Tone.WARN if opening else Tone.CALM, "lock"))
    returned = max(report.agency_referrals, report.unit_referrals)
    if returned >= disposition.REFERRALS_MAX and report.status in WORKED:
        pills.append(components.Status(_("Dua kali dikembalikan: harus dijawab"), Tone.WARN, "undo"))
    if report.flood:
        pills.append(components.Status(_("Massal: banyak laporan serupa sekaligus"), Tone.WARN, "alert"))
    if report.unmapped:
        pills.append(components.Status(_("Belum dipetakan"), Tone.WARN, "alert"))
    return pills


def _clocks(seen: Seen, now: datetime) -> list[Clock]:
    """The latest clock of each step and agency, running ones first."""
    report, pauses = seen.report, list(seen.report.pauses.all())
    latest: dict[tuple[str, int | None], Deadline] = {}
    for row in sorted(report.deadlines.all(), key=lambda row: row.pk):
        latest[row.step, row.agency_id] = row
    rows = sorted(latest.values(), key=lambda row: (not row.running, row.pk))
    return [
        Clock(
            step=row.step,
            label=str(words.STEPS.get(row.step, row.step)),
            due=row.due,
            agency=row.agency.name if row.agency else "",
            status=words.deadline_status(row, now=now),
            why=told.why if (told := explain(row, place_of(row, report, seen.sight), pauses=pauses)) else (),
        )
        for row in rows
    ]


def _unmapped(report: Report) -> list[tuple[str, str]]:
    return [(str(words.UNMAPPED.get(name, name)), str(value)) for name, value in report.unmapped.items()]


def _shows(attachment: Attachment) -> bool:
    """Whether a browser shows it as a picture; what could not be cleaned is only ever downloaded."""
    return attachment.cleaned and attachment.content_type in ("image/jpeg", "image/png", "image/webp")
