"""Vehicle plates: a region's letters, up to four digits, up to three letters ("B 1234 XYZ")."""

from __future__ import annotations

import re

from lapor.reports.masking.spans import SHOWN, Kind, Span

# The area letters of civil plates (Perpol 7/2021 and the practice before it).
# fmt: off
_AREAS = {
    "A", "B", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "AA", "AB", "AD",
    "AE", "AG", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN", "BP", "DA", "DB", "DC", "DD",
    "DE", "DG", "DH", "DK", "DL", "DM", "DN", "DP", "DR", "DS", "DT", "DW", "EA", "EB", "ED", "KB", "KH",
    "KT", "KU", "PA", "PB", "PG", "PS", "PT",
}
# Short words and units that follow a number in ordinary sentences: no plate ends with them.
_ORDINARY = {
    "DI", "KE", "YA", "YG", "DAN", "ADA", "DGN", "DG", "UTK", "TDK", "ORG", "RB", "JT", "KG", "KM", "CM",
    "MM", "ML", "GR", "TH", "THN", "TAHUN", "BLN", "HR", "JAM", "MNT", "RT", "RW", "NO", "WA", "HP", "KK",
    "SD", "SMP", "SMA", "SMK", "PNS", "ASN", "TNI", "KWH", "KVA", "VA", "V", "W", "PCS", "LBR", "UNIT",
    "KEC", "KEL", "PT", "CV", "TV", "AC", "PP", "UU", "PM", "GB", "MB", "TB", "M", "S", "HA", "HZ", "PSI",
    "L", "WIB", "WIT", "OK", "GO", "ATM", "ITU", "INI", "JL", "GG", "DSN", "DS", "DR", "TBK", "HAL", "AYAT",
    "X", "KALI", "PER", "MAU", "BISA",
}
# fmt: on
_VEHICLE = re.compile(
    r"\b(?:plat|pelat|nopol|no\.?\s?pol(?:isi)?|nomor\s+polisi|tnkb|stnk|mobil|motor|kendaraan|angkot|bus|bis|truk"
    r"|truck|taksi|taxi|ojek|ojol|sepeda\s+motor|avanza|innova|xenia|vario|beat|becak)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:\b(?:blok|gang|gg|jalan|jl|kamar|ruang|lantai|kavling|tipe|type|kelas|no|nomor|pasal)\b\W{0,3})$",
    re.IGNORECASE,
)
_GAP = r"[\s.\-_]{0,2}"
_PLATE = re.compile(
    rf"(?<![^\W_])(?P<area>{'|'.join(sorted(_AREAS, key=len, reverse=True))}){_GAP}"
    rf"(?P<number>\d{{1,4}})(?!\d)(?:{_GAP}(?P<series>[A-Z]{{1,3}})(?![^\W_]))?",
    re.IGNORECASE,
)
_LOOK_BACK = 40
_BEFORE = 16


def find(text: str) -> list[Span]:
    ends = ((found.start(), _end(text, found)) for found in _PLATE.finditer(text))
    return [Span(start, end, Kind.PLATE, SHOWN[Kind.PLATE]) for start, end in ends if end is not None]


def _end(text: str, found: re.Match[str]) -> int | None:
    """Where the plate ends; None when the letters and numbers are an address, a unit or a sentence."""
    before = text[max(found.start() - _LOOK_BACK, 0) : found.start()].rpartition("]")[2]
    if _has_series(found):
        near = _VEHICLE.search(before) is not None
        return found.end() if (near and _one_case(found)) or _speaks_for_itself(found, before) else None
    return found.end("number") if _bare(text, found, before) else None


def _has_series(found: re.Match[str]) -> bool:
    return found["series"] is not None and found["series"].upper() not in _ORDINARY


def _one_case(found: re.Match[str]) -> bool:
    return bool(found["area"].isupper() or found["series"].islower())


def _speaks_for_itself(found: re.Match[str], before: str) -> bool:
    number, series = found["number"], found["series"]
    if _ADDRESS.search(before[-_BEFORE:]):
        return False
    if found[0].isupper():
        return len(number) >= 3
    # In small letters "d 2018 lah" is a sentence, "d 4187 ab" is not.
    return len(number) == 4 and len(series) >= 2 and not number.startswith(("19", "20"))


def _bare(text: str, found: re.Match[str], before: str) -> bool:
    """A plate named as one, without its last letters: "nopol B 1234"."""
    named = _VEHICLE.search(before) is not None and found["area"].isupper()
    return named and len(found["number"]) >= 3 and not _unit_follows(text, found.end("number"))


def _unit_follows(text: str, at: int) -> bool:
    word = re.match(r"\s?([^\W\d_]{1,6})", text[at : at + 8])
    return word is not None and word[1].upper() in {
        "CC",
        "KM",
        "KG",
        "VA",
        "RB",
        "JT",
        "RIBU",
        "JUTA",
        "UNIT",
    }
