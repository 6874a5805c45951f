"""`lapor stats`: the public figures of a period, the same as on `/statistik/` and in the API."""

import argparse
import json
from datetime import date

from django.utils import timezone

from lapor.indicators import facts
from lapor.indicators.figures import DEFINITIONS
from lapor.indicators.summary import Summary, summary
from lapor.registry.models import Agency, Region
from lapor.registry.queries import agency_by_code, region_by_code

# More days than there will ever be: whoever asks here wants figures without anything left to count.
ALL_DAYS = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="start", type=day, help="first day, YYYY-MM-DD (else 1 January)")
    parser.add_argument("--to", dest="end", type=day, help="last day, included (else today)")
    parser.add_argument("--agency", default="", help="code of an agency, such as KEMENDIKDASMEN")
    parser.add_argument("--region", default="", help="official code of a region, such as 35.78")
    parser.add_argument("--json", action="store_true", help="one JSON object with the keys of the API")


def run(args: argparse.Namespace) -> int:
    now = timezone.now()
    end = args.end or facts.day_of(now)
    start = args.start or end.replace(month=1, day=1)
    if start > end:
        raise ValueError(f"the period ends before it begins: {start} to {end}")
    agency, region = _agency(args.agency), _region(args.region)
    facts.roll_up(now, most=ALL_DAYS)
    found = summary(start=start, end=end, now=now, agency=agency, region=region)
    if args.json:
        print(json.dumps(found.as_dict(), indent=2))
    else:
        _print_table(found)
    return 0


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2018-10-22") from error


def _agency(code: str) -> Agency | None:
    found = agency_by_code(code) if code else None
    if code and found is None:
        raise ValueError(f"there is no agency {code!r}")
    return found


def _region(code: str) -> Region | None:
    found = region_by_code(code) if code else None
    if code and found is None:
        raise ValueError(f"there is no region {code!r}")
    return found


def _print_table(found: Summary) -> None:
    for name, value in found.as_dict().items():
        if isinstance(value, dict):
            value = ", ".join(f"{kind} {number}" for kind, number in value.items())
        title = str(DEFINITIONS[name].title) if name in DEFINITIONS else "instansi tersambung"
        print(f"{title:42} {'-' if value is None else value}")
