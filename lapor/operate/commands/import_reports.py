"""`lapor import-reports FILE`: LAPOR's "Laporan Ringkas" (xlsx, csv) or JSON lines. See docs/import.md."""

import argparse
from pathlib import Path

from django.utils import timezone
from tqdm import tqdm

from lapor.accounts.actors import OPERATOR
from lapor.indicators import facts, marking, referrals
from lapor.reports import importing
from lapor.reports.importing import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    now = timezone.now()
    # tqdm draws on stderr, and only where that is a terminal.
    with tqdm(unit=" rows", disable=None, leave=False) as bar:

        def refused(row: Refused) -> None:
            bar.clear()
            print(f"line {row.line}, column {row.column}: {row.reason}")

        def done(rows: int) -> None:
            bar.update(rows)

        watching = importing.Watching(refused, marking.mark_days, expected=bar.reset, done=done)
        tally = importing.import_file(args.file, by=OPERATOR, now=now, watching=watching)
    while facts.roll_up(now):
        pass
    referrals.mark_all()
    while referrals.roll_up():
        pass
    print(
        f"read {tally.read}, imported {tally.imported}, already there {tally.there}, refused {tally.refused}"
    )
    return 0
