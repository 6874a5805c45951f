"""`python -m bench.recompute`"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

import bench.recompute
from bench.recompute.comparing import Line, lines
from bench.recompute.service import READS_PARQUET, NotToBeHad, Service


def show(line: Line) -> str:
    same = {True: "same", False: "DIFFERENT", None: "hidden in the files"}[line.same]
    counted, published = (_short(value) for value in (line.counted, line.published))
    return f"{line.where:16} {line.name:36} {counted:>16} {published:>16}  {same}"


def _short(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values())
    return "-" if value is None else str(value)


def main(given: list[str] | None = None) -> int:
    """Prints figure, from the files, published, same or not."""
    words = argparse.ArgumentParser(
        prog="python -m bench.recompute", description=(bench.recompute.__doc__ or "").partition("\n")[0]
    )
    words.add_argument("address", help="of the service, such as https://lapor.example")
    words.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    words.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    words.add_argument("--part", action="append", default=[], help="agency=CODE or region=CODE; whole months")
    words.add_argument("--parquet", action="store_true", help="read Parquet instead of csv (needs pyarrow)")
    asked = words.parse_args(given)
    if asked.parquet and not READS_PARQUET:
        words.error("--parquet needs pyarrow")
    print(f"{'where':16} {'figure':36} {'from the files':>16} {'published':>16}")
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        service = Service(asked.address, Path(folder), "parquet" if asked.parquet else "csv")
        try:
            for line in lines(service, asked.first, asked.last, asked.part):
                different += line.same is False
                print(show(line))
        except NotToBeHad as fault:
            print(f"recompute: {fault}", file=sys.stderr)
            return 2
    print(f"{different} different" if different else "all the same")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
