"""Pengawasan: each number is the length of the list it leads to, for everybody in the own scope."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import User
from lapor.indicators import silence
from lapor.indicators.models import SilentAgency
from lapor.oversight.tests.cast import DAY
from lapor.oversight.watching import numbers
from lapor.registry.models import Agency
from lapor.reports import closing, disposition, followup, handling, programmes, verification
from lapor.reports.models import Deadline, Report, Tag
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.tests.world import World, filed, holder_of_code
from tests.client import CheckedClient

PAGE = "/kelola/pengawasan/"
LINK = re.compile(r'<dd><a href="([^"]+)"[^>]*>([0-9.+]+)</a></dd>')


def client(name: str) -> CheckedClient:
    made = CheckedClient()
    made.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return made


def words(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def at_agency(world: World, *, days: int, agency: Agency | None = None, **changes: Any) -> Report:
    """Filed so many days ago and forwarded a day later."""
    then = timezone.now() - days * DAY
    report = filed(now=then, **changes).report
    verification.verify(report, by=world.actor("ratna"), now=then + DAY)
    disposition.dispose(report, by=world.actor("ratna"), agency=agency or world.ministry, now=then + DAY)
    return report


@pytest.fixture
def burning(world: World) -> Report:
    """Unverified of three ages, late answers of three lengths, one reopened, one over the law's limit."""
    now = timezone.now()
    for days in (0, 5, 5, 40):
        filed(now=now - days * DAY)
    late = at_agency(world, days=14)
    at_agency(world, days=30)
    at_agency(world, days=70, agency=world.stranger)
    again = at_agency(world, days=17)
    followup.answer(again, by=world.actor("kurnia"), text="Sudah dibayar.", final=True, now=now - 15 * DAY)
    closing.close(again, by=holder_of_code(again), now=now - 11 * DAY)
    closing.reopen(again, by=holder_of_code(again), reason="Belum masuk.", now=now - DAY)
    Deadline.objects.filter(report=late, step="legal_maximum").update(due=now - DAY)
    return late


def test_each_number_is_as_long_as_its_list(world: World, burning: Report) -> None:
    for name in ("pratiwi", "yusuf", "ratna", "lilis", "tono"):
        _as_long_as_its_list(name)


def _as_long_as_its_list(name: str) -> None:
    asked = client(name)
    page = words(asked.get(PAGE))
    found = LINK.findall(page)
    assert len(found) >= (8 if name in ("pratiwi", "karin", "yusuf", "ratna") else 1)
    for link, number in found:
        listed = words(asked.get(link))
        assert f"{number} laporan cocok" in listed or link.endswith("antrean=ombudsman"), (link, number)
        assert "error" not in re.findall(r'class="([^"]*)"', listed), link
    assert "Kenanga" not in page
    assert "kenanga@" not in page


def test_what_is_counted(world: World, burning: Report) -> None:
    now = timezone.now()
    found = {section.id: section for section in numbers.sections(world.actor("pratiwi"), now=now)}
    assert [one.value for one in found["belum-diverifikasi"].numbers] == [1, 2, 0, 1]
    assert sum(one.value for one in found["instansi-lewat"].numbers) == 3
    assert found["instansi-lewat"].numbers[2].value == 1
    assert [one.value for one in found["sesudah-jawaban"].numbers] == [0, 1, 0]
    assert found["peraturan"].numbers[0].value == 2
    own = {section.id: section for section in numbers.sections(world.actor("tono"), now=now)}
    assert own["instansi-lewat"].total == 1
    assert "belum-diverifikasi" not in own
    assert len(numbers.sections(world.actor("yusuf"), now=now)[4].numbers) == 2


def test_the_page_costs_the_same_however_much_burns(world: World, burning: Report) -> None:
    asked = client("pratiwi")
    asked.get(PAGE)
    with CaptureQueriesContext(connection) as before:
        asked.get(PAGE)
    for days in (14, 15, 16, 40):
        at_agency(world, days=days)
    silence.find_silent(timezone.now())
    with CaptureQueriesContext(connection) as after:
        asked.get(PAGE)
    # Silent agencies that there are now are counted in one query more.
    assert len(after) <= len(before) + 1
    assert len(after) <= 14


def test_an_agency_falls_silent_and_speaks_again(world: World) -> None:
    now = timezone.now()
    first, _second = at_agency(world, days=60), at_agency(world, days=50)
    at_agency(world, days=55, agency=world.stranger)
    at_agency(world, days=12, agency=Agency.objects.exclude(pk__in=(world.ministry.pk, world.stranger.pk))[0])
    assert silence.find_silent(now) == 2
    page = words(client("karin").get(f"{PAGE}diam/"))
    assert page.index(world.ministry.name) < page.index(world.stranger.name)
    link = re.findall(r'href="(/kelola/\?[^"]+)"[^>]*>2</a>', page)
    assert "2 laporan cocok" in words(client("karin").get(link[0]))
    own = words(client("tono").get(f"{PAGE}diam/"))
    assert world.stranger.name in own
    assert world.ministry.name not in own
    followup.answer(first, by=world.actor("kurnia"), text="Kami proses.", final=False, now=now)
    silence.find_silent(now)
    assert [row.agency for row in SilentAgency.objects.all()] == [world.stranger]


