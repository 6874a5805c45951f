"""The three time zones of the country. None knows summer time, so each day has 24 hours."""

from __future__ import annotations

from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")

# What holds before an agency is known, and for the validity dates of rules.
NATIONAL = WIB

ZONES: dict[str, ZoneInfo] = {"WIB": WIB, "WITA": WITA, "WIT": WIT}
LABELS: dict[str, str] = {
    "WIB": "Waktu Indonesia Barat",
    "WITA": "Waktu Indonesia Tengah",
    "WIT": "Waktu Indonesia Timur",
}
# Names that data files and the tz database use for the same three clocks.
_SAME = {"Asia/Pontianak": "WIB", "Asia/Ujung_Pandang": "WITA"}
_NAMES = {zone.key: name for name, zone in ZONES.items()} | _SAME


def zone(name: str) -> ZoneInfo:
    """The zone of "WIB", "WITA", "WIT" or of its name in the tz database; ValueError for any other."""
    short = _NAMES.get(name, name)
    if short not in ZONES:
        raise ValueError(f"{name!r} is none of {', '.join(ZONES)}")
    return ZONES[short]


def short_name(zone: ZoneInfo) -> str:
    """WIB, WITA or WIT, as it stands behind a time of day; ValueError for a zone of another country."""
    if zone.key not in _NAMES:
        raise ValueError(f"{zone.key!r} is none of {', '.join(ZONES)}")
    return _NAMES[zone.key]


def label(zone: ZoneInfo) -> str:
    """For display: "Waktu Indonesia Barat (WIB)"."""
    name = short_name(zone)
    return f"{LABELS[name]} ({name})"
