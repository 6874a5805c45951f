"""Who else has a report open: colleagues of the same office learn it, for 90 seconds, and nobody else."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lapor.backoffice import presence
from lapor.backoffice.models import Viewing
from lapor.backoffice.tests.stages import Stages
from lapor.reports.tests.world import World
from tests.client import CheckedClient

SAID = "juga membuka laporan ini"


def test_colleagues_see_each_other_and_no_other_office_does(desk: Any, stages: Stages, world: World) -> None:
    report, beside = stages.at_unit(), stages.at_unit()
    address = f"/kelola/laporan/{report.pk}/"
    assert SAID not in desk("budi").get(address).content.decode()
    assert f"Budi {SAID}" in desk("wati").get(address).content.decode()
    assert f"Budi, Wati {SAID}" in desk("kurnia").get(f"{address}pembaca/").content.decode()
    assert SAID not in desk("kurnia").get(f"/kelola/laporan/{beside.pk}/").content.decode()
    assert SAID not in desk("ratna").get(address).content.decode()
    assert SAID not in desk("yusuf").get(address).content.decode()  # the Ombudsman is another house
    assert f"Ratna {SAID}" in desk("pratiwi").get(address).content.decode()
    again = desk("budi").get(f"{address}pembaca/").content.decode()
    assert f"Kurnia, Wati {SAID}" in again
    assert desk("tono").get(f"{address}pembaca/").status_code == 404
    assert SAID not in CheckedClient().get(f"/laporan/{report.pk}/").content.decode()


def test_after_90_seconds_nothing_is_left(stages: Stages, world: World) -> None:
    report, now = stages.at_unit(), timezone.now()
    budi, wati = world.actor("budi"), world.actor("wati")
    presence.look_in(report, budi, now=now)
    assert presence.look_in(report, wati, now=now + timedelta(seconds=80)) == ["Budi"]
    presence.look_in(report, budi, now=now + timedelta(seconds=85))
    assert presence.look_in(report, wati, now=now + timedelta(seconds=174)) == ["Budi"]
    assert presence.look_in(report, wati, now=now + timedelta(seconds=176)) == []
    assert presence.forget_viewings(now + timedelta(seconds=300)) == 2
    assert not Viewing.objects.exists()
