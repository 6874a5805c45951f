"""People of the desk: invited, seated, moved, deactivated; within the own subtree and on record."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts import forgetting, inviting, staffing, tokens
from lapor.accounts.actors import actor_of
from lapor.accounts.models import Invitation, Seat, User
from lapor.accounts.roles import Role
from lapor.accounts.staffing import StaffingRefused
from lapor.audit.models import Entry
from lapor.backoffice.tests.stages import Stages
from lapor.notifications.models import Delivery
from lapor.registry.agencies import ensure_unit
from lapor.reports import disposition, handing_over
from lapor.reports.models import Draft, Handling
from lapor.reports.tests.world import World
from tests.client import CheckedClient

PASSWORD = "kuda lumping biru"


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def seat(name: str) -> Seat:
    return Seat.objects.get(user=user(name), valid_to=None)


def invite(client: Any, email: str, role: str, agency: str) -> Any:
    sent = {"email": email, "name": "Rina Baru", "role": role, "agency": agency}
    return client.post("/kelola/orang/undangan/", sent)


def link_of(email: str) -> str:
    mail = next(row for row in Delivery.objects.order_by("-pk") if row.address == email)
    found = re.search(r"/undangan/[\w-]+/", mail.body)
    assert found
    return found[0]


def test_an_invitation_makes_an_officer_once(desk: Any, world: World) -> None:
    assert invite(desk("kurnia"), "Rina@Contoh.example", "liaison", world.unit.name).status_code == 302
    link, guest = link_of("rina@contoh.example"), CheckedClient()
    for _scanner in range(3):  # mail scanners open links
        assert guest.get(link).status_code == 200
    assert guest.post(link, {"password": "pendek"}).status_code == 422
    assert guest.post(link, {"password": PASSWORD}).headers["Location"] == "/masuk/"
    assert guest.post(link, {"password": PASSWORD}).status_code == 404
    made = User.objects.get(email="rina@contoh.example")
    assert made.check_password(PASSWORD)
    assert "_auth_user_id" not in guest.session  # the log-in asks for the second step
    assert [(one.role, one.agency) for one in made.seats.all()] == [(Role.LIAISON, world.unit)]
    acts = list(Entry.objects.order_by("pk").values_list("act", "actor_id"))
    kurnia = user("kurnia").pk
    assert acts == [("invite", kurnia), ("give_seat", kurnia), ("accept_invitation", made.pk)]


def test_a_link_that_is_over_or_withdrawn_opens_nothing(desk: Any, world: World) -> None:
    kurnia = desk("kurnia")
    for how in ("withdrawn", "late", "replaced", "inviter gone"):
        invite(kurnia, "rina@contoh.example", "superior", world.unit.name)
        link, row = link_of("rina@contoh.example"), Invitation.objects.latest("pk")
        if how == "withdrawn":
            assert kurnia.post(f"/kelola/orang/undangan/{row.pk}/penarikan/").status_code == 302
        elif how == "late":
            Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now())
        elif how == "replaced":
            invite(kurnia, "rina@contoh.example", "superior", world.unit.name)
        else:
            other = User.objects.create_user("kepala@demo.lapor", name="Kepala")
            Seat.objects.create(user=other, role=Role.COORDINATOR, agency=world.ministry)
            staffing.end_seat(seat("kurnia"), by=actor_of(other, now=timezone.now()), now=timezone.now())
        assert CheckedClient().get(link).status_code == 404, how
        assert CheckedClient().post(link, {"password": PASSWORD}).status_code == 404, how
    assert not User.objects.filter(email="rina@contoh.example").exists()
    now, week = timezone.now(), timedelta(days=7)
    assert forgetting.forget_invitations(before=now, limit=10) == 1  # the late one
    assert forgetting.forget_invitations(before=now + week, limit=10) == 4


def test_an_invitation_never_replaces_a_password(desk: Any, world: World) -> None:
    """Whoever reads the mailbox of an officer elsewhere gets no way into that account."""
    invite(desk("kurnia"), "tono@demo.lapor", "liaison", world.unit.name)
    guest = CheckedClient()
    page = guest.get(link_of("tono@demo.lapor")).content.decode()
    assert "password" not in page
    guest.post(link_of("tono@demo.lapor"), {"password": PASSWORD})
    assert user("tono").check_password("lapor-demo")
    assert user("tono").seats.count() == 2


@pytest.mark.parametrize(
    ("who", "role", "place"),
    [
        ("kurnia", "liaison", "KOTA-SURABAYA"),  # beside
        ("kurnia", "national_verifier", ""),  # above
        ("pratiwi", "liaison", "KEMENDIKDASMEN"),  # the agency's own matter
        ("kurnia", "developer", ""),
    ],
)
def test_nobody_gives_a_seat_outside_the_own_scope(
    desk: Any, world: World, who: str, role: str, place: str
) -> None:
    client = desk(who)
    assert invite(client, "rina@contoh.example", role, place).status_code == 422
    assert not Invitation.objects.exists()
    own = "budi" if who == "kurnia" else "ratna"
    sent = client.post(f"/kelola/orang/{user(own).pk}/jabatan/", {"role": role, "agency": place})
    assert sent.status_code == 422
    assert user(own).seats.count() == 1


def test_a_coordinator_of_a_unit_manages_that_unit_alone(desk: Any, world: World) -> None:
    below = ensure_unit(world.unit, "Subdirektorat Honor")
    Seat.objects.create(user=user("wati"), role=Role.COORDINATOR, agency=below)
    client = desk("wati")
    page = client.get("/kelola/orang/").content.decode()
    assert "Wati" in page
    assert "Kurnia" not in page
    assert client.get(f"/kelola/orang/{user('kurnia').pk}/").status_code == 404
    assert client.get(f"/kelola/unit/{world.unit.pk}/").status_code == 404
    assert client.post(f"/kelola/unit/{below.pk}/penutupan/").status_code == 403  # the own one
    assert invite(client, "rina@contoh.example", "liaison", world.unit.name).status_code == 422


def test_the_national_supervisor_seats_verifiers_and_coordinators_of_agencies(
    desk: Any, world: World
) -> None:
    client = desk("pratiwi")
    assert invite(client, "rina@contoh.example", "national_verifier", "").status_code == 302
    assert invite(client, "sari@contoh.example", "coordinator", "KOTA-SURABAYA").status_code == 302
    CheckedClient().post(link_of("rina@contoh.example"), {"password": PASSWORD})
    rina = actor_of(User.objects.get(email="rina@contoh.example"), now=timezone.now())
    assert rina.has(Role.NATIONAL_VERIFIER)
    assert "Tambah unit" not in desk("pratiwi").get("/kelola/unit/").content.decode()  # there is none above


def test_deactivation_hands_over_and_ends_everything_but_the_history(
    desk: Any, stages: Stages, world: World
) -> None:
    report, other = stages.drafted(), stages.disposed()
    now, budi = timezone.now(), user("budi")
    for one in (report, other):  # the second lies with the ministry: not in the colleague's sight
        Handling.objects.create(report=one, user=budi, agency=world.ministry, since=now)
    his, token = desk("budi"), tokens.issue(budi)
    assert his.get("/kelola/").status_code == 200
    page = desk("kurnia").get(f"/kelola/orang/{budi.pk}/penonaktifan/").content.decode()
    assert "2 laporan sedang ditangani" in page
    assert "Wati" in page
    assert "Lilis" not in page  # reads only
    sent = desk("kurnia").post(f"/kelola/orang/{budi.pk}/penonaktifan/", {"to": user("wati").pk})
    assert sent.status_code == 302
    assert list(Handling.objects.values_list("report", "user")) == [(report.pk, user("wati").pk)]
    assert Draft.objects.get(report=report).state == Draft.State.WAITING
    assert Draft.objects.get(report=report).by == budi
    assert his.get("/kelola/").status_code == 302  # logged out
    assert tokens.bearer(token, now=timezone.now()) is None
    assert not user("budi").has_usable_password()
    assert not actor_of(budi, now=timezone.now()).posts
    assert "Budi" in desk("kurnia").get("/kelola/orang/").content.decode()
    acts = Entry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["hand_over", "end_seat", "deactivate"]


def test_an_invitation_to_somebody_who_has_left_opens_nothing(world: World) -> None:
    """Else an old link brings a seat back; what another agency has offered is that one's."""
    now, kurnia, tono = timezone.now(), world.actor("kurnia"), world.actor("tono")
    words: dict[str, Any] = {"name": "Budi", "role": Role.COORDINATOR, "now": now}
    _made, token = inviting.invite("budi@demo.lapor", agency=world.unit, by=kurnia, **words)
    _made, elsewhere = inviting.invite("budi@demo.lapor", agency=world.stranger, by=tono, **words)
    staffing.deactivate(user("budi"), by=kurnia, now=now)
    assert inviting.open_invitation(token, now=now) is None
    assert inviting.open_invitation(elsewhere, now=now)


