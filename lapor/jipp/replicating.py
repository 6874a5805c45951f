"""Replications: asked for, accepted or refused, planned, accompanied, finished with evidence or stopped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import TIMER, Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.jipp.checking import secure_link
from lapor.jipp.codes import OPEN_REPLICATIONS, JippAct, NoteKind, ReplicationStatus
from lapor.jipp.given import default_steps
from lapor.jipp.models import Attachment, Innovation, Replication, ReplicationNote, ReplicationStep
from lapor.jipp.rights import demand_writer, published, writes_for
from lapor.jipp.table import advance, remember
from lapor.registry.models import Agency
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.texts import optional, required
from lapor.sla.zones import NATIONAL

TEXT_MAX = 4_000
# A request or an agreement that nobody moved for so long is stalled; so is a step past its day.
QUIET_DAYS = 14
REMIND_EVERY = timedelta(days=14)
BATCH = 500


@transaction.atomic
def ask(
    innovation: Innovation,
    agency: Agency,
    *,
    request: str,
    by: Actor,
    now: datetime,
    learned_from: Replication | None = None,
) -> Replication:
    """This agency wants to take it over. WrongState where it asked already, or owns it."""
    demand_writer(by, agency)
    words = required("request", request, longest=TEXT_MAX, shortest=20)
    found = published().filter(pk=innovation.pk).select_related("published", "agency").first()
    if found is None or found.published is None:
        raise WrongState(_("Inovasi ini tidak sedang tampil, jadi belum dapat diminta."))
    if agency.top_id() == found.agency.top_id():
        raise WrongState(_("Inovasi ini milik instansi Anda sendiri."))
    if learned_from is not None and not _finished(learned_from, found, agency):
        raise BadInput(learned_from=_("Pilih replikasi yang sudah selesai."))
    try:
        with transaction.atomic():
            row = Replication.objects.create(
                innovation=found,
                version=found.published,
                agency=agency,
                learned_from=learned_from,
                request=words,
                asked_by_id=by.user_id,
                asked_at=now,
                moved_at=now,
            )
    except IntegrityError as error:
        raise WrongState(_("Instansi Anda sudah meminta inovasi ini. Lihat di daftar replikasi.")) from error
    remember(row, JippAct.ASK, by=by, now=now)
    return row


@transaction.atomic
def accept(row: Replication, *, by: Actor, now: datetime, mentor: User | None = None) -> Replication:
    """The owner lets it be copied, perhaps naming a mentor at once."""
    demand_writer(by, row.innovation.agency)
    if mentor is not None:
        _demand_mentor(row, mentor, now)
    advance(row, JippAct.ACCEPT, by=by, now=now, moved_at=now, mentor=mentor, reminded_at=None)
    return row


@transaction.atomic
def refuse(row: Replication, *, reason: str, by: Actor, now: datetime) -> Replication:
    """The owner does not, and says why."""
    demand_writer(by, row.innovation.agency)
    why = required("reason", reason, longest=TEXT_MAX, shortest=10)
    advance(row, JippAct.REFUSE, by=by, now=now, moved_at=now, ended_at=now, reason=why)
    return row


@transaction.atomic
def agree(row: Replication, *, agreement: str, start: date, by: Actor, now: datetime) -> Replication:
    """The plan, written by either side: the eight default steps get their days from the start."""
    _demand_party(row, by)
    words = required("agreement", agreement, longest=TEXT_MAX, shortest=10)
    if abs((start - now.astimezone(NATIONAL).date()).days) > 366:
        raise BadInput(start=_("Tanggal mulai paling jauh satu tahun dari hari ini."))
    advance(
        row, JippAct.AGREE, by=by, now=now, moved_at=now, agreement=words, started_on=start, reminded_at=None
    )
    ReplicationStep.objects.bulk_create(
        ReplicationStep(
            replication=row, number=number, title=step.title, due=start + timedelta(days=step.days)
        )
        for number, step in enumerate(default_steps(), 1)
    )
    return row


@transaction.atomic
def name_mentor(row: Replication, mentor: User, *, by: Actor, now: datetime) -> Replication:
    """The owner names who accompanies it: somebody with a mentor's seat over the owning agency or its hub."""
    demand_writer(by, row.innovation.agency)
    _demand_mentor(row, mentor, now)
    rows = Replication.objects.filter(pk=row.pk, status__in=OPEN_REPLICATIONS - {ReplicationStatus.ASKED})
    if not rows.update(mentor=mentor, moved_at=now):
        raise WrongState(_("Replikasi ini tidak sedang berjalan."))
    row.refresh_from_db()
    remember(row, JippAct.MENTOR, by=by, now=now)
    return row


@transaction.atomic
def plan_step(step: ReplicationStep, *, title: str, due: date, by: Actor) -> ReplicationStep:
    """Another wording or day for a step that is not done."""
    _demand_copier(step.replication, by)
    _demand_running(step.replication)
    words = required("title", title, longest=150)
    if not ReplicationStep.objects.filter(pk=step.pk, done_on=None).update(title=words, due=due):
        raise WrongState(_("Langkah ini sudah selesai."))
    step.refresh_from_db()
    return step


@transaction.atomic
def do_step(
    step: ReplicationStep, *, done_on: date, by: Actor, now: datetime, note: str = ""
) -> ReplicationStep:
    """Done on that day, not a later one than today."""
    row = step.replication
    _demand_copier(row, by)
    _demand_running(row)
    words = optional("note", note, longest=500)
    if done_on > now.astimezone(NATIONAL).date():
        raise BadInput(done_on=_("Tanggal selesai tidak boleh di masa depan."))
    if not ReplicationStep.objects.filter(pk=step.pk, done_on=None).update(done_on=done_on, note=words):
        raise WrongState(_("Langkah ini sudah selesai."))
    Replication.objects.filter(pk=row.pk).update(moved_at=now)
    remember(row, JippAct.DO_STEP, by=by, now=now)
    step.refresh_from_db()
    return step