def test_load_is_for_those_who_spread_the_work(world: World) -> None:
    late = at_agency(world, days=30)
    disposition.dispose_to_unit(late, by=world.actor("kurnia"), unit=world.unit, now=timezone.now())
    handling.take(late, by=world.actor("budi"), now=timezone.now())
    own = client("kurnia")
    page = words(own.get(f"{PAGE}beban/"))
    (link, _number), *_rest = re.findall(r'href="(/kelola/\?[^"]+petugas[^"]+)"[^>]*>(1)</a>', page)
    assert f"#{late.pk}" in words(own.get(link))
    assert "Ditangani oleh: Budi" in re.sub("<[^>]+>", "", words(own.get(link)))
    assert own.get(f"{PAGE}beban/?instansi=KOTA-SURABAYA").status_code == 404
    siti = User.objects.create_user("siti@demo.lapor", "lapor-demo", name="Siti").pk
    assert "Siti" not in words(client("pratiwi").get(f"/kelola/?petugas={siti}"))
    assert "Ratna" not in words(own.get(f"/kelola/?petugas={world.actor('ratna').user_id}"))
    budi = world.actor("budi").user_id  # whom the agency alone, and the service, may know by name
    assert "Budi" in words(client("ratna").get(f"/kelola/?petugas={budi}"))
    assert "Budi" not in words(client("karin").get(f"/kelola/?petugas={budi}"))
    nation = client("pratiwi")
    assert "Ratna" in words(nation.get(f"{PAGE}beban/"))
    assert "Budi" in words(nation.get(f"{PAGE}beban/?instansi=KEMENDIKDASMEN"))
    assert client("lilis").get(f"{PAGE}beban/").status_code == 403
    assert client("karin").get(f"{PAGE}beban/").status_code == 403


def test_programmes_by_rule_and_by_hand(world: World) -> None:
    """The rule looks at words; what an officer said stands against it; others read, and may not choose."""
    now = timezone.now()
    report = filed(now=now, title="Tunjangan guru belum cair").report
    other = filed(now=now, title="Lampu padam", text="Lampu jalan padam.").report
    verification.verify(report, by=world.actor("ratna"), now=now)
    for one in (report, other):
        programmes.mark(one.events.order_by("-id")[0])
    assert [one.code for one in programmes.of_report(report)] == ["tunjangan-guru"]
    assert programmes.of_report(other) == []
    karin = client("karin")
    assert f"#{report.pk}" in words(karin.get("/kelola/?program=tunjangan-guru"))
    assert "Tunjangan guru</dd>" in words(karin.get(f"/kelola/laporan/{report.pk}/"))
    sent = karin.post(f"/kelola/laporan/{report.pk}/program/", {"programmes": ["stunting"]})
    assert sent.status_code == 302
    programmes.mark(report.events.order_by("-id")[0])
    assert programmes.tag_programmes(now) == 0
    assert [one.code for one in programmes.of_report(report)] == ["stunting"]
    assert Tag.objects.get(programme="tunjangan-guru").off
    assert "0 laporan cocok" in words(karin.get("/kelola/?program=tunjangan-guru"))
    with pytest.raises(BadInput):
        programmes.choose(report, by=world.actor("karin"), codes=["tak-ada"], now=now)
    with pytest.raises(NotAllowed):
        programmes.choose(report, by=world.actor("kurnia"), codes=[], now=now)
    assert client("kurnia").post(f"/kelola/laporan/{report.pk}/program/", {}).status_code == 404
    assert client("pratiwi").post(f"/kelola/laporan/{report.pk}/program/", {}).status_code == 403


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,A,,,,2020-01-01,,x", "needs categories"),
        ("a,,b,,,2020-01-01,,x", "a name"),
        ("a,A,b,,,besok,,x", "besok"),
    ],
)
def test_a_faulty_row_of_programmes_is_named(tmp_path: Any, row: str, fault: str) -> None:
    file = tmp_path / "programmes.csv"
    file.write_text(",".join(programmes.COLUMNS) + f"\n{row}\n")
    with pytest.raises(ValueError, match=f"line 2.*{fault}"):
        programmes.load(file)


def test_filters_with_nonsense_are_named_not_obeyed(world: World) -> None:
    asked = client("pratiwi")
    for name in ("petugas=x", "petugas=99999999999999999999", "program=tak", "giliran=%00", "penutupan=x"):
        assert asked.get(f"/kelola/?{name}").status_code == 200
    assert asked.get(f"{PAGE}lonjakan/?lanjut=x").status_code == 404
    assert asked.get(f"{PAGE}beban/?instansi=%00").status_code == 200
