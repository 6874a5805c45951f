"""`lapor export-reports [FILE]`: the columns of LAPOR's "Laporan Ringkas", which `import-reports` reads."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.utils import timezone
from tqdm import tqdm

from lapor.audit.recording import record
from lapor.registry.models import Agency
from lapor.registry.queries import agency_by_code, agency_by_name
from lapor.reports import exporting

STDOUT = "-"


class ExportError(Exception):
    """The export cannot be written as asked for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default=STDOUT, metavar="FILE", help="- or none: standard output")
    parser.add_argument("--format", choices=["csv", "xlsx"], help="else by the name of FILE, else csv")
    parser.add_argument("--from", dest="begin", type=date.fromisoformat, metavar="DATE", help="2024-01-31")
    parser.add_argument("--to", dest="end", type=date.fromisoformat, metavar="DATE", help="the day included")
    parser.add_argument("--agency", help="code or name; with all that lies below it")


def run(args: argparse.Namespace) -> int:
    agency = _agency(args.agency) if args.agency else None
    reports = exporting.chosen(begin=args.begin, end=args.end, agency=agency)
    kind = args.format or ("xlsx" if args.file.lower().endswith(".xlsx") else "csv")
    total = reports.count()
    if kind == "xlsx" and total >= exporting.SHEET_ROWS:
        raise ExportError(f"{total} reports do not fit into one sheet; take --format csv, or --from and --to")
    table = tqdm(exporting.rows(reports), total=total, unit=" rows", disable=None, leave=False)
    with _target(args.file) as file:
        if kind == "xlsx":
            written = exporting.write_xlsx(table, file)
        else:
            text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
            written = exporting.write_csv(table, text)
            text.flush()
            text.detach()
    record("export", actor_id=None, subject="report", subject_id=None, now=timezone.now(), rows=written.rows)
    if written.cut:
        print(
            f"lapor: {written.cut} texts were too long for a cell and cut; csv has them whole",
            file=sys.stderr,
        )
    return 0


@contextmanager
def _target(name: str) -> Iterator[IO[bytes]]:
    """A file that takes its name only when it is whole; standard output gets all or nothing."""
    if name == STDOUT:
        with tempfile.TemporaryFile() as kept:
            yield kept
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout.buffer)
            sys.stdout.flush()
        return
    path = Path(name)
    if not path.parent.is_dir():
        raise ExportError(f"there is no folder {path.parent}")
    # The texts of citizens: readable by the operator alone, as a temporary file is made.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
        try:
            yield cast("BinaryIO", part)
            part.flush()
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _agency(wanted: str) -> Agency:
    found = agency_by_code(wanted) or agency_by_name(wanted)
    if found is None:
        raise ExportError(f"there is no agency {wanted!r}; take its code, such as KAB-BANDUNG")
    return found
