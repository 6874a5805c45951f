"""`lapor simulate`: invented reports, played through the real acts or filled in by the hundred thousand."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from multiprocessing import get_context

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from tqdm import tqdm

from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.operate import mark
from lapor.operate.letting_go import let_go
from lapor.operate.simulating.playing import Simulation
from lapor.operate.simulating.stage import Stage, furnish
from lapor.reports.bulk import filling
from lapor.reports.models import Report
from lapor.sla.zones import NATIONAL

MOST = 10_000_000
# So many below each of the largest agencies, as real ones have and more.
UNITS = 12
# So many days are counted at once: their months are then added up once.
MONTH = 31
# Up to so many reports another process costs more than it does.
ALONE, CORES = 20_000, 2


class SimulationRefused(Exception):
    """It cannot be simulated so; the text says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=_number, help="so many days (30; with --bulk 1095)")
    parser.add_argument("--per-day", type=_number, default=20, help="so many new reports on each (20)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same reports (1)")
    parser.add_argument(
        "--from",
        dest="begin",
        type=date.fromisoformat,
        metavar="DATE",
        help="the first day (else: up to today)",
    )
    parser.add_argument("--bulk", type=_number, metavar="N", help="fill in N reports instead of playing them")


def run(args: argparse.Namespace) -> int:
    if not (settings.TESTING or mark.is_demo()):
        raise mark.WrongDatabase(
            "simulate runs on a demo's database only: invented reports would be real ones"
        )
    return _fill(args) if args.bulk else _play(args)


def _play(args: argparse.Namespace) -> int:
    now = timezone.now()
    days = args.days or 30
    begin = args.begin or now.astimezone(NATIONAL).date() - timedelta(days=days)
    if begin + timedelta(days=days) > now.astimezone(NATIONAL).date() + timedelta(days=1):
        raise SimulationRefused(f"{days} days from {begin} end after today: take fewer, or an earlier --from")
    stage = Stage(furnish(), now=now)
    simulation = Simulation(stage, begin=begin, days=days, per_day=args.per_day, seed=args.seed, now=now)
    with Watched(days, "days") as step:
        tally = simulation.play(lambda day: step(day.isoformat()))
    for act, number in sorted(tally.items()):
        print(f"{act}: {number}")
    return 0


def _fill(args: argparse.Namespace) -> int:
    now = timezone.now()
    if args.begin:
        raise SimulationRefused("--bulk ends now: say --days, not --from")
    agencies = furnish()
    plan = filling.Plan(
        args.bulk,
        until=now,
        seed=args.seed,
        days=args.days or filling.DAYS,
        biggest=agencies[0],
        units=UNITS,
    )
    first = filling.fill(plan, progress=lambda text: print(f"filling {text} ...", flush=True))
    _count(_days(Report.objects.filter(pk__gt=first, pk__lte=first + args.bulk)), now, rows=args.bulk)
    print(f"{args.bulk} reports, #{first + 1} to #{first + args.bulk}")
    return 0


def _count(days: set[date], now: datetime, *, rows: int) -> None:
    """The figures of these days, a month at a time, by both cores where there are many reports."""
    mark_days(days)
    turns = [now] * (len(days) // MONTH + 1)
    with Watched(len(turns), "months") as step:
        if rows > ALONE:
            let_go()
            with get_context("fork").Pool(CORES) as pool:
                for _done in pool.imap_unordered(_count_month, turns):
                    step("figures")
        while _count_month(now):
            step("figures")


def _count_month(now: datetime) -> int:
    return facts.roll_up(now, most=MONTH)


def _days(reports: QuerySet[Report]) -> set[date]:
    """The days on which these were received: their ids follow the time."""
    begin, end = reports.earliest("pk").received, reports.latest("pk").received
    number = (facts.day_of(end) - facts.day_of(begin)).days
    return {facts.day_of(begin) + timedelta(days=place) for place in range(number + 1)}


class Watched:
    """A bar on a terminal; elsewhere a line for every tenth part."""

    def __init__(self, total: int, unit: str) -> None:
        self._bar = tqdm(total=total, unit=f" {unit}", disable=None, leave=False)
        self._done, self._total = 0, max(total, 1)

    def __enter__(self) -> Callable[[str], None]:
        return self._step

    def __exit__(self, *_error: object) -> None:
        self._bar.close()

    def _step(self, text: str) -> None:
        self._bar.update(1)
        self._done += 1
        tenth = self._done * 10 // self._total
        if not sys.stderr.isatty() and tenth > (self._done - 1) * 10 // self._total:
            print(f"{tenth * 10} % {text}", flush=True)


def _number(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST}")
    return int(text)
