"""`lapor rebuild-facts`: all figures counted anew from the reports. May run beside the service, and again."""

import argparse
from datetime import date

from django.utils import timezone
from tqdm import tqdm

from lapor.indicators import facts, referrals


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def run(_args: argparse.Namespace) -> int:
    # tqdm draws on stderr, and only where that is a terminal.
    with tqdm(unit=" days", disable=None, leave=False) as bar:

        def counted(_day: date) -> None:
            bar.update(1)

        days = facts.rebuild(timezone.now(), done=counted)
    referrals.mark_all()
    while referrals.roll_up():
        pass
    print(f"counted {days} days")
    return 0
