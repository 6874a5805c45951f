"""`lapor doctor`: one line per check, OK or what to do. Exit status 1 when something is wrong."""

import argparse
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import DatabaseError
from django.utils import timezone

from lapor.operate import diagnosis, embedded, folder
from lapor.operate.diagnosis import Finding
from lapor.operate.letting_go import let_go


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deep",
        action="store_true",
        help="also whether the data agrees with itself (reads only; minutes over a million reports)",
    )


def run(args: argparse.Namespace) -> int:
    fine = True
    for finding in (*diagnosis.examine(), *(_deep() if args.deep else ())):
        print(f"{'OK' if finding.fine else '!!'}  {finding.subject}: {finding.text}", flush=True)
        fine = fine and finding.fine
    return 0 if fine else 1


def _deep() -> Iterator[Finding]:
    """What it asks needs models, which may be imported only now that the doctor has read the settings."""
    if not django.apps.apps.ready:
        yield Finding("data", "not looked at: see to the settings first", fine=False)
        return
    try:
        with _server():
            yield from importlib.import_module("lapor.operate.deep").examine(timezone.now())
    except (DatabaseError, embedded.EmbeddedError) as error:
        yield Finding("data", f"{' '.join(str(error).split())}: see to the database first", fine=False)


@contextmanager
def _server() -> Iterator[None]:
    """The embedded server runs as long as it is asked; another one is there already."""
    cluster = embedded.Cluster(folder.data_folder())
    if os.environ["DATABASE_URL"] != cluster.url:
        yield
        return
    if not cluster.data.exists():
        raise embedded.EmbeddedError("there is no database yet")
    with cluster:
        try:
            yield
        finally:
            let_go()
