"""The weekly bulletin: once a week, the numbers of the pages, no personal data, for those it is for."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.accounts.models import User
from lapor.indicators.summary import by_day, together
from lapor.notifications.models import Channel, Delivery, Preference
from lapor.oversight.bulletin import keeping, making
from lapor.oversight.bulletin.contents import FIGURES, contents, reader_of
from lapor.oversight.bulletin.typesetting import as_data, typeset
from lapor.oversight.models import Bulletin
from lapor.oversight.showing import shown
from lapor.oversight.tests.cast import DAY, answered, count, forwarded
from lapor.oversight.watching import numbers
from lapor.reports.tests.world import WIB, World, build, filed
from tests.client import CheckedClient

PAGE = "/kelola/pengawasan/buletin/"
WEEK = date(2018, 8, 27)
MONDAY = datetime(2018, 9, 3, 6, 30, tzinfo=WIB)


def client(name: str) -> CheckedClient:
    made = CheckedClient()
    made.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return made


@pytest.fixture
def week(world: World) -> int:
    """Six reports of the ministry, answered and late ones; one of the city, one that nobody verified."""
    late = forwarded(world, now=MONDAY - 20 * DAY)
    for _one in range(4):
        answered(world)
    forwarded(world, title="Surat rahasia", secret=True)
    forwarded(world, agency=world.stranger)
    filed(now=MONDAY - 5 * DAY)
    count(MONDAY)
    return late.pk


def test_the_bulletin_says_what_the_pages_say(world: World, week: int) -> None:
    for agency in (None, world.ministry):
        found = contents(agency, WEEK, now=MONDAY)
        sums = together(by_day(start=WEEK, end=WEEK + timedelta(days=6), agency=agency))
        assert found.figures == shown(FIGURES, sums, 7, scoped=False)
        assert found.sections == numbers.sections(reader_of(agency), now=MONDAY)
        assert [number for number, _due in found.overdue] == [week]
        assert found.sentence.endswith("1 laporan menunggu jawaban instansi lewat batasnya.")
    assert contents(None, WEEK, now=MONDAY).sentence.startswith("Pekan ini masuk 7 laporan, 7 lebih banyak")
    as_seen = numbers.sections(world.actor("lilis"), now=MONDAY)
    assert contents(world.ministry, WEEK, now=MONDAY).sections == as_seen


def test_the_pdf_is_accessible_and_names_nobody(world: World, week: int) -> None:
    found = contents(world.ministry, WEEK, now=MONDAY)
    said = str(as_data(found))
    assert f"#{week}" in said
    for secret in ("Kenanga", "belum cair", "Surat rahasia", "0812", "@"):
        assert secret not in said
    with pikepdf.open(BytesIO(typeset(found))) as pdf:
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
        assert box == [0, 0, 595, 842]
        assert pdf.Root.Lang == "id"


def test_once_a_week_for_those_with_reports(world: World, week: int) -> None:
    """Not on Sunday, not before six; then each once, told to those it is for as they chose."""
    Preference.objects.create(user=User.objects.get(email="lilis@demo.lapor"), mail="never")
    assert making.make_bulletins(MONDAY - DAY) == 0
    assert making.make_bulletins(MONDAY - timedelta(hours=1)) == 0
    assert making.make_bulletins(MONDAY) == 3
    assert making.make_bulletins(MONDAY + DAY) == 0
    assert {row.agency for row in Bulletin.objects.all()} == {None, world.ministry, world.stranger}
    told = Delivery.objects.filter(purpose="notice", event=None, created_at=MONDAY)
    mails = sorted(row.address for row in told.filter(channel=Channel.EMAIL))
    seated = ("karin", "kurnia", "pratiwi", "tono", "yusuf")
    assert mails == [f"{name}@demo.lapor" for name in seated]
    assert told.filter(channel=Channel.APP).count() == len(seated) + 1
    assert "Kementerian" in told.get(channel=Channel.APP, user__email="lilis@demo.lapor").subject


def test_a_fault_keeps_no_other_from_being_made(
    world: World, week: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(agency: Any, *args: Any, **kwargs: Any) -> Any:
        if agency == world.ministry:
            raise OSError("disk")
        return contents(agency, *args, **kwargs)

    monkeypatch.setattr(making, "contents", broken)
    assert making.make_bulletins(MONDAY) == 2
    monkeypatch.undo()
    assert making.make_bulletins(MONDAY) == 1


def test_who_reads_which(world: World, week: int) -> None:
    making.make_bulletins(MONDAY)
    rows = {row.agency_id: row.pk for row in Bulletin.objects.all()}
    nation, ministry, city = rows[None], rows[world.ministry.pk], rows[world.stranger.pk]
    for name, mine, others in (
        ("lilis", ministry, (nation, city)),
        ("tono", city, (nation, ministry)),
    ):
        asked = client(name)
        assert f"{PAGE}{mine}/" in asked.get(PAGE).content.decode()
        answer: Any = asked.get(f"{PAGE}{mine}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        for other in others:
            assert asked.get(f"{PAGE}{other}/").status_code == 404
    karin = client("karin")
    with CaptureQueriesContext(connection) as queries:
        page = karin.get(PAGE).content.decode()
    assert len(queries) <= 8
    assert f"{PAGE}{nation}/" in page
    assert f"{PAGE}{city}/" not in page
    assert f"{PAGE}{city}/" in karin.get(f"{PAGE}?instansi=KOTA-SURABAYA").content.decode()
    assert client("budi").get(PAGE).status_code == 403
    keeping.folder().joinpath(f"{nation}.pdf").unlink()
    assert karin.get(f"{PAGE}{nation}/").status_code == 404
    assert karin.get(f"{PAGE}?lanjut=x&instansi=%00").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_makes_it() -> None:
    world = build()
    forwarded(world)
    made: list[object] = []

    def work() -> None:
        try:
            made.append(making.make(world.ministry, WEEK, now=MONDAY))
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len([one for one in made if one]) == 1
    assert Bulletin.objects.count() == 1
    assert Delivery.objects.filter(channel=Channel.APP, report=None).count() == 2
