"""Invented reporters: names and contacts, sealed as real ones are. Most report once or twice, few often."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lapor.accounts.sealing import mark, seal
from lapor.reports.bulk import wording

# One person for so many reports.
REPORTS_EACH = 8
# Names are sealed once and shared: sealing is what costs.
NAMES = 300


def persons(number: int, seed: int) -> Iterator[tuple[int, bytes, bytes, bytes, str, str]]:
    """Rows: number from 0, name, e-mail and phone sealed, and the marks of both. 50 microseconds each.

    Addresses end in `.example` and telephone numbers begin with a prefix that no operator has.
    """
    draw = Random(seed)  # noqa: S311 - invented persons
    names = [seal(wording.person(draw)) for _ in range(min(NAMES, number))]
    for place in range(number):
        email, phone = email_of(place), phone_of(place)
        yield (
            place,
            names[place % len(names)],
            seal(email),
            seal(phone),
            mark("email", email),
            mark("phone", phone),
        )


def email_of(place: int) -> str:
    return f"warga{place}@simulasi.example"


def phone_of(place: int) -> str:
    return f"+62800{place:08}"