def test_what_somebody_has_in_hand_for_another_agency_stays_there(stages: Stages, world: World) -> None:
    now, budi = timezone.now(), user("budi")
    Seat.objects.create(user=budi, role=Role.LIAISON, agency=world.stranger)
    report = stages.at_unit()
    disposition.add_agency(report, by=world.actor("ratna"), agency=world.stranger, now=now)
    for agency in (world.ministry, world.stranger):
        Handling.objects.create(report=report, user=budi, agency=agency, since=now)
    handed = handing_over.hand_over(budi, to=None, by=world.actor("kurnia"), now=now)
    assert (handed.moved, handed.freed) == (0, 1)
    assert Handling.objects.get().agency == world.stranger


def test_the_last_coordinator_stays(desk: Any, world: World) -> None:
    kurnia, mine = desk("kurnia"), seat("kurnia")
    assert kurnia.post(f"/kelola/orang/{mine.user_id}/jabatan/{mine.pk}/pengakhiran/").status_code == 409
    assert kurnia.post(f"/kelola/orang/{mine.user_id}/penonaktifan/", {"to": ""}).status_code == 409
    Seat.objects.create(user=user("lilis"), role=Role.COORDINATOR, agency=world.ministry)
    assert kurnia.post(f"/kelola/orang/{mine.user_id}/jabatan/{mine.pk}/pengakhiran/").status_code == 302
    assert kurnia.get("/kelola/orang/").status_code == 403
    with pytest.raises(StaffingRefused):
        staffing.end_seat(
            Seat.objects.get(user=user("lilis"), role=Role.COORDINATOR),
            by=actor_of(user("lilis"), now=timezone.now()),
            now=timezone.now(),
        )


