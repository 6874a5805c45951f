"""MP4 and QuickTime made silent about where, when and with what they were taken; picture and sound stay.

Walks the boxes (ISO/IEC 14496-12) in a copy of the file and overwrites in place, so that every offset holds:
boxes that are not needed for playing become `free` and are filled with zeros, times become zero.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lapor.reports.cleaning.kinds import Kind
from lapor.reports.cleaning.reasons import Reason, Uncleanable

_CHUNK = 64 * 1024
_MOST_BOXES = 50_000

_STBL = frozenset(
    b"stsd stts ctts stsc stsz stz2 stco co64 stss sdtp sbgp sgpd cslg stps subs saiz saio stdp stsh".split()
)
# What may stay, by the box it stands in; whatever is not named here goes.
_WANTED: dict[bytes, frozenset[bytes]] = {
    b"": frozenset(b"ftyp styp moov moof mdat sidx mfra pdin ssix prft".split()),
    b"moov": frozenset(b"mvhd trak mvex iods".split()),
    b"mvex": frozenset(b"mehd trex trep".split()),
    b"trak": frozenset(b"tkhd edts tref mdia tapt trgr".split()),
    b"edts": frozenset([b"elst"]),
    b"mdia": frozenset(b"mdhd hdlr minf elng".split()),
    b"minf": frozenset(b"vmhd smhd nmhd hdlr dinf stbl".split()),
    b"dinf": frozenset([b"dref"]),
    b"stbl": _STBL,
    b"moof": frozenset(b"mfhd traf".split()),
    b"traf": frozenset(b"tfhd tfdt trun sbgp sgpd sdtp saiz saio subs".split()),
}
_CONTAINERS = frozenset(_WANTED) - {b""}
_TIMED = (b"mvhd", b"tkhd", b"mdhd")
_PLAYED = (b"vide", b"soun")


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def strip(source: Path, target: Path, _kind: Kind) -> None:
    """Costs a copy and a walk over the box headers; raises Uncleanable for what is cut off or holds more."""
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        walk = _Walk(file, target.stat().st_size)
        walk.clean(b"", 0, walk.size)
        if not {b"moov", b"mdat"} <= walk.seen or not walk.played:
            raise Uncleanable(Reason.DAMAGED)


class _Walk:
    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self.size = file, size
        self.seen: set[bytes] = set()
        self.played = False
        self._boxes = 0

    def clean(self, parent: bytes, start: int, end: int) -> None:
        for box in self._inside(start, end):
            if box.kind not in _WANTED[parent]:
                self._free(box)
                continue
            self.seen.add(box.kind)
            if box.kind in _CONTAINERS:
                self.clean(box.kind, box.body, box.end)
            else:
                self._clean_leaf(box, parent)

    def _inside(self, start: int, end: int) -> Iterator[_Box]:
        while start < end:
            box = self._box(start, end)
            yield box
            start = box.end

    def _box(self, start: int, end: int) -> _Box:
        self._boxes += 1
        if self._boxes > _MOST_BOXES:
            raise Uncleanable(Reason.TOO_COMPLEX)
        head = self._read(start, min(16, end - start))
        size, body = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0 and end == self.size:
            # Allowed for the last box of a file only: it reaches to the end.
            size = end - start
        if len(head) < 8 or start + size > end or start + size < body:
            raise Uncleanable(Reason.DAMAGED)
        return _Box(head[4:8], start, body, start + size)

    def _clean_leaf(self, box: _Box, parent: bytes) -> None:
        if box.kind in _TIMED:
            version = self._read(box.body, 1)
            self._zero(box.body + 4, min(box.body + (20 if version == b"\x01" else 12), box.end))
        elif box.kind == b"hdlr":
            self._clean_handler(box, parent)
        elif box.kind == b"dref":
            self._check_references(box)
        elif box.kind in (b"stco", b"co64"):
            self._check_offsets(box)

    def _clean_handler(self, box: _Box, parent: bytes) -> None:
        """Other tracks (place, sensors) have their samples among those of the film: not ours to pick."""
        handler = self._read(box.body + 8, 4)
        if parent == b"mdia":
            if handler not in _PLAYED:
                raise Uncleanable(Reason.HIDDEN_TRACK)
            self.played = True
        self._zero(box.body + 24, box.end)

    def _check_references(self, box: _Box) -> None:
        """Film data must be in the file; an entry longer than its head names a file on somebody's disk."""
        if any(entry.end - entry.start > 12 for entry in self._inside(box.body + 8, box.end)):
            raise Uncleanable(Reason.HIDDEN_TRACK)

    def _check_offsets(self, box: _Box) -> None:
        """A chunk beyond the end of the file shows that the rest was never sent."""
        width = 4 if box.kind == b"stco" else 8
        at = box.body + 8
        while at < box.end:
            block = self._read(at, min(_CHUNK, box.end - at))
            places = (
                int.from_bytes(block[i : i + width], "big") for i in range(0, len(block) - width + 1, width)
            )
            if max(places, default=0) >= self.size:
                raise Uncleanable(Reason.DAMAGED)
            at += len(block)

    def _free(self, box: _Box) -> None:
        self._file.seek(box.start + 4)
        self._file.write(b"free")
        self._zero(box.body, box.end)

    def _zero(self, start: int, end: int) -> None:
        self._file.seek(start)
        while start < end:
            step = min(_CHUNK, end - start)
            self._file.write(bytes(step))
            start += step

    def _read(self, start: int, count: int) -> bytes:
        self._file.seek(start)
        found = self._file.read(count)
        if len(found) < count:
            raise Uncleanable(Reason.DAMAGED)
        return found
