"""Seats at gatherings: the database gives them, mail proves, reminds, calls off; who leaves is forgotten."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from lapor.jipp.exchange.gatherings import (
    Invitation,
    change_gathering,
    confirm_seat,
    give_back,
    open_gathering,
    prepare_gathering,
    seats_left,
    take_seat,
)
from lapor.jipp.models import Gathering, Participant
from lapor.jipp.tests.competing import Network, network
from lapor.notifications import gatherings
from lapor.notifications.gatherings import (
    TooOften,
    by_token,
    call_off,
    forget_participants,
    free_seats,
    register,
    remind_participants,
)
from lapor.notifications.models import Delivery
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW

BEGINS = NOW + timedelta(days=10)


@pytest.fixture
def made(db: None) -> Network:
    return network()


def what(**changes: Any) -> Invitation:
    facts: dict[str, Any] = {
        "title": "Temu Belajar",
        "about": "Belajar; bersama, ya.",
        "place": "Aula",
        "starts_at": BEGINS,
        "ends_at": BEGINS + timedelta(hours=3),
        "capacity": 2,
    }
    return Invitation(**(facts | changes))


def opened(made: Network, **changes: Any) -> Gathering:
    row = prepare_gathering(made.hub, what(**changes), by=made.hana, now=NOW)
    return open_gathering(row, by=made.hana, now=NOW)


def asked(row: Gathering, address: str, *, now: datetime = NOW) -> None:
    register(row, address, name="Kenanga", client="10.0.0.1", language="id", now=now)


def letters(address: str) -> list[Delivery]:
    return [one for one in Delivery.objects.order_by("pk") if one.address == address]


def link(letter: Delivery) -> str:
    found = re.search(r"/inovasi/kegiatan/pendaftaran/([^/]+)/", letter.body)
    assert found
    return found[1]


def test_a_seat_is_asked_for_proven_reminded_of_and_given_back(made: Network) -> None:
    row = opened(made)
    asked(row, "a@contoh.example")
    asked(row, "a@contoh.example")  # the same for a known one: the link once more, no second seat
    asked(row, "b@contoh.example")
    with pytest.raises(WrongState, match="Tempat sudah habis"):
        asked(row, "c@contoh.example")
    with pytest.raises(WrongState, match="Tempat sudah habis"):
        asked(row, "a@contoh.example")  # or a full gathering would tell who comes
    row.refresh_from_db()
    assert (row.taken, Participant.objects.count(), len(letters("c@contoh.example"))) == (2, 2, 0)
    first, second, _third = letters("a@contoh.example")
    assert "Kenanga" not in first.body  # whoever typed the address in has no words in our mail
    person = by_token(link(first))
    assert person == by_token(link(second))
    assert person is not None
    assert confirm_seat(person, now=NOW)
    assert not confirm_seat(person, now=NOW)
    assert person.address not in str(Participant.objects.values_list("address_mark", flat=True))
    with pytest.raises(LookupError):
        by_token("abc:def")

    assert remind_participants(NOW) == 0
    assert free_seats(NOW + timedelta(days=3)) == 1  # nobody confirmed b
    assert remind_participants(BEGINS - timedelta(hours=20)) == 1
    assert remind_participants(BEGINS - timedelta(hours=19)) == 0
    assert len(letters("a@contoh.example")) == 4
    assert len(letters("b@contoh.example")) == 1
    assert give_back(person)
    assert not give_back(person)
    row.refresh_from_db()
    assert (row.taken, Participant.objects.count(), by_token(link(first))) == (0, 0, None)


def test_called_off_everybody_who_confirmed_is_told_and_later_nobody_is_known(made: Network) -> None:
    row = opened(made)
    for name in "ab":
        asked(row, f"{name}@contoh.example")
    person = by_token(link(letters("a@contoh.example")[0]))
    assert person is not None
    confirm_seat(person, now=NOW)
    with pytest.raises(NotAllowed):
        call_off(row, by=made.maya, now=NOW)
    call_off(row, by=made.hana, now=NOW)
    assert "dibatalkan" in letters("a@contoh.example")[-1].subject
    assert len(letters("b@contoh.example")) == 1
    for act in (
        lambda: call_off(row, by=made.hana, now=NOW),
        lambda: open_gathering(row, by=made.hana, now=NOW),
        lambda: change_gathering(row, what(), by=made.hana, now=NOW),
        lambda: asked(row, "a@contoh.example"),
        lambda: asked(row, "d@contoh.example"),
    ):
        with pytest.raises(WrongState):
            act()
    assert remind_participants(BEGINS - timedelta(hours=1)) == 0
    assert forget_participants(BEGINS + timedelta(days=20)) == 0
    assert forget_participants(BEGINS + timedelta(days=40)) == 2


def test_a_seat_confirmed_at_the_last_moment_is_kept(made: Network) -> None:
    row = opened(made)
    asked(row, "a@contoh.example")
    late = Participant.objects.get()  # as the step that frees seats has read it
    assert confirm_seat(late, now=NOW)
    assert not give_back(late, unless_confirmed=True)
    row.refresh_from_db()
    assert (row.taken, Participant.objects.count()) == (1, 1)


def test_who_comes_is_told_of_another_day_or_place_and_of_nothing_else(made: Network) -> None:
    row = opened(made)
    for name in "ab":
        asked(row, f"{name}@contoh.example")
    person = by_token(link(letters("a@contoh.example")[0]))
    assert person is not None
    confirm_seat(person, now=NOW)
    gatherings.change(row, what(about="Lebih panjang."), by=made.hana, now=NOW)
    assert len(letters("a@contoh.example")) == 1
    changed = gatherings.change(row, what(place="Balai Kota"), by=made.hana, now=NOW)
    told = letters("a@contoh.example")[-1]
    assert ("berubah" in told.subject, "Balai Kota" in told.body) == (True, True)
    assert len(letters("b@contoh.example")) == 1
    assert changed.edits == 3  # opened, bettered, moved
    with pytest.raises(BadInput):
        gatherings.change(row, what(place=""), by=made.hana, now=NOW)
    assert len(letters("a@contoh.example")) == 2


def test_a_gathering_that_was_moved_is_reminded_of_again(made: Network) -> None:
    row = opened(made)
    assert remind_participants(BEGINS - timedelta(hours=20)) == 1
    later = BEGINS + timedelta(days=7)
    change_gathering(row, what(title="Temu"), by=made.hana, now=NOW)
    assert remind_participants(BEGINS - timedelta(hours=19)) == 0
    moved = what(starts_at=later, ends_at=later + timedelta(hours=3))
    change_gathering(row, moved, by=made.hana, now=NOW)
    assert remind_participants(later - timedelta(hours=20)) == 1


def test_what_cannot_be_is_named_and_limits_hold(made: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ({"title": "\0"}, {"ends_at": BEGINS}, {"capacity": 0}, {"place": "x" * 1_000_000}):
        with pytest.raises(BadInput) as refused:
            prepare_gathering(made.hub, what(**wrong), by=made.hana, now=NOW)
        assert list(refused.value.errors) == list(wrong)
    row = opened(made, capacity=50)
    with pytest.raises(NotAllowed):
        prepare_gathering(None, what(), by=made.hana, now=NOW)
    for _turn in range(5):
        asked(row, "a@contoh.example")
    with pytest.raises(TooOften):
        asked(row, "a@contoh.example")
    monkeypatch.setattr(gatherings, "PER_CLIENT", 6)
    with pytest.raises(TooOften):
        asked(row, "b@contoh.example")
    row.refresh_from_db()
    with pytest.raises(BadInput):
        take_seat(row, address="x@contoh.example", name="x" * 500, language="id", now=NOW)
    assert change_gathering(row, what(capacity=1), by=made.hana, now=NOW).capacity == 1
    asked_again = Participant.objects.count()
    with pytest.raises(WrongState):
        take_seat(row, address="y@contoh.example", name="", language="id", now=NOW)
    assert Participant.objects.count() == asked_again


def test_typed_addresses_do_not_keep_others_out(made: Network) -> None:
    """In a full room a seat that nobody confirmed for an hour goes to whoever asks; a confirmed one never."""
    row = opened(made)
    for name in "ab":
        asked(row, f"{name}@contoh.example")
    person = by_token(link(letters("a@contoh.example")[0]))
    assert person is not None
    confirm_seat(person, now=NOW)
    row.refresh_from_db()
    soon, later = NOW + timedelta(minutes=59), NOW + timedelta(minutes=61)
    assert (seats_left(row, now=soon), seats_left(row, now=later)) == (0, 1)
    with pytest.raises(WrongState):
        asked(row, "c@contoh.example", now=soon)
    asked(row, "c@contoh.example", now=later)
    assert by_token(link(letters("b@contoh.example")[0])) is None
    with pytest.raises(WrongState):
        asked(row, "d@contoh.example", now=later)
    row.refresh_from_db()
    assert (row.taken, Participant.objects.count()) == (2, 2)
    assert not give_back(person, unless_confirmed=True)


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_has_one_taker() -> None:
    row = opened(network(), capacity=1)
    said: list[str] = []
    together = Barrier(4)

    def run(number: int) -> None:
        try:
            together.wait()
            take_seat(row, address=f"{number}@contoh.example", name="", language="id", now=NOW)
            said.append("seat")
        except WrongState:
            said.append("full")
        finally:
            connection.close()

    people = [Thread(target=run, args=(number,)) for number in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(said) == ["full", "full", "full", "seat"]
    row.refresh_from_db()
    assert (row.taken, Participant.objects.count()) == (1, 1)