def test_another_seat_is_given_and_the_old_one_ends(desk: Any, world: World) -> None:
    client, old = desk("kurnia"), seat("budi")
    his = desk("budi")
    again = {"role": "superior", "agency": world.unit.name}
    assert client.post(f"/kelola/orang/{old.user_id}/jabatan/", again).status_code == 302
    assert client.post(f"/kelola/orang/{old.user_id}/jabatan/{old.pk}/pengakhiran/").status_code == 302
    assert client.post(f"/kelola/orang/{old.user_id}/jabatan/", again).status_code == 422
    assert his.get("/kelola/").status_code == 200
    page = client.get(f"/kelola/orang/{old.user_id}/").content.decode()
    assert "Pejabat penghubung" in page  # what was stays to be read
    assert "Berakhir" in page
    assert client.post(f"/kelola/orang/{old.user_id}/sesi/pengakhiran/").status_code == 302
    assert his.get("/kelola/").status_code == 302


def test_bad_input_breaks_nothing(desk: Any, world: World) -> None:
    client = desk("kurnia")
    for odd in ("\0", "\u202eakib\u202c", "🙂" * 400, "x" * 1_000_000, "a@b@c", ""):
        assert invite(client, odd, odd, odd).status_code == 422
        assert client.get("/kelola/orang/", {"q": odd[:2000]}).status_code == 200
        assert client.get("/kelola/unit/", {"q": odd[:2000]}).status_code == 200
        closing = client.post(f"/kelola/unit/{world.unit.pk}/penutupan/", {"to": odd})
        assert closing.status_code in (409, 422)
    assert client.get("/kelola/orang/?lanjut=tidak").status_code == 404
    assert client.get("/kelola/unit/?lanjut=tidak").status_code == 404
    assert desk("pratiwi").get("/kelola/pembukaan-identitas/?lanjut=tidak").status_code == 404


def test_lists_cost_the_same_however_many(desk: Any, world: World) -> None:
    client = desk("kurnia")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    before = {address: cost(address) for address in ("/kelola/orang/", "/kelola/unit/")}
    for number in range(15):
        person = User.objects.create_user(f"a{number}@contoh.example", name=f"A {number}")
        unit = ensure_unit(world.ministry, f"Unit {number}")
        Seat.objects.create(user=person, role=Role.LIAISON, agency=unit)
        invite(client, f"b{number}@contoh.example", "liaison", unit.name)
    assert {address: cost(address) for address in before} == before


def test_who_stands_in_for_a_coordinator_manages_nobody(desk: Any, world: World) -> None:
    now = timezone.now()
    Seat.objects.create(
        user=user("budi"),
        role=Role.COORDINATOR,
        agency=world.ministry,
        valid_from=now - timedelta(days=1),
        valid_to=now + timedelta(days=1),
        deputy_for=seat("kurnia"),
    )
    assert desk("budi").get("/kelola/orang/").status_code == 403
    assert desk("budi").post("/kelola/orang/undangan/").status_code == 403


def test_who_has_left_or_belongs_elsewhere_is_invited_not_seated(desk: Any, stages: Stages) -> None:
    """Somebody's old seat here is history: it gives nobody here a hold on the account."""
    kurnia, world = desk("kurnia"), stages.world
    budi, given = user("budi"), {"role": "liaison", "agency": world.unit.name}
    page = f"/kelola/orang/{budi.pk}/"
    kurnia.post(f"{page}jabatan/{seat('budi').pk}/pengakhiran/")
    Seat.objects.create(user=budi, role=Role.LIAISON, agency=world.stranger)
    sessions = CheckedClient()
    sessions.force_login(budi)
    shown = kurnia.get(page).content.decode()
    assert "Tidak lagi bertugas di sini" in shown
    assert "Akhiri semua sesi" not in shown
    assert "Beri jabatan" not in shown
    refused = kurnia.post(f"{page}jabatan/", given)
    assert refused.status_code == 409
    assert "Kirim undangan" in refused.content.decode()
    assert kurnia.post(f"{page}sesi/pengakhiran/").status_code == 404
    assert kurnia.post(f"{page}penonaktifan/", {"to": ""}).status_code == 404
    assert sessions.get("/kelola/").status_code == 200
    assert seat("budi").agency == world.stranger
    with pytest.raises(StaffingRefused):  # the verb says so too
        staffing.give_seat(
            budi, role=Role.LIAISON, agency=world.unit, by=world.actor("kurnia"), now=timezone.now()
        )
