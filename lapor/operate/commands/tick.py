"""`lapor tick`: all timed work that is due, at once."""

import argparse
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from lapor import schedule
from lapor.operate import mark


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", type=moment, help="as if it were this moment, ISO 8601 (WIB without offset)")


def run(args: argparse.Namespace) -> int:
    now = timezone.now()
    at = args.at or now
    if at > now and not (settings.TESTING or mark.is_demo()):
        raise mark.WrongDatabase("--at may lie ahead only on a demo's database: deadlines would really pass")
    for step, number in schedule.tick(at):
        print(f"{step}: {number}")
    return 0


def moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment such as 2026-01-31T08:00+07:00") from error
    return found if found.tzinfo else timezone.make_aware(found)
