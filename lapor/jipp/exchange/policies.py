"""Policy notes and consultations: published, commented on, each point replied to, concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.jipp.competition.calls import today
from lapor.jipp.exchange.codes import CommentStatus, PolicyKind, PolicyStatus
from lapor.jipp.exchange.rights import demand_hub, is_member, run_comments
from lapor.jipp.models import Comment, Hub, Policy
from lapor.jipp.slugs import slug_for
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.texts import optional, required

TITLE_MAX, TEXT_MAX, COMMENT_MAX, REPLY_MAX, NAME_MAX, REASON_MAX = 150, 20_000, 4_000, 4_000, 120, 500


@dataclass(frozen=True)
class Paper:
    """A policy text; days for a consultation alone, both counted in."""

    kind: str
    title: str
    text: str
    opens_on: date | None = None
    closes_on: date | None = None


@transaction.atomic
def write_policy(
    hub: Hub | None, paper: Paper, *, by: Actor, now: datetime, row: Policy | None = None
) -> Policy:
    """A draft, or another text for one (`row`). BadInput by field; WrongState once it is public."""
    demand_hub(by, row.hub if row else hub)
    fields = _checked(paper)
    if row is None:
        slug = slug_for(Policy, paper.title, now.year)
        made = Policy.objects.create(hub=hub, slug=slug, created_by_id=by.user_id, created_at=now, **fields)
        return _recorded(made, "write_policy", by, now)
    if not Policy.objects.filter(pk=row.pk, status=PolicyStatus.DRAFT).update(**fields):
        raise WrongState(_("Naskah yang sudah terbit tidak bisa diubah."))
    row.refresh_from_db()
    return _recorded(row, "write_policy", by, now)


@transaction.atomic
def publish_policy(row: Policy, *, by: Actor, now: datetime) -> Policy:
    """Public from now on. WrongState where it is, or where its last day is over."""
    demand_hub(by, row.hub)
    if row.closes_on and row.closes_on < today(now):
        raise WrongState(_("Hari terakhir untuk menanggapi sudah lewat. Ubah dulu tanggalnya."))
    if not Policy.objects.filter(pk=row.pk, status=PolicyStatus.DRAFT).update(status=PolicyStatus.PUBLISHED):
        raise WrongState(_("Naskah ini sudah terbit."))
    row.refresh_from_db()
    return _recorded(row, "publish_policy", by, now)


def takes_comments(row: Policy, now: datetime) -> bool:
    """Whether people may comment today."""
    if row.status != PolicyStatus.PUBLISHED or row.opens_on is None or row.closes_on is None:
        return False
    return row.opens_on <= today(now) <= row.closes_on


def comment(row: Policy, *, text: str, name: str, by: Actor, now: datetime) -> Comment:
    """Kept until somebody has read it. WrongState outside its days."""
    if not takes_comments(row, now):
        raise WrongState(_("Konsultasi ini tidak menerima tanggapan sekarang."))
    return Comment.objects.create(
        policy=row,
        text=required("text", text, longest=COMMENT_MAX),
        name=optional("name", name, longest=NAME_MAX),
        member=is_member(by),
        said_at=now,
    )


@transaction.atomic
def show_comment(row: Comment, *, by: Actor, now: datetime) -> Comment:
    """Everybody reads it from now on."""
    return _settled(row, by, now, status=CommentStatus.SHOWN)


@transaction.atomic
def refuse_comment(row: Comment, *, reason: str, by: Actor, now: datetime) -> Comment:
    """It is not shown; why is kept."""
    said = required("reason", reason, longest=REASON_MAX)
    return _settled(row, by, now, status=CommentStatus.REFUSED, reason=said)


@transaction.atomic
def reply(row: Comment, *, text: str, by: Actor, now: datetime) -> Comment:
    """The published reply to this point, or a better one; until the consultation is concluded."""
    _demand(row, by)
    said = required("text", text, longest=REPLY_MAX)
    open_ones = Comment.objects.filter(
        pk=row.pk, status=CommentStatus.SHOWN, policy__status=PolicyStatus.PUBLISHED
    )
    if not open_ones.update(reply=said, replied_by=by.user_id):
        raise WrongState(_("Hanya tanggapan yang ditampilkan yang bisa dibalas, sebelum konsultasi selesai."))
    return _noted(row, "reply_comment", by, now)


@transaction.atomic
def conclude(row: Policy, *, text: str, by: Actor, now: datetime) -> Policy:
    """What came of it. WrongState while people may comment, or a comment is unread or without its reply."""
    demand_hub(by, row.hub)
    said = required("text", text, longest=TEXT_MAX)
    held = Policy.objects.select_for_update(of=("self",)).select_related("hub").get(pk=row.pk)
    if held.status != PolicyStatus.PUBLISHED or held.closes_on is None or held.closes_on >= today(now):
        raise WrongState(_("Konsultasi baru bisa diselesaikan setelah hari terakhirnya."))
    if lacking := unsettled(held).count():
        raise WrongState(
            ngettext(
                "%(n)s tanggapan belum diperiksa atau belum dibalas.",
                "%(n)s tanggapan belum diperiksa atau belum dibalas.",
                lacking,
            )
            % {"n": lacking}
        )
    held.status, held.conclusion = PolicyStatus.CONCLUDED, said
    held.save(update_fields=["status", "conclusion"])
    return _recorded(held, "conclude_policy", by, now)


def shown_comments(row: Policy) -> QuerySet[Comment]:
    """What everybody reads. Page by ("id",)."""
    return Comment.objects.filter(policy=row, status=CommentStatus.SHOWN)


def unsettled(row: Policy) -> QuerySet[Comment]:
    """Comments that are unread, or shown without a reply."""
    open_ones = Q(status=CommentStatus.WAITING) | Q(status=CommentStatus.SHOWN, reply="")
    return Comment.objects.filter(open_ones, policy=row)


def _settled(row: Comment, by: Actor, now: datetime, **facts: str) -> Comment:
    _demand(row, by)
    waiting = Comment.objects.filter(pk=row.pk, status=CommentStatus.WAITING)
    if not waiting.update(settled_by=by.user_id, **facts):
        raise WrongState(_("Tanggapan ini sudah diperiksa."))
    return _noted(row, "settle_comment", by, now)


def _demand(row: Comment, by: Actor) -> None:
    if not run_comments(by).filter(pk=row.pk).exists():
        raise NotAllowed


def _noted(row: Comment, act: str, by: Actor, now: datetime) -> Comment:
    record(act, actor_id=by.user_id, subject="jipp_comment", subject_id=row.pk, now=now)
    row.refresh_from_db()
    return row


def _recorded(row: Policy, act: str, by: Actor, now: datetime) -> Policy:
    record(act, actor_id=by.user_id, subject="jipp_policy", subject_id=row.pk, now=now)
    return row


def _checked(paper: Paper) -> dict[str, object]:
    if paper.kind not in PolicyKind.values:
        raise BadInput(kind=_("Pilih salah satu."))
    days: dict[str, object] = {"opens_on": None, "closes_on": None}
    if paper.kind == PolicyKind.CONSULTATION:
        if paper.opens_on is None or paper.closes_on is None:
            raise BadInput(closes_on=_("Tulis hari pertama dan hari terakhir untuk menanggapi."))
        if paper.closes_on < paper.opens_on:
            raise BadInput(closes_on=_("Hari terakhir tidak boleh sebelum hari pertama."))
        days = {"opens_on": paper.opens_on, "closes_on": paper.closes_on}
    return {
        "kind": paper.kind,
        "title": required("title", paper.title, longest=TITLE_MAX),
        "text": required("text", paper.text, longest=TEXT_MAX),
    } | days
