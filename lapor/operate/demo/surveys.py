"""The demo's surveys: a service unit with two published periods and one that is open now, and two others."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from lapor.accounts.actors import OPERATOR, PUBLIC, Actor
from lapor.registry.models import Agency, AgencyKind
from lapor.skm import answering, following_up, oddities, paper, periods, units
from lapor.skm.codes import ELEMENTS, PROFILE, Way
from lapor.skm.models import Period, Response, ServiceUnit
from lapor.sla.zones import NATIONAL

SERVICES = ("KTP elektronik", "Akta kelahiran", "Kartu keluarga")
# How content people are with each element, of ten: waiting and seats are what they complain about.
MOOD = {"U1": 7, "U2": 6, "U3": 3, "U4": 9, "U5": 7, "U6": 8, "U7": 7, "U8": 5, "U9": 4}
SUGGESTIONS = (
    "Antrean pagi terlalu panjang, tolong tambah loket.",
    "Petugasnya ramah, terima kasih.",
    "Kursi di ruang tunggu kurang, banyak yang berdiri.",
    "Menunggu KTP jadi terlalu lama.",
    "Tempat parkir sempit.",
    "Syaratnya jelas karena sudah ditulis di depan.",
    "Semoga bisa diurus dari rumah.",
)
WAYS = (Way.LINK, Way.KIOSK, Way.KIOSK, Way.SMS, Way.INVITATION)
FIRST, CLOSED, OPEN, FEW = 36, 48, 26, 14


def fill_surveys(agency: Agency, manager: Actor, *, now: datetime) -> None:
    """All through the real verbs, at moments that have passed."""
    unit = units.add_unit(
        agency, name="Dinas Kependudukan dan Pencatatan Sipil", code="DUKCAPIL", by=manager, now=now
    )
    services = [units.add_service(unit, name=name, by=manager).pk for name in SERVICES]
    _word(unit, manager)
    first = _opened(unit, services, manager, now - timedelta(days=330), 60, "Semester pertama", 38)
    for number in range(FIRST):
        _answer(first, services, number + 2_000, now - timedelta(days=329 - number))
    _settle(first, manager, now - timedelta(days=265))
    past = _opened(unit, services, manager, now - timedelta(days=150), 90, "Semester lalu")
    for number in range(CLOSED):
        _answer(past, services, number, now - timedelta(days=149 - number))
    _settle(past, manager, now - timedelta(days=55))
    today = _opened(unit, services, manager, now - timedelta(days=20), 60, "Semester ini")
    for number in range(OPEN):
        _answer(today, services, number + 1_000, now - timedelta(days=19, hours=-15 * number))
    oddities.find(today, now=now)
    _paper(today, manager, now=now - timedelta(hours=1))
    _draft(unit, services, manager, now=now)
    _others(now=now)


def _others(*, now: datetime) -> None:
    """Elsewhere: a clinic that asked a few, and a unit that has not asked anybody yet."""
    regency = Agency.objects.tops().standing().filter(kind=AgencyKind.REGENCY).order_by("code")[0]
    ministry = Agency.objects.tops().standing().filter(kind=AgencyKind.MINISTRY).order_by("code")[0]
    manager = OPERATOR
    units.add_unit(ministry, name="Pusat Layanan Terpadu", code="PLT", by=manager, now=now)
    clinic = units.add_unit(regency, name="Puskesmas Ketapang", code="KETAPANG", by=manager, now=now)
    services = [units.add_service(clinic, name=name, by=manager).pk for name in ("Poli umum", "Poli gigi")]
    period = _opened(clinic, services, manager, now - timedelta(days=100), 40, "Triwulan lalu", 90)
    for number in range(FEW):
        _answer(period, services, number + 3_000, now - timedelta(days=99 - number))
    period = periods.close_period(period, by=manager, now=now - timedelta(days=50))
    periods.publish_period(period, by=manager, now=now - timedelta(days=50))


def _draft(unit: ServiceUnit, services: Sequence[int], manager: Actor, *, now: datetime) -> None:
    """The one after, as far as it is prepared."""
    first = now.astimezone(NATIONAL).date() + timedelta(days=90)
    plan = periods.Plan(
        "Semester depan",
        first,
        first + timedelta(days=60),
        population=900,
        dropped={"U4": "Layanan ini gratis."},
        services=services,
    )
    periods.prepare_period(unit, plan, by=manager, now=now)


def _word(unit: ServiceUnit, manager: Actor) -> None:
    """One element in the unit's own words, and one question of its own."""
    units.word_question(
        unit,
        "U3",
        text="Apakah KTP atau akta Anda selesai pada hari yang dijanjikan?",
        answers=("Sangat terlambat", "Terlambat", "Tepat hari", "Lebih cepat"),
        by=manager,
    )
    units.word_question(
        unit,
        "",
        text="Apakah tempat parkirnya cukup?",
        answers=("Tidak cukup", "Kurang cukup", "Cukup", "Luas"),
        by=manager,
    )


