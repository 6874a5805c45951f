"""`lapor drain`: runs all waiting jobs, also retries due later, then ends."""

import argparse

from lapor.operate import jobs


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def run(_args: argparse.Namespace) -> int:
    jobs.rescue_stalled()
    jobs.drain()
    return 0
