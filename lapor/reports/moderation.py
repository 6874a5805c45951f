"""Moderasi: readers flag a public text; a national verifier closes words in it, opens them, or dismisses.

No act of the lifecycle: no clock moves, no status changes. It stands in the audit record, without the words.
UU 27/2022 (PDP): personal data of anybody named in a report, not of its reporter alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.audit.models import Entry
from lapor.audit.recording import record
from lapor.reports import secrecy
from lapor.reports.access import published
from lapor.reports.lifecycle import hold
from lapor.reports.masked_words import masked, words_of
from lapor.reports.masking import Piece
from lapor.reports.masking.covering import as_shown, digest, holds, laid_open, tidy_words
from lapor.reports.models import Flag, Flagged, MaskedWords, MaskReason, Message, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import PUBLIC_MESSAGES
from lapor.reports.texts import cover_message, optional, required, tidy

WORDS_MAX = 2_000
LINES_MAX = 50
MASKS_MAX = 200
FLAG_MAX = 1_000
# So many of the newest messages stand side by side; a report with more is read in its history.
SHOWN = 100
_ACTS = ("mask_words", "unmask_words")


@dataclass(frozen=True)
class Part:
    """One text for the verifier: as written, and as the public reads it; pieces with a kind are closed."""

    label: StrOrPromise
    original: list[Piece]
    public: list[Piece]


@transaction.atomic
def flag(report: Report, *, reason: str, part: str, words: str, now: datetime) -> Flag:
    """Somebody says that a public text of this report should not stand. Nothing of who it was is kept.

    BadInput without a reason, or without words where the reason is "other"; WrongState when it is not public.
    """
    if reason not in MaskReason.values:
        raise BadInput(reason=_("Pilih salah satu alasan."))
    if part not in Flag.Part.values:
        raise BadInput(part=_("Pilih bagian yang Anda maksud."))
    check = required if reason == MaskReason.OTHER else optional
    said = check("words", words, longest=FLAG_MAX)
    if not published().filter(pk=report.pk).exists():
        raise WrongState(_("Laporan ini tidak terbuka untuk umum."))
    with connection.cursor() as cursor:  # whoever judges at this moment goes first, or this one does
        cursor.execute(
            "INSERT INTO reports_flagged AS f (report_id, since, flags) VALUES (%s, %s, 1)"
            " ON CONFLICT (report_id) DO UPDATE SET flags = f.flags + 1",
            [report.pk, now],
        )
    return Flag.objects.create(report=report, reason=reason, part=part, words=said, created_at=now)


def waiting() -> QuerySet[Flagged]:
    """The verifiers' queue; sort by `since`, `id`."""
    return Flagged.objects.select_related("report").prefetch_related("report__versions")


def open_flags(report: Report) -> QuerySet[Flag]:
    """Those that nobody has judged, oldest first."""
    return report.flags.filter(judged_at=None).order_by("id")


@transaction.atomic
def mask_words(
    report: Report, *, by: Actor, words: Iterable[str], reason: str, now: datetime, upto: int | None = None
) -> list[MaskedWords]:
    """Close these words in every public text of the report, and in those to come. Says which were new.

    `upto`: the newest flag the verifier has seen; it and those before it are judged by this. Under the lock
    of the report's row: of two verifiers at once, and of one beside an act that publishes, no mask is lost.
    """
    verifier = _verifier(by)
    given = _lines(words)
    if reason not in MaskReason.values:
        raise BadInput(reason=_("Pilih salah satu alasan."))
    hold(report)
    fresh = [one for one in given if not report.masked_words.filter(digest=digest(one)).exists()]
    _check(report, fresh)
    rows = [
        MaskedWords(
            report=report, words=one, digest=digest(one), reason=reason, by_id=verifier, created_at=now
        )
        for one in fresh
    ]
    MaskedWords.objects.bulk_create(rows)
    _publish(report)
    _record(_ACTS[0], report, by, now, words=len(rows), reason=reason)
    if upto is not None:
        _judge(report, verifier, now, upto, outcome=Flag.Outcome.MASKED)
    return rows


@transaction.atomic
def unmask_words(report: Report, *, by: Actor, row: int, now: datetime) -> None:
    """What was closed by mistake stands in public again. WrongState when somebody has opened it already."""
    _verifier(by)
    hold(report)
    gone, _each = report.masked_words.filter(pk=row).delete()
    if not gone:
        raise WrongState(_("Kata ini sudah dibuka lagi."))
    _publish(report)
    _record(_ACTS[1], report, by, now, words=1)


@transaction.atomic
def dismiss(report: Report, *, by: Actor, reason: str, note: str, upto: int, now: datetime) -> int:
    """Nothing is to be closed: the flags up to `upto` are judged, for a reason. Says how many.

    BadInput without a reason; WrongState when none is left.
    """
    verifier = _verifier(by)
    if reason not in Flag.Dismissal.values:
        raise BadInput(dismissal=_("Pilih salah satu alasan."))
    check = required if reason == Flag.Dismissal.OTHER else optional
    why = check("note", note, longest=FLAG_MAX)
    number = _judge(report, verifier, now, upto, outcome=Flag.Outcome.DISMISSED, dismissal=reason, note=why)
    if not number:
        raise WrongState(_("Laporan pembaca ini sudah diperiksa."))
    _record("dismiss_flags", report, by, now, flags=number, reason=reason)
    return number


