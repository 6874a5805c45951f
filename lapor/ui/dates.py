"""Dates and moments in words, in the active language: shown alike on pages, in mails and in SMS."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}


def language() -> str:
    """ "en" or "id": the two the words of this room exist in."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def local(moment: datetime, zone: str | ZoneInfo | None = None) -> datetime:
    """The moment on the wall clock of `zone` (none: WIB). A naive moment is taken as already local."""
    tz = ZoneInfo(zone) if isinstance(zone, str) and zone else zone or timezone.get_default_timezone()
    return moment.replace(tzinfo=tz) if timezone.is_naive(moment) else moment.astimezone(tz)


def day_words(day: date | datetime, zone: str | ZoneInfo | None = None) -> str:
    """ "Rabu, 29 Agu 2018"."""
    if isinstance(day, datetime):
        day = local(day, zone)
    words = language()
    return f"{_DAYS[words][day.weekday()]}, {day.day} {_MONTHS[words][day.month - 1]} {day.year}"


def moment_words(moment: datetime, zone: str | ZoneInfo | None = None) -> str:
    """ "Rabu, 29 Agu 2018, 14.05 WIB"; the zone's letters stand where Indonesia has a name for it."""
    here = local(moment, zone)
    hours = (here.utcoffset() or timedelta()).total_seconds() / 3600
    name = _ZONE_NAMES.get(int(hours), here.tzname() or "")
    return f"{day_words(here.date())}, {hour_words(here)} {name}"


def hour_words(moment: datetime) -> str:
    """ "14.05" (Indonesian) or "14:05", of the moment as it stands."""
    return moment.strftime("%H:%M" if language() == "en" else "%H.%M")


def ago_words(moment: datetime, now: datetime) -> str:
    """ "5 menit lalu", "kemarin", "3 hari lalu"; what is still to come: "dalam 3 hari". Days are WIB days."""
    days = (local(now).date() - local(moment).date()).days
    if moment > now:
        return _ahead(-days)
    if days:
        return _behind(days)
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return gettext("baru saja")
    if minutes < 60:
        return ngettext("%(n)d menit lalu", "%(n)d menit lalu", minutes) % {"n": minutes}
    return ngettext("%(n)d jam lalu", "%(n)d jam lalu", minutes // 60) % {"n": minutes // 60}


def _ahead(days: int) -> str:
    if days == 0:
        return gettext("hari ini")
    if days == 1:
        return gettext("besok")
    return ngettext("dalam %(n)d hari", "dalam %(n)d hari", days) % {"n": days}


def _behind(days: int) -> str:
    if days == 1:
        return gettext("kemarin")
    if days < 30:
        return ngettext("%(n)d hari lalu", "%(n)d hari lalu", days) % {"n": days}
    if days < 365:
        return ngettext("%(n)d bulan lalu", "%(n)d bulan lalu", days // 30) % {"n": days // 30}
    return ngettext("%(n)d tahun lalu", "%(n)d tahun lalu", days // 365) % {"n": days // 365}
