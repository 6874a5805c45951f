"""Units of an agency: added, renamed, closed; what lay there lies at the successor, and says so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from lapor.accounts.models import Seat
from lapor.backoffice.tests.stages import Stages
from lapor.backoffice.tests.test_people import invite, user
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports import recounting
from lapor.reports.models import Report
from lapor.reports.tests.world import World


def test_units_are_added_renamed_and_closed_with_their_reports(
    desk: Any, stages: Stages, world: World
) -> None:
    client, report, answered = desk("kurnia"), stages.at_unit(), stages.answered()
    ended = stages.closed()
    address = f"/kelola/unit/{world.unit.pk}/"
    assert client.post("/kelola/unit/", {"name": "Direktorat Baru"}).status_code == 422
    sent = client.post("/kelola/unit/", {"name": "Direktorat Baru", "parent": world.ministry.pk})
    assert sent.status_code == 302
    new = world.ministry.children.get(name="Direktorat Baru")
    for name, parent in (("direktorat baru", world.ministry), ("Cabang", world.stranger), ("...", new)):
        assert client.post("/kelola/unit/", {"name": name, "parent": parent.pk}).status_code == 422
    assert client.post(f"{address}nama/", {"name": "Direktorat Baru"}).status_code == 422
    assert client.post(f"{address}nama/", {"name": "Direktorat Guru"}).status_code == 302
    assert client.post(f"{address}penutupan/", {"to": new.pk}).status_code == 409  # officers sit there
    Seat.objects.filter(agency=world.unit).update(valid_to=timezone.now())
    assert client.post(f"{address}penutupan/").status_code == 409  # a report is open there
    assert client.post(f"{address}penutupan/", {"to": new.pk}).status_code == 302
    for one in (report, answered):
        passed_on(one, world.unit, new)
        page = client.get(f"/kelola/laporan/{one.pk}/").content.decode()
        assert "Unit sebelumnya ditutup." in page
        assert "kepada Direktorat Baru" in page
    assert not ended.events.filter(facts__has_key="successor_of").exists()
    world.unit.refresh_from_db()
    assert (world.unit.name, world.unit.successor) == ("Direktorat Guru", new)
    assert world.unit.valid_to is not None
    assert client.post(f"{address}penutupan/", {"to": new.pk}).status_code == 409
    assert invite(client, "rina@contoh.example", "liaison", world.unit.code).status_code == 422


def passed_on(report: Report, unit: Agency, to: Agency) -> None:
    """The report lies at the successor, its history says so, and its clocks are what the history says."""
    version = report.version
    report.refresh_from_db()
    assert (report.unit, report.version) == (to, version + 1)
    assert report.dispositions.get(until=None).holder == to
    event = report.events.latest("pk")
    assert (event.act, event.agency, event.by) == ("dispose_to_unit", to, user("kurnia"))
    assert (event.from_status, event.to_status) == (report.status, report.status)
    assert event.facts == {"lead": True, "successor_of": unit.pk}
    counted = [(str(c.step), c.due, c.met_at) for c in recounting.recount_of(report).clocks]
    assert counted == list(report.deadlines.order_by("id").values_list("step", "due", "met_at"))


def test_among_many_one_types_the_name(desk: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page does not grow with the officers and units of an agency, and a name typed reaches no stranger."""
    monkeypatch.setattr("lapor.backoffice.people.choosing.MANY", 1)
    client, other = desk("kurnia"), ensure_unit(world.ministry, "Direktorat Guru Menengah")
    for address in ("unit/", f"unit/{other.pk}/", f"orang/{user('budi').pk}/penonaktifan/", "pelaksana/"):
        page = client.get(f"/kelola/{address}").content.decode()
        assert not {world.unit.name, "Wati"} & set(re.findall(r"<option[^>]*>([^<]*)<", page)), address
        assert "Tulis sebagian nama, lalu pilih." in page, address
    wish = {"name": "Seksi Baru", "parent": "direktorat guru"}
    doubt = client.post("/kelola/unit/", wish)
    assert doubt.status_code == 422
    assert f'name="parent_pick" value="{other.pk}"' in doubt.content.decode()
    strange = {"parent": world.stranger.name, "parent_pick": world.stranger.pk}
    assert client.post("/kelola/unit/", wish | strange).status_code == 422
    assert client.post("/kelola/unit/", wish | {"parent_pick": other.pk}).status_code == 302
    made = other.children.get(name="Seksi Baru")
    assert client.post(f"/kelola/unit/{made.pk}/penutupan/", {"to": "guru menengah"}).status_code == 302
    seat = Seat.objects.get(user=user("kurnia"))
    days = {"since": f"{timezone.localdate()}", "until": f"{timezone.localdate()}"}
    named = client.post("/kelola/pelaksana/", {"seat": seat.pk, "deputy": "Wat", **days})
    assert (named.status_code, seat.deputies.get().user) == (302, user("wati"))
    gone = client.post(f"/kelola/orang/{user('budi').pk}/penonaktifan/", {"to": "Tono"})
    assert gone.status_code == 422
    assert "Tidak ada rekan bernama" in gone.content.decode()
