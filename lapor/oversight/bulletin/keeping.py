"""The files of bulletins, in a folder of their own; their names hold numbers only."""

from __future__ import annotations

from functools import reduce
from operator import or_
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL, WHOLE
from lapor.oversight.models import Bulletin


def folder() -> Path:
    """LAPOR_DATA/bulletins, made at its first use."""
    path: Path = settings.DATA / "bulletins"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(bulletin: Bulletin, content: bytes) -> int:
    """Write the file as a whole or not at all; says its size in bytes."""
    path = _path(bulletin)
    half = path.with_suffix(".half")
    half.write_bytes(content)
    half.replace(path)
    return len(content)


def open_file(bulletin: Bulletin) -> IO[bytes]:
    """The PDF; FileNotFoundError where the file was lost. The caller closes."""
    return _path(bulletin).open("rb")


def in_scope(actor: Actor) -> QuerySet[Bulletin]:
    """Those this officer may read: all for the nation, else of agencies one answers for as a whole."""
    rows = Bulletin.objects.select_related("agency")
    if actor.has(*NATIONAL):
        return rows
    return rows.filter(reduce(or_, (Q(agency__path=path) for path in actor.paths(*WHOLE)), Q(pk=None)))


def _path(bulletin: Bulletin) -> Path:
    return folder() / f"{bulletin.pk}.pdf"
