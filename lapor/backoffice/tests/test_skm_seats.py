"""The SKM manager's seat, given by the pages of people."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lapor.accounts.actors import actor_of
from lapor.accounts.models import User
from lapor.backoffice.tests.test_people import PASSWORD, invite, link_of, user
from lapor.reports.tests.world import World
from tests.client import CheckedClient


def test_who_runs_surveys_is_seated_as_everybody_is_and_opens_no_report(desk: Any, world: World) -> None:
    kurnia = desk("kurnia")
    assert invite(kurnia, "rina@contoh.example", "skm_manager", world.stranger.name).status_code == 422
    assert invite(desk("pratiwi"), "rina@contoh.example", "skm_manager", "").status_code == 422
    assert invite(kurnia, "rina@contoh.example", "skm_manager", world.unit.name).status_code == 302
    assert CheckedClient().post(link_of("rina@contoh.example"), {"password": PASSWORD}).status_code == 302
    made = User.objects.get(email="rina@contoh.example")
    assert actor_of(made, now=timezone.now()).paths() == ()
    rina = CheckedClient()
    logged = rina.post("/masuk/", {"login": "rina@contoh.example", "password": PASSWORD}, follow=True)
    assert logged.redirect_chain[-1][0] == "/kelola/skm/"
    assert "Rina Baru" in kurnia.get("/kelola/orang/").content.decode()
    more = {"role": "skm_manager", "agency": world.unit.name}
    assert kurnia.post(f"/kelola/orang/{user('wati').pk}/jabatan/", more).status_code == 302
    assert desk("wati").get("/kelola/skm/").status_code == 200
    end = f"/kelola/orang/{made.pk}/jabatan/{made.seats.get().pk}/pengakhiran/"
    assert desk("tono").post(end).status_code == 404
    assert kurnia.post(end).status_code == 302
    assert rina.get("/kelola/skm/").status_code == 403
