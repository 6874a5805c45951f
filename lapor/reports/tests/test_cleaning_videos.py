"""Videos cleaned in place: hand-made boxes, so that each byte is known."""

from __future__ import annotations

import io
import struct

import pytest

from lapor.reports.cleaning import Cleaned, Kind, Reason, clean

CANARY = b"-6.9147+107.6098/CANARY"
LIMIT = 20 * 1024 * 1024
SAMPLES = bytes(range(256)) * 8
SEEN = struct.pack(">I", 0x7C25B080)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def hdlr(handler: bytes) -> bytes:
    return box(b"hdlr", bytes(8), handler, bytes(12), b"Made by " + CANARY + b"\0")


def track(offset: int, handler: bytes = b"vide", wide: bool = False) -> bytes:
    times = SEEN * 4 if wide else SEEN * 2
    version = b"\1\0\0\0" if wide else bytes(4)
    chunks = (
        box(b"co64", bytes(4), struct.pack(">IQ", 1, offset))
        if wide
        else box(b"stco", bytes(4), struct.pack(">II", 1, offset))
    )
    table = box(b"stbl", box(b"stsd", bytes(8)), box(b"stsz", bytes(12)), chunks)
    dinf = box(b"dinf", box(b"dref", bytes(4), struct.pack(">I", 1), box(b"url ", b"\0\0\0\1")))
    media = box(b"mdia", box(b"mdhd", version, times, bytes(12)), hdlr(handler), box(b"minf", dinf, table))
    return box(
        b"trak",
        box(b"tkhd", version, times, bytes(72)),
        media,
        box(b"udta", CANARY),
        box(b"meta", bytes(4), CANARY),
    )


def film(*, brand: bytes = b"isom", handler: bytes = b"vide", offset: int = 40, wide: bool = False) -> bytes:
    place = box(b"udta", box(b"\xa9xyz", CANARY), box(b"meta", bytes(4), CANARY))
    moov = box(b"moov", box(b"mvhd", bytes(4), SEEN * 2, bytes(88)), track(offset, handler, wide), place)
    head = box(b"ftyp", brand, bytes(4), brand)
    return (
        head
        + box(b"mdat", SAMPLES)
        + moov
        + box(b"uuid", bytes(16), CANARY)
        + box(b"XtrA", CANARY)
        + box(b"free", CANARY)
    )


def cleaned(content: bytes) -> Cleaned:
    return clean(io.BytesIO(content), limit_bytes=LIMIT)


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(("brand", "kind"), [(b"isom", Kind.MP4), (b"mp42", Kind.MP4), (b"qt  ", Kind.MOV)])
def test_place_and_time_go_and_the_film_stays(brand: bytes, kind: Kind, wide: bool) -> None:
    before = film(brand=brand, wide=wide)
    assert before.count(CANARY) >= 7
    result = cleaned(before)
    after = result.file.read()
    assert (result.cleaned, result.kind, result.reason) == (True, kind, None)
    assert len(after) == len(before) == result.size
    assert CANARY not in after
    assert SEEN not in after
    assert after.index(SAMPLES) == before.index(SAMPLES)
    assert b"udta" not in after
    assert b"uuid" not in after


def test_cleaning_twice_gives_the_same_bytes() -> None:
    once = cleaned(film()).file.read()
    assert cleaned(once).file.read() == once


def test_another_kind_of_track_is_not_ours_to_pick() -> None:
    result = cleaned(film(handler=b"meta"))
    assert (result.cleaned, result.reason) == (False, Reason.HIDDEN_TRACK)
    assert result.file.read() == film(handler=b"meta")


@pytest.mark.parametrize("sent", [30, 500, 2200, len(film()) - 1])
def test_a_half_sent_film_is_kept_as_it_came(sent: int) -> None:
    half = film()[:sent]
    result = cleaned(half)
    assert (result.cleaned, result.reason) == (False, Reason.DAMAGED)
    assert result.file.read() == half


def test_a_chunk_beyond_the_end_shows_a_cut() -> None:
    assert cleaned(film(offset=10**8)).reason is Reason.DAMAGED


def test_a_film_without_boxes_for_playing_is_damaged() -> None:
    assert (
        cleaned(box(b"ftyp", b"isom", bytes(4), b"isom") + box(b"free", bytes(64))).reason is Reason.DAMAGED
    )


def test_thousands_of_boxes_are_too_many() -> None:
    head = box(b"ftyp", b"isom", bytes(4), b"isom")
    assert cleaned(head + box(b"free") * 60_000).reason is Reason.TOO_COMPLEX


def test_a_box_larger_than_the_file_ends_the_walk() -> None:
    head = box(b"ftyp", b"isom", bytes(4), b"isom")
    huge = struct.pack(">I", 1) + b"moov" + struct.pack(">Q", 2**63)
    assert cleaned(head + huge + bytes(64)).reason is Reason.DAMAGED
