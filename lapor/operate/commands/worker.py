"""`lapor worker`: runs the jobs. Any number of them may run."""

import argparse

from lapor.operate import jobs, lifeline, mark, outdated


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at a time (2)")


def run(args: argparse.Namespace) -> int:
    lifeline.follow()
    mark.refuse_demo()
    outdated.refuse()
    jobs.rescue_stalled()
    jobs.work(concurrency=args.concurrency)
    return 0