def _paper(period: Period, manager: Actor, *, now: datetime) -> None:
    """Three sheets: one that counts, one whose two entries differ, one that waits for its second."""
    for number, entries in ((1, (3, 3)), (2, (3, 4)), (3, (2,))):
        for last in entries:
            answers = dict.fromkeys(ELEMENTS, 3) | {"U2": 2, "U9": last}
            key = uuid5(NAMESPACE_URL, f"lapor.demo/{number}/{last}")
            given = answering.Given(key, answers, sex="female")
            paper.enter_paper(period, number=number, given=given, by=manager, now=now)


def _opened(
    unit: ServiceUnit,
    services: Sequence[int],
    manager: Actor,
    since: datetime,
    days: int,
    name: str,
    population: int = 1_200,
) -> Period:
    first = since.astimezone(NATIONAL).date()
    plan = periods.Plan(name, first, first + timedelta(days=days), population=population, services=services)
    draft = periods.prepare_period(unit, plan, by=manager, now=since)
    return periods.open_period(draft, by=manager, now=since)


def _answer(period: Period, services: Sequence[int], number: int, moment: datetime) -> Response:
    """One invented respondent; every ninth leaves an element out, every fifteenth is quick and all alike."""
    moment = datetime.combine(moment.astimezone(NATIONAL).date(), time(9, number % 60), NATIONAL)
    alike = number % 15 == 14
    way = WAYS[number % len(WAYS)]
    answers = {
        code: None if number % 9 == 8 and code == "U8" else 4 if alike else _drawn(number, code)
        for code in ELEMENTS
    }
    profile = {
        name: str(words.values[_draw(number, name) % len(words.values)]) if _draw(number, name) % 5 else ""
        for name, words in PROFILE.items()
    }
    own = {
        one.pk: 1 + _draw(number, "own") % 4
        for one in (units.questionnaire(period) if way in (Way.LINK, Way.KIOSK) else ())
        if one.pk and not one.element
    }
    given = answering.Given(
        uuid5(NAMESPACE_URL, f"lapor.demo/{period.pk}/{number}"),
        answers,
        own=own,
        service_id=None if way == Way.SMS else services[_draw(number, "service") % len(services)],
        suggestion=SUGGESTIONS[number // 3 % len(SUGGESTIONS)] if number % 3 == 0 else "",
        device=f"demo-{number}",
        seconds=4 if alike else 40 + _draw(number, "time") % 90,
        age=profile["age"],
        sex=profile["sex"],
        education=profile["education"],
        occupation=profile["occupation"],
    )
    return answering.answer(period, given, way=way, by=PUBLIC, now=moment)


def _settle(period: Period, manager: Actor, moment: datetime) -> None:
    """Closed, one odd answer left out, two steps planned of which one is done, published."""
    period = periods.close_period(period, by=manager, now=moment)
    odd = oddities.odd(period).order_by("pk").first()
    if odd is not None:
        reason = "Diisi petugas saat mencoba layar di loket."
        oddities.decide(odd, excluded=True, reason=reason, by=manager, now=moment)
    steps = (("U3", "Menambah satu loket pengambilan KTP", "Kepala Bidang Pendaftaran Penduduk"),
             ("U9", "Menambah 40 kursi di ruang tunggu", "Sekretaris Dinas"))  # fmt: skip
    rows = [
        following_up.plan_step(
            period,
            element=code,
            action=action,
            owner=owner,
            due=period.ends + timedelta(days=days),
            by=manager,
            now=moment,
        )
        for (code, action, owner), days in zip(steps, (150, 30), strict=True)
    ]
    following_up.fulfil_step(rows[1], note="Kursi terpasang.", by=manager, now=moment + timedelta(days=9))
    periods.publish_period(period, by=manager, now=moment)


def _drawn(number: int, code: str) -> int:
    """3 or 4 where people are content, else 2 or 3, now and then 1."""
    draw = _draw(number, code)
    if draw % 10 < MOOD[code]:
        return 3 + draw // 10 % 2
    return 1 if draw // 10 % 8 == 0 else 2 + draw // 100 % 2


def _draw(number: int, what: str) -> int:
    return zlib.crc32(f"{number}/{what}".encode())
