"""What became of the messages of one report, in plain words: for its own history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.notifications.delivery import OTHER_CHANNEL
from lapor.notifications.models import Channel, Delivery, Fate, Person
from lapor.notifications.telling import REACHED
from lapor.reports.models import Report
from lapor.reports.states import Act

# The newest; a report has some twenty.
SHOWN = 100

# Codes of `Delivery.why` in plain words, the first pattern that matches. Operators and mail servers have
# more codes than anybody lists; what is not known is said to be a fault without details.
WORDS: tuple[tuple[str, StrOrPromise], ...] = (
    (r"$", ""),
    (r"in_reply", _("dijawab langsung lewat SMS")),
    (r"digest", _("menunggu ringkasan harian")),
    (r"in_digest", _("masuk ringkasan harian")),
    (r"unwanted", _("petugas tidak meminta surel")),
    (r"other_channel", _("kabar sudah terkirim lewat kontak lain")),
    (r"expired", _("masa berlakunya sudah lewat")),
    (r"forgotten|no_address", _("alamatnya sudah dihapus")),
    (r"no_gateway", _("layanan pengirim belum dipasang")),
    (r"worker_died|smtp_no_answer|kannel_no_answer", _("sambungan putus saat dikirim; mungkin sampai")),
    (r"dlr_2", _("operator tidak dapat mengantarnya ke ponsel")),
    (r"dlr_16", _("operator menolak pesan ini")),
    (r"kannel_(400|404|413|414)", _("nomor atau pesan ditolak layanan SMS")),
    (r"kannel_.*", _("layanan SMS sedang tidak dapat dihubungi")),
    (r"recipient_5.*|5\.1\..*", _("alamat surel tidak ditemukan atau menolak")),
    (r"recipient_4.*|[45]\.2\.2", _("kotak surat penuh atau sedang tidak menerima")),
    (r"5\.2\..*", _("kotak surat tidak menerima")),
    (r"4\..*", _("server surel penerima sedang sibuk; masih dicoba")),
    (r"5\.[4-7]\..*|words_5.*|data_5.*", _("server surel penerima menolak pesan ini")),
    (r"smtp_.*|sender_.*|data_.*|words_.*", _("server surel sedang tidak dapat dihubungi")),
)
UNKNOWN: StrOrPromise = _("ada gangguan pengiriman")


@dataclass(frozen=True)
class Told:
    """One message. `channel` is empty where the viewer may not know by which contact a person is reached."""

    event_id: int
    act: StrOrPromise
    channel: StrOrPromise
    to: StrOrPromise
    fate: StrOrPromise
    why: StrOrPromise
    at: datetime
    arrived: bool


def of_report(report: Report, *, own: bool, bare: bool = False) -> list[Told]:
    """The messages of a report's acts, oldest first, without addresses. One query.

    `own`: the reporter's own view, of messages to the reporter alone. Officers see the officers' too; of an
    anonymous reporter's (and where `bare`) only whether they were sent.
    """
    rows = Delivery.objects.filter(report=report, event__isnull=False).exclude(channel=Channel.APP)
    rows = rows.exclude(status=Fate.HELD, why="").exclude(why=OTHER_CHANNEL).exclude(person=Person.FOLLOWER)
    if own:
        rows = rows.filter(person=Person.REPORTER)
    newest = rows.select_related("event").defer("address", "subject", "body").order_by("-id")[:SHOWN]
    hidden = not own and (bare or report.anonymous)
    return [_told(row, bare=hidden and row.person == Person.REPORTER) for row in list(newest)[::-1]]


def why_words(code: str) -> StrOrPromise:
    """A code of `Delivery.why` in plain words; an unknown one too."""
    return next((words for pattern, words in WORDS if re.fullmatch(pattern, code)), UNKNOWN)


def _told(row: Delivery, *, bare: bool) -> Told:
    sent = row.status in REACHED
    plain = _("Terkirim") if sent else _("Belum terkirim")
    return Told(
        event_id=row.event_id or 0,
        act=Act(row.event.act).label if row.event else "",
        channel="" if bare else Channel(row.channel).label,
        to=Person(row.person).label,
        fate=plain if bare else Fate(row.status).label,
        why="" if bare else why_words(row.why),
        at=row.settled_at or row.handed_over_at or row.created_at,
        arrived=sent,
    )
