"""The demo's exchange: a gathering to come and one that was, questions, a note and a consultation."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from lapor.accounts.actors import PUBLIC, Actor, actor_of
from lapor.accounts.roles import Role
from lapor.jipp.exchange import gatherings, policies, questions
from lapor.jipp.exchange.codes import PolicyKind
from lapor.jipp.models import Gathering, Hub, Innovation
from lapor.sla.zones import NATIONAL

PEOPLE = ("Sari", "Bagus", "Lintang", "Mega", "Rizal", "Yanti")
SAID = (
    ("Sari", "Jam buka pukul delapan terlalu siang bagi yang bekerja. Mohon pukul tujuh.",
     "Setuju. Pasal 2 kami ubah: loket buka pukul tujuh pada hari Selasa dan Kamis."),
    ("", "Tolong sebutkan juga kursi untuk ibu menyusui.", ""),
    ("Bagus", "Papan antrean sebaiknya bersuara, supaya tunanetra tahu gilirannya.", None),
)  # fmt: skip


def fill_exchange(manager: Actor, *, now: datetime) -> None:
    """All through the real verbs, at moments that have passed; `manager` runs the hub in Jawa Timur."""
    hub = Hub.objects.get(code="JATIM")
    _gathered(hub, "Belajar Antrean dari Rumah", manager, now + timedelta(days=12), now, people=5)
    _gathered(hub, "Kunjungan ke Desa Siaga Ibu Hamil", manager, now - timedelta(days=35), now, people=6)
    _asked(now)
    _published(hub, manager, now)


def _gathered(
    hub: Hub, title: str, manager: Actor, day: datetime, now: datetime, *, people: int
) -> Gathering:
    begins = datetime.combine(day.astimezone(NATIONAL).date(), time(9), NATIONAL)
    before = min(begins, now) - timedelta(days=20)
    what = gatherings.Invitation(
        title,
        "Setengah hari bersama yang sudah menjalankannya: melihat, bertanya, lalu menyusun langkah pertama.",
        "Aula Bakorwil, Surabaya",
        begins,
        begins + timedelta(hours=4),
        capacity=40,
    )
    row = gatherings.prepare_gathering(hub, what, by=manager, now=before)
    gatherings.open_gathering(row, by=manager, now=before)
    for number, name in enumerate(PEOPLE[:people]):
        moment = before + timedelta(hours=number + 1)
        address = f"{name.lower()}@warga.example"
        person, _fresh = gatherings.take_seat(row, address=address, name=name, language="id", now=moment)
        gatherings.confirm_seat(person, now=moment)
    return row


def _asked(now: datetime) -> None:
    row = Innovation.objects.get(title="Antrean KTP dari Rumah")
    first = questions.ask(
        row, text="Bagaimana warga yang tidak punya ponsel?", name="Mega", now=now - timedelta(days=9)
    )
    said = "Ketua RT dapat memesankan jam untuk warganya. Seperlima jam juga dibiarkan kosong."
    questions.answer_question(first, text=said, by=_owner(row), now=now - timedelta(days=7))
    questions.ask(row, text="Berapa biaya pesan setiap bulan?", name="", now=now - timedelta(days=1))


def _owner(row: Innovation) -> Actor:
    """Whoever coordinates the agency of an innovation."""
    seat = row.agency.seats.filter(role=Role.COORDINATOR).select_related("user").order_by("pk")[0]
    return actor_of(seat.user, now=seat.given_at)


def _published(hub: Hub, manager: Actor, now: datetime) -> None:
    note = policies.Paper(
        PolicyKind.NOTE,
        "Tiga syarat agar inovasi bisa ditiru",
        "Pertama, biayanya tertulis. Kedua, langkahnya urut. Ketiga, ada orang yang mau ditanya.\n\n"
        "Catatan ini disusun dari dua belas replikasi yang kami dampingi.",
    )
    row = policies.write_policy(hub, note, by=manager, now=now - timedelta(days=30))
    policies.publish_policy(row, by=manager, now=now - timedelta(days=30))
    day = now.astimezone(NATIONAL).date()
    paper = policies.Paper(
        PolicyKind.CONSULTATION,
        "Rancangan standar loket ramah warga",
        "Pasal 1. Setiap loket menulis syarat dan biaya di depan.\n\nPasal 2. Loket buka pukul delapan.\n\n"
        "Pasal 3. Yang menunggu lebih dari satu jam berhak tahu sebabnya.",
        opens_on=day - timedelta(days=8),
        closes_on=day + timedelta(days=20),
    )
    row = policies.write_policy(hub, paper, by=manager, now=now - timedelta(days=8))
    row = policies.publish_policy(row, by=manager, now=now - timedelta(days=8))
    for number, (name, text, answer) in enumerate(SAID):
        moment = now - timedelta(days=6 - number)
        said = policies.comment(row, text=text, name=name, by=PUBLIC, now=moment)
        if answer is not None:
            policies.show_comment(said, by=manager, now=moment)
        if answer:
            policies.reply(said, text=answer, by=manager, now=moment + timedelta(days=1))