def blank(report: Report, *, now: datetime) -> None:
    """Redaction: what was closed is nowhere any more, and neither is what readers wrote about it."""
    report.masked_words.all().delete()
    Flagged.objects.filter(report=report).delete()
    report.flags.filter(judged_at=None).update(judged_at=now, outcome=Flag.Outcome.MASKED)
    report.flags.update(words="", note="")


def parts(report: Report) -> list[Part]:
    """Title, text, place and public messages as written and as the public reads them. Three queries."""
    version, words = report.text, words_of(report)
    public = getattr(report, "publication", None)
    rows = [
        (_("Judul"), version.title, public.title if public else ""),
        (_("Isi laporan"), version.text, public.text if public else ""),
        (_("Tempat"), version.location, public.location if public else ""),
    ]
    rows += [(str(one.get_kind_display()), one.text, one.public_text) for one in _messages(report)]
    return [
        Part(label, laid_open(original, words), as_shown(shown))
        for label, original, shown in rows
        if original
    ]


def edition(report: Report) -> int:
    """How often words were closed or opened by hand: so often the public text changed without an act."""
    return Entry.objects.filter(subject="report", subject_id=report.pk, act__in=_ACTS).count()


def _verifier(by: Actor) -> int:
    if not by.has(Role.NATIONAL_VERIFIER) or by.user_id is None:
        raise NotAllowed
    return by.user_id


def _lines(words: Iterable[str]) -> list[str]:
    """Each once; BadInput on `words` for none, too many, one too long, or one without a letter or digit."""
    lines = {digest(line): line for line in (tidy_words(tidy(each)) for each in words) if line}
    if not lines:
        raise BadInput(words=_("Belum ada kata yang dipilih. Tulis atau pilih kata yang perlu ditutup."))
    if len(lines) > LINES_MAX:
        raise BadInput(words=_("Terlalu banyak baris. Tutup paling banyak 50 sekaligus."))
    for line in lines.values():
        optional("words", line, longest=WORDS_MAX)
        if sum(letter.isalnum() for letter in line) < 2:
            raise BadInput(words=_("“%(words)s” terlalu pendek. Pilih kata yang utuh.") % {"words": line})
    return list(lines.values())


def _check(report: Report, fresh: list[str]) -> None:
    """BadInput where words stand in no text, or where there are too many; nothing is closed then."""
    if report.masked_words.count() + len(fresh) > MASKS_MAX:
        raise BadInput(words=_("Sudah terlalu banyak kata ditutup. Tutup seluruh teks laporan ini saja."))
    known = words_of(report)
    texts = [masked(each, known) for each in _originals(report)]
    texts += report.messages.exclude(public_text="").values_list("public_text", flat=True)
    lost = [one for one in fresh if not any(holds(text, one) for text in texts)]
    if lost:
        words = ", ".join(f"“{one[:80]}”" for one in lost[:5])
        raise BadInput(
            words=_(
                "Tidak ditemukan sebagai kata utuh yang masih terbuka: %(words)s. Salin persis dari teks."
            )
            % {"words": words}
        )


def _originals(report: Report) -> tuple[str, str, str]:
    version = report.versions.order_by("-number")[0]
    return version.title, version.text, version.location


def _messages(report: Report) -> list[Message]:
    rows = report.messages.filter(kind__in=PUBLIC_MESSAGES, redacted_at=None).exclude(public_text="")
    return list(reversed(rows.order_by("-id")[:SHOWN]))


def _publish(report: Report) -> None:
    """Every public text of the report anew, with what is closed now."""
    secrecy.publish(report)
    words = words_of(report)
    rows = report.messages.exclude(public_text="")
    changed = [message for message in rows if cover_message(message, words)]
    Message.objects.bulk_update(changed, ["public_text", "uncovered_text"], batch_size=500)


def _judge(
    report: Report,
    verifier: int,
    now: datetime,
    upto: int,
    *,
    outcome: str,
    dismissal: str = "",
    note: str = "",
) -> int:
    """The flags that the verifier has seen; one that came meanwhile keeps its line in the queue."""
    line = Flagged.objects.select_for_update().filter(report=report).first()
    if line is None:
        return 0
    number = (
        open_flags(report)
        .filter(pk__lte=upto)
        .update(judged_at=now, judged_by=verifier, outcome=outcome, dismissal=dismissal, note=note, words="")
    )
    left = open_flags(report).count()
    if left:
        Flagged.objects.filter(pk=line.pk).update(flags=left)
    else:
        line.delete()
    return number


def _record(act: str, report: Report, by: Actor, now: datetime, **facts: str | int) -> None:
    record(act, actor_id=by.user_id, subject="report", subject_id=report.pk, now=now, **facts)
