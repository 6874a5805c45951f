"""`lapor officer EMAIL --role ROLE [--agency CODE]`: gives somebody a seat, the first one too."""

import argparse

from django.db import transaction
from django.utils import timezone

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import DESK, NATIONAL, SEATED, Role
from lapor.audit.recording import record
from lapor.registry.models import Agency
from lapor.registry.queries import agency_by_code


class SeatRefused(Exception):
    """The seat asked for cannot be; the text says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--name", default="", help="full name, for a new account")
    parser.add_argument("--role", required=True, choices=sorted([*DESK, Role.DEVELOPER]))
    parser.add_argument("--agency", default="", help="code of the agency or unit, for roles inside one")


def run(args: argparse.Namespace) -> int:
    role = Role(args.role)
    agency = _agency(args.agency, role)
    with transaction.atomic():
        user = User.objects.filter(email__iexact=args.email).first() or _new(args.email, args.name)
        seat, fresh = Seat.objects.get_or_create(user=user, role=role, agency=agency, valid_to=None)
        if fresh:
            record(
                "give_seat",
                actor_id=None,
                subject="user",
                subject_id=user.pk,
                now=timezone.now(),
                seat=seat.pk,
            )
    print(f"{user.email}: {role.label}{f', {agency.name}' if agency else ''}")
    if not user.has_usable_password():
        print("No password yet: it is set by mail at /masuk/lupa-sandi/")
    return 0


def _agency(code: str, role: Role) -> Agency | None:
    if role not in SEATED:
        if code and role in NATIONAL:
            raise SeatRefused(f"{role} is a national role: leave --agency out")
        return None
    agency = agency_by_code(code)
    if agency is None:
        raise SeatRefused(f"{role} needs --agency with the code of an agency; {code!r} is none")
    return agency


def _new(email: str, name: str) -> User:
    return User.objects.create_user(email, name=name)
