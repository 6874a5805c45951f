"""The files of exports: in a folder of their own, fetched by whoever asked, deleted after the days of
`retention.csv`. Their names hold numbers only."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from lapor.accounts.actors import Actor
from lapor.reports.models import Export
from lapor.reports.retention import kept_until

BATCH = 500
# A file that no row knows is of a worker that died; none is at it for so long.
LEFT_BEHIND = timedelta(days=1)


def folder() -> Path:
    """LAPOR_DATA/exports, made at its first use; nobody else may look into it."""
    path: Path = settings.DATA / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def scope_of(actor: Actor) -> str:
    """The seats as codes: "coordinator:17 liaison:23", "national_verifier:"; longer ones than a row holds
    are cut at a seat."""
    seats = sorted({f"{post.role.value}:{post.agency_id or ''}" for post in actor.posts})
    kept: list[str] = []
    for seat in seats:
        if len(" ".join([*kept, seat])) > 400:
            break
        kept.append(seat)
    return " ".join(kept)


def open_file(export: Export, *, by: Actor) -> IO[bytes]:
    """The bytes, for the officer who asked and still holds every seat it was written for.

    FileNotFoundError where there is none, or none any more. The caller closes.
    """
    held = set(export.scope.split()) <= set(scope_of(by).split())
    if export.state != Export.State.DONE or export.user_id != by.user_id or not held:
        raise FileNotFoundError(export.pk)
    return (folder() / export.key).open("rb")


def delete_files(export: Export, *, before: int | None = None) -> None:
    """All files of this export, those of tries that died among them; `before`: only of earlier tries.

    Names are `<export>-<try>-<chance>.<format>`.
    """
    for path in folder().glob(f"{export.pk}-*"):
        if before is None or int(path.name.split("-")[1]) < before:
            path.unlink(missing_ok=True)


def forget_exports(now: datetime) -> int:
    """Delete files past their days, and those that no row knows; says how many exports lost theirs."""
    old = Export.objects.filter(finished_at__lt=kept_until("export_file", now=now)).exclude(key="")
    rows = list(old.order_by("finished_at")[:BATCH])
    for export in rows:
        delete_files(export)
        Export.objects.filter(pk=export.pk).update(state=Export.State.GONE, key="", size=0)
    _sweep(now)
    return len(rows)


def _sweep(now: datetime) -> None:
    oldest = (now - LEFT_BEHIND).timestamp()
    for path in folder().iterdir():
        if path.stat().st_mtime < oldest and not Export.objects.filter(key=path.name).exists():
            path.unlink(missing_ok=True)
