"""Attachments made harmless before anybody but the national verifier may open them.

`clean` believes bytes, never names. Pictures are drawn anew, PDF and video lose what is not shown or heard.
What is recognised but cannot be cleaned comes back as it was with `cleaned=False`; anything else is refused.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from django.utils.functional import Promise

from lapor.reports.cleaning import documents, pictures, videos
from lapor.reports.cleaning.kinds import Kind, sniff
from lapor.reports.cleaning.reasons import Reason, Refused, Uncleanable

__all__ = ["Cleaned", "Kind", "Reason", "Refused", "clean", "safe_name"]

_CHUNK = 64 * 1024
_CLEANERS = {
    Kind.JPEG: pictures.redraw,
    Kind.PNG: pictures.redraw,
    Kind.WEBP: pictures.redraw,
    Kind.HEIC: pictures.redraw,
    Kind.PDF: documents.strip,
    Kind.MP4: videos.strip,
    Kind.MOV: videos.strip,
}


@dataclass(frozen=True)
class Cleaned:
    """`file` is an unnamed temporary file at its start, gone when closed; `reason` is empty when cleaned."""

    kind: Kind
    file: IO[bytes]
    size: int
    cleaned: bool
    reason: Reason | None = None

    @property
    def content_type(self) -> str:
        return self.kind.content_type

    @property
    def extension(self) -> str:
        return self.kind.extension

    @property
    def explanation(self) -> Promise | str:
        """What the reporter is told about a file that could not be cleaned."""
        return self.reason.words if self.reason else ""


def clean(source: BinaryIO | IO[bytes] | Path, *, limit_bytes: int) -> Cleaned:
    """Read `source` from where it stands, a chunk at a time, at most `limit_bytes`; raises Refused.

    A picture takes up to about 400 MB for a moment (50 million points), a PDF a process of its own with a
    ceiling on memory and time, a video next to nothing.
    """
    with tempfile.TemporaryDirectory(prefix="lapor-") as folder:
        taken = Path(folder) / "taken"
        _take(source, taken, limit_bytes)
        kind = sniff(taken)
        made = Path(folder) / "made"
        try:
            _CLEANERS[kind](taken, made, kind)
        except Uncleanable as problem:
            return _result(taken, kind, problem.reason)
        return _result(made, Kind.JPEG if kind is Kind.HEIC else kind, None)


def safe_name(index: int, kind: Kind) -> str:
    """The only name an attachment ever has outside: people put names and numbers into file names."""
    return f"lampiran-{index}.{kind.extension}"


def _take(source: BinaryIO | IO[bytes] | Path, taken: Path, limit: int) -> None:
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return _take(opened, taken, limit)
    size = 0
    with taken.open("wb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Refused(Reason.TOO_LARGE)
            out.write(chunk)
    if size == 0:
        raise Refused(Reason.EMPTY)
    return None


def _result(path: Path, kind: Kind, reason: Reason | None) -> Cleaned:
    file = tempfile.TemporaryFile(prefix="lapor-")  # noqa: SIM115  the caller closes it
    with path.open("rb") as made:
        shutil.copyfileobj(made, file, _CHUNK)
    size = file.tell()
    file.seek(0)
    return Cleaned(kind, file, size, cleaned=reason is None, reason=reason)