@transaction.atomic
def note(row: Replication, kind: NoteKind, text: str, *, by: Actor, now: datetime) -> ReplicationNote:
    """A question or an adaptation by whoever copies, a reply by the owner or the mentor."""
    if kind == NoteKind.REPLY:
        _demand_teacher(row, by)
    else:
        _demand_copier(row, by)
    words = required("text", text, longest=TEXT_MAX, shortest=5)
    if not Replication.objects.filter(pk=row.pk, status__in=OPEN_REPLICATIONS).update(moved_at=now):
        raise WrongState(_("Replikasi ini sudah berakhir."))
    made = ReplicationNote.objects.create(replication=row, kind=kind, text=words, by_id=by.user_id, at=now)
    remember(row, JippAct.NOTE, by=by, now=now)
    return made


@transaction.atomic
def finish(
    row: Replication, *, outcome: str, evidence: str, by: Actor, now: datetime, link: str = ""
) -> Replication:
    """What came of it and what shows it: figures, a page, files, which become public."""
    _demand_copier(row, by)
    words = {
        "outcome": required("outcome", outcome, longest=TEXT_MAX, shortest=20),
        "evidence": required("evidence", evidence, longest=TEXT_MAX, shortest=20),
        "evidence_link": secure_link("link", link),
    }
    advance(row, JippAct.FINISH, by=by, now=now, moved_at=now, ended_at=now, **words)
    Attachment.objects.filter(replication=row, kind="evidence").exclude(key="").update(released=True)
    return row


@transaction.atomic
def stop(row: Replication, *, reason: str, by: Actor, now: datetime) -> Replication:
    """Either side ends it before it is finished, and says why."""
    _demand_party(row, by)
    why = required("reason", reason, longest=TEXT_MAX, shortest=10)
    advance(row, JippAct.STOP, by=by, now=now, moved_at=now, ended_at=now, reason=why)
    return row


def mentors(innovation: Innovation, *, now: datetime) -> QuerySet[User]:
    """Who may be named: a mentor's seat at the owning agency or above it, or where its hub is hosted."""
    places = {*innovation.agency.lineage(), *innovation.hub.host.lineage()}
    seats = Seat.objects.living(now).filter(role=Role.MENTOR, agency__in=places)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("name", "pk")


def stalled(now: datetime) -> QuerySet[Replication]:
    """Open ones that stand still: a step past its day, or nobody moved a request or plan for two weeks."""
    today = now.astimezone(NATIONAL).date()
    late = ReplicationStep.objects.filter(done_on=None, due__lt=today).values("replication")
    running = Replication.objects.filter(status=ReplicationStatus.RUNNING, pk__in=late)
    quiet = Replication.objects.filter(
        status__in=(ReplicationStatus.ASKED, ReplicationStatus.ACCEPTED),
        moved_at__lt=now - timedelta(days=QUIET_DAYS),
    )
    return running | quiet


def remind_stalled(now: datetime) -> int:
    """Write down that those who stand still are reminded, each at most once a fortnight; says how many."""
    due = stalled(now).exclude(reminded_at__gt=now - REMIND_EVERY).order_by("moved_at", "pk")[:BATCH]
    return sum(_remind(row, now) for row in due)


@transaction.atomic
def _remind(row: Replication, now: datetime) -> bool:
    rows = Replication.objects.filter(pk=row.pk, status=row.status, reminded_at=row.reminded_at)
    if not rows.update(reminded_at=now):
        return False
    remember(row, JippAct.REMIND, by=TIMER, now=now)
    return True


def copies(row: Replication, actor: Actor) -> bool:
    return writes_for(actor, row.agency)


def owns(row: Replication, actor: Actor) -> bool:
    return writes_for(actor, row.innovation.agency)


def party(row: Replication, actor: Actor) -> bool:
    """Either side; a mentor accompanies and decides nothing."""
    return copies(row, actor) or owns(row, actor)


def teaches(row: Replication, actor: Actor) -> bool:
    """The owner of the innovation, or the mentor named."""
    mentoring = actor.user_id is not None and row.mentor_id == actor.user_id
    return mentoring or owns(row, actor)


def takes_part(row: Replication, actor: Actor) -> bool:
    return copies(row, actor) or teaches(row, actor)


def _demand_copier(row: Replication, by: Actor) -> None:
    if not copies(row, by):
        raise NotAllowed


def _demand_teacher(row: Replication, by: Actor) -> None:
    if not teaches(row, by):
        raise NotAllowed


def _demand_party(row: Replication, by: Actor) -> None:
    if not party(row, by):
        raise NotAllowed


def _demand_running(row: Replication) -> None:
    """Locks the row: a step is not done while the replication ends."""
    held = Replication.objects.select_for_update().get(pk=row.pk)
    if held.status != ReplicationStatus.RUNNING:
        raise WrongState(_("Replikasi ini tidak sedang berjalan."))


def _demand_mentor(row: Replication, mentor: User, now: datetime) -> None:
    if not mentors(row.innovation, now=now).filter(pk=mentor.pk).exists():
        raise BadInput(mentor=_("Pilih pendamping dari daftar."))


def _finished(row: Replication, innovation: Innovation, agency: Agency) -> bool:
    return (
        row.innovation_id == innovation.pk
        and row.status == ReplicationStatus.FINISHED
        and row.agency_id != agency.pk
    )
