"""`lapor rotate-keys`: everything sealed comes under the newest identity key. May be killed and run again."""

import argparse
import sys
from collections import Counter

from lapor.accounts import rotating


class NotOpened(Exception):
    """Some rows are under a key that LAPOR_IDENTITY_KEYS does not hold."""


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def run(_args: argparse.Namespace) -> int:
    progress = Progress()
    done = rotating.rotate(progress.told)
    progress.end()
    print(f"resealed {done.resealed}")
    if done.closed:
        raise NotOpened(
            f"{done.closed} rows open with none of LAPOR_IDENTITY_KEYS: put their key back, then run again"
        )
    return 0


class Progress:
    """One line per table on stderr; on a terminal it counts up in place."""

    def __init__(self) -> None:
        self.rows = Counter[str]()
        self.table = ""
        self.live = sys.stderr.isatty()

    def told(self, table: str, rows: int) -> None:
        if table != self.table:
            self.end()
            self.table = table
        self.rows[table] += rows
        if self.live:
            print(f"\r{table} {self.rows[table]}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.table:
            line = f"{self.table} {self.rows[self.table]}"
            print(f"\r{line}" if self.live else line, file=sys.stderr, flush=True)
        self.table = ""
