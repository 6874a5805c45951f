"""The demo's network: three hubs, invented innovations in every state, and who learned from whom."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F

from lapor.accounts.actors import OPERATOR, Actor
from lapor.accounts.models import User
from lapor.jipp import curating, hubs, replicating, writing
from lapor.jipp.codes import SECTIONS, NoteKind
from lapor.jipp.given import checklist
from lapor.jipp.models import HistoryRow, Hub, InnovationVersion, Replication
from lapor.registry.models import Agency
from lapor.sla.zones import NATIONAL

SOURCE = Path(__file__).with_name("network.toml")
HUBS = (
    ("JATIM", "JIPP Jawa Timur", "PROV-JATIM", date(2020, 3, 2), ("KAB-NGANJUK",)),
    ("SULSEL", "JIPP Sulawesi Selatan", "PROV-SULSEL", date(2020, 9, 14), ("KAB-GOWA", "KAB-LUWU-UTARA")),
    ("SUMSEL", "JIPP Sumatera Selatan", "PROV-SUMSEL", date(2021, 2, 8), ("KAB-MUSI-RAWAS",)),
)
ABOUT = (
    "Tempat instansi di {name} bertukar inovasi pelayanan publik, saling mendampingi, dan mencatat hasilnya."
)
FACTS = (
    "title", "sector", "categories", "sdg", "target_group", "cost_band", "contact_name", "contact_email",
    "contact_phone", "contact_shown", "video",
)  # fmt: skip
MENTOR = "dodi@demo.lapor"


def fill_network(curator: Actor, *, now: datetime) -> None:
    """All through the real verbs, at moments that have passed."""
    made = {row[0]: _hub(*row, now=now - timedelta(days=1_600)) for row in HUBS}
    rows = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["innovation"]
    versions = {row["title"]: _innovation(row, made[row["hub"]], place, curator, now)
                for place, row in enumerate(rows)}  # fmt: skip
    _replications(versions, now)
    # Nobody is to get a mail today about an act of last year.
    HistoryRow.objects.update(told_at=F("at"))


def _hub(code: str, name: str, host: str, since: date, others: tuple[str, ...], *, now: datetime) -> Hub:
    agency = Agency.objects.select_related("region").get(code=host)
    about = ABOUT.format(name=agency.region or agency)
    hub = hubs.found_hub(
        agency,
        code=code,
        name=name,
        region=agency.region,
        by=OPERATOR,
        now=now,
        about=about,
        founded_on=since,
    )
    for member in Agency.objects.filter(code__in=others):
        hubs.join(hub, member, by=OPERATOR, since=since + timedelta(days=60))
    return hub


def _innovation(
    row: dict[str, Any], hub: Hub, place: int, curator: Actor, now: datetime
) -> InnovationVersion:
    agency = Agency.objects.get(code=row["agency"])
    moment = now - timedelta(days=460 - 24 * place)
    hubs.join(hub, agency, by=OPERATOR, since=moment.date())
    version = writing.begin(agency, hub=hub, title=row["title"], by=OPERATOR, now=moment)
    fields = {name: row[name] for name in (*FACTS, *SECTIONS) if name in row}
    fields["started_on"] = (now - timedelta(days=row["days"])).date()
    version = writing.write(version, fields, edits=0, by=OPERATOR, now=moment)
    writing.submit(version, by=OPERATOR, now=moment + timedelta(days=1))
    ticked = [check.code for check in checklist()]
    after = moment + timedelta(days=4)
    if row["state"] == "published":
        decides = curator if row["hub"] == "JATIM" else OPERATOR
        curating.publish(version, ticked=ticked, by=decides, now=after)
    if row["state"] == "returned":
        why = "Hasilnya belum dapat dibandingkan. Tambahkan jumlah kunjungan sebelum loket ini dibuka."
        curating.give_back(version, ticked=ticked[:3], reason=why, by=curator, now=after)
    return version


def _replications(versions: dict[str, InnovationVersion], now: datetime) -> None:
    """One finished, one that learned from it, one that stands still, one just asked for."""
    queue = versions["Antrean KTP dari Rumah"]
    first = _asked(queue, "KOTA-MAKASSAR", now - timedelta(days=440))
    _agreed(first, now - timedelta(days=430), done=8)
    _finished(first, now - timedelta(days=30))
    second = _asked(queue, "KOTA-PALEMBANG", now - timedelta(days=28), first)
    _agreed(second, now - timedelta(days=21), done=1)
    third = _asked(versions["Ibu Hamil Dijemput Kader"], "KAB-GOWA", now - timedelta(days=110))
    _agreed(third, now - timedelta(days=100), done=3)
    _asked(queue, "KAB-NGANJUK", now - timedelta(days=3))
    _asked(versions["Lorong Bebas Sampah"], "KOTA-SURABAYA", now - timedelta(days=6))


def _asked(
    version: InnovationVersion, agency: str, moment: datetime, source: Replication | None = None
) -> Replication:
    return replicating.ask(
        version.innovation,
        Agency.objects.get(code=agency),
        request="Masalah kami serupa dan warga sudah lama mengeluh. Kami ingin belajar langkah demi langkah.",
        by=OPERATOR,
        now=moment,
        learned_from=source,
    )


def _agreed(row: Replication, moment: datetime, *, done: int) -> None:
    replicating.accept(row, by=OPERATOR, now=moment)
    start = moment.astimezone(NATIONAL).date()
    plan = "Kami bertemu setiap dua pekan lewat panggilan video dan berkunjung satu kali."
    replicating.agree(row, agreement=plan, start=start, by=OPERATOR, now=moment + timedelta(days=2))
    mentor = User.objects.get(email=MENTOR)
    if replicating.mentors(row.innovation, now=moment).filter(pk=mentor.pk).exists():
        replicating.name_mentor(row, mentor, by=OPERATOR, now=moment + timedelta(days=5))
    for step in row.steps.order_by("number")[:done]:
        at = datetime.combine(step.due, moment.timetz())
        replicating.do_step(step, done_on=step.due, by=OPERATOR, now=at)
    asked = "Bagaimana mengatur jadwal bila petugasnya hanya dua orang?"
    replicating.note(row, NoteKind.QUESTION, asked, by=OPERATOR, now=moment + timedelta(days=9))
    reply = "Mulailah dengan pagi hari saja. Setelah sebulan, tambah jam sore bila antreannya masih panjang."
    replicating.note(row, NoteKind.REPLY, reply, by=OPERATOR, now=moment + timedelta(days=10))


def _finished(row: Replication, moment: datetime) -> None:
    changed = "Nomor pesan diganti dengan papan di kantor lurah, karena banyak warga tidak memakai ponsel."
    replicating.note(row, NoteKind.ADAPTATION, changed, by=OPERATOR, now=moment - timedelta(days=60))
    replicating.finish(
        row,
        outcome="Waktu tunggu di lima kantor kecamatan turun dari 140 menit menjadi 22 menit.",
        evidence="Catatan jam datang dan jam selesai dari mesin antrean, enam bulan sebelum dan sesudah.",
        by=OPERATOR,
        now=moment,
    )
