"""Whether a profile may compete in a call: each thing that is missing is said, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.jipp.competition.criteria import Criterion
from lapor.jipp.given import words_in


@dataclass(frozen=True)
class Profile:
    """What is asked of an innovation: since when it runs, its goal of the SDGs, its sections by code."""

    started_on: date | None
    sdg: int | None
    sections: Mapping[str, str]


def age_in_months(started_on: date, day: date) -> int:
    """Whole months; the one of the 31st is full on the last day of a shorter month's successor."""
    months = (day.year - started_on.year) * 12 + day.month - started_on.month
    return months - (day.day < started_on.day)


def reasons_against(
    profile: Profile, criteria: Sequence[Criterion], *, day: date, months: int, labels: Mapping[str, str]
) -> list[str]:
    """Sentences, empty where it may compete. `day`: the call's first; `months`: how long it must run by then.

    Two years of running were asked in 2023, one in other years (domain, section 9), so it is the call's own.
    """
    return [*_too_young(profile.started_on, day, months), *_without_goal(profile.sdg),
            *_lengths(profile.sections, criteria, labels)]  # fmt: skip


def _too_young(started_on: date | None, day: date, months: int) -> list[str]:
    if started_on is None:
        return [_("Profil ini belum menyebut sejak kapan inovasi berjalan.")]
    age = max(0, age_in_months(started_on, day))
    if started_on <= day and age >= months:
        return []
    facts = {"age": age, "months": months}
    return [
        _("Inovasi harus sudah berjalan %(months)s bulan saat kompetisi dibuka; baru %(age)s bulan.") % facts
    ]


def _without_goal(sdg: int | None) -> list[str]:
    return [] if sdg else [_("Pilih dulu tujuan pembangunan berkelanjutan (SDG) di profilnya.")]


def _lengths(
    sections: Mapping[str, str], criteria: Sequence[Criterion], labels: Mapping[str, str]
) -> list[str]:
    found = []
    for one in criteria:
        length = words_in(sections.get(one.code, ""))
        facts = {"section": labels.get(one.code, one.code), "n": length, "most": one.words}
        if not length:
            found.append(_("Bagian “%(section)s” masih kosong.") % facts)
        elif length > one.words:
            found.append(
                ngettext(
                    "Bagian “%(section)s” berisi %(n)s kata, paling banyak %(most)s.",
                    "Bagian “%(section)s” berisi %(n)s kata, paling banyak %(most)s.",
                    length,
                )
                % facts
            )
    return found
