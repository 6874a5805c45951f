"""`lapor init`: schema and reference data. Idempotent; creates no users."""

import argparse

from lapor.operate.schema import initialise


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument(
        "--again", action="store_true", help="load the reference data also where it is unchanged"
    )


def run(args: argparse.Namespace) -> int:
    initialise(quiet=args.quiet, again=args.again)
    return 0
