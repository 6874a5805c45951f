"""What a reporter can do with a report, each a noun below its address: a page with a form, and its POST.

A link in a mail opens the page; only the button acts, for mail scanners follow links.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.portal import deed_forms as forms
from lapor.reports import attaching, clocks, closing, filing, followup, lifecycle, rights, verification
from lapor.reports.cleaning import Cleaned
from lapor.reports.models import Event, Report
from lapor.reports.states import OPEN, Act, Status
from lapor.sla.rules import Step

Run = Callable[[Report, Actor, dict[str, Any], datetime], object]


@dataclass(frozen=True)
class Deed:
    """One thing to do: its noun in the address, the act of the lifecycle (none: files), words, form, verb."""

    noun: str
    act: Act | None
    label: StrOrPromise
    icon: str
    explain: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    form: type[forms.DeedForm]
    run: Run


def _reply(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    made = attaching.prepare(told["attachments"], report=report)
    with transaction.atomic():
        _keep(report, made, followup.reply(report, by=by, text=told["text"], now=now), now)


def _complete(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    made = attaching.prepare(told["attachments"], report=report)
    with transaction.atomic():
        _keep(report, made, verification.complete(report, by=by, text=told["text"], now=now), now)


def _keep(report: Report, made: list[Cleaned], event: Event, now: datetime) -> None:
    attaching.keep(report, made, now=now, message=event.messages.first())


def _attach(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    attaching.attach(report, attaching.prepare(told["attachments"], report=report), by=by, now=now)


def _close(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    closing.close(report, by=by, rating=told["rating"], now=now)


def _reopen(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    closing.reopen(report, by=by, reason=told["reason"], now=now)


def _object(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    closing.object_to(report, by=by, reason=told["reason"], now=now)


def _withdraw(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    filing.withdraw(report, by=by, now=now)


def _privacy(report: Report, by: Actor, told: dict[str, Any], now: datetime) -> None:
    filing.change_privacy(report, by=by, anonymous=told["anonymous"], secret=told["secret"], now=now)


DEEDS = (
    Deed(
        "kelengkapan", Act.COMPLETE, _("Lengkapi laporan"), "talk",
        _("Tulis yang diminta petugas. Sesudah itu waktu penanganan berjalan lagi."),
        _("Kirim kelengkapan"), _("Kelengkapan Anda sudah kami terima. Penanganan berjalan lagi."),
        forms.CompletionForm, _complete,
    ),
    Deed(
        "penyelesaian", Act.CLOSE, _("Sudah beres"), "ok",
        _("Anda memastikan masalahnya sudah beres. Laporan ditutup. Dalam 30 hari bisa Anda buka lagi."),
        _("Ya, sudah beres"), _("Terima kasih. Laporan ini selesai."),
        forms.CloseForm, _close,
    ),
    Deed(
        "tanggapan", Act.REPLY, _("Tambah keterangan"), "talk",
        _("Petugas yang menangani membacanya. Kalau instansi sudah menjawab, ia wajib menjawab lagi."),
        _("Kirim tanggapan"), _("Tanggapan Anda sudah terkirim."),
        forms.ReplyForm, _reply,
    ),
    Deed(
        "lampiran", None, _("Tambah berkas"), "file",
        _("Foto, video, atau surat yang membantu petugas. Data lokasi di dalam foto kami hapus."),
        _("Kirim berkas"), _("Berkas Anda sudah kami terima."),
        forms.FilesForm, _attach,
    ),
    Deed(
        "pembukaan", Act.REOPEN, _("Belum beres, buka lagi"), "undo",
        _("Laporan dibuka lagi dan instansi wajib menjawab dalam 5 hari kerja."),
        _("Buka lagi laporan ini"), _("Laporan ini dibuka lagi."),
        forms.ReopenForm, _reopen,
    ),
    Deed(
        "keberatan", Act.OBJECT, _("Ajukan keberatan"), "alert",
        _("Keberatan diperiksa pejabat satu tingkat di atas yang memutuskan, dalam 5 hari kerja."),
        _("Kirim keberatan"), _("Keberatan Anda sudah kami terima. Putusannya paling lama 5 hari kerja."),
        forms.ReasonForm, _object,
    ),
    Deed(
        "kerahasiaan", Act.CHANGE_PRIVACY, _("Ubah kerahasiaan"), "lock",
        _("Pilih apa yang ingin Anda sembunyikan. Pilihan ini berlaku segera."),
        _("Simpan pilihan"), _("Kerahasiaan laporan ini sudah diubah."),
        forms.PrivacyForm, _privacy,
    ),
    Deed(
        "penarikan", Act.WITHDRAW, _("Tarik laporan"), "close",
        _("Laporan ditarik dan tidak ditangani lagi. Anda bisa membukanya lagi dalam 30 hari."),
        _("Ya, tarik laporan ini"), _("Laporan ini sudah ditarik."),
        forms.ButtonOnly, _withdraw,
    ),
)  # fmt: skip
BY_NOUN = {deed.noun: deed for deed in DEEDS}
# Said smaller, below the others.
QUIET = ("kerahasiaan", "penarikan")


def open_deeds(report: Report, actor: Actor, *, now: datetime) -> list[Deed]:
    """What the reporter can do at this moment: the table's rows, and the windows that close by themselves."""
    acts = {row.act for row in lifecycle.allowed(report, actor)}
    if _may_take_up(report, actor):
        acts.add(Act.REOPEN)
    return [deed for deed in DEEDS if _open(deed, report, acts, now)]


def _open(deed: Deed, report: Report, acts: set[Act], now: datetime) -> bool:
    if deed.act is None:
        return Status(report.status) in OPEN
    if deed.act not in acts or (deed.act is Act.REPLY and report.status == Status.POSTPONED):
        return False
    if deed.act is Act.CLOSE:
        return report.agency_id is not None
    if deed.act is Act.OBJECT:
        waiting = report.objections.filter(decided_at=None).exists()
        return not waiting and _window(report, Step.OBJECTION_WINDOW, now)
    return deed.act is not Act.REOPEN or _window(report, Step.REOPEN, now) or _lapsed(report, now)


def _may_take_up(report: Report, actor: Actor) -> bool:
    """A merged report goes on by its reporter's wish, once the one it was merged into has ended."""
    ended = report.merged_into is not None and report.merged_into.status not in OPEN
    return ended and rights.is_reporter(actor, report)


def _window(report: Report, step: Step, now: datetime) -> bool:
    return report.closed_at is None or clocks.within(report, step, since=report.closed_at, now=now)


def _lapsed(report: Report, now: datetime) -> bool:
    lapsed = report.status == Status.WITHDRAWN and report.events.order_by("-id")[0].act == Act.LAPSE
    return lapsed and _window(report, Step.REOPEN_LAPSED, now)
