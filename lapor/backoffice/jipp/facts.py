"""What a version says beside its sections, in words: also what a curator publishes with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lapor.jipp.goals import GOALS
from lapor.jipp.models import InnovationVersion
from lapor.registry.models import Category
from lapor.ui.dates import day_words


@dataclass(frozen=True)
class Fact:
    """`old`: what it was in the version before; empty where nothing changed or none was before."""

    label: str
    new: str
    old: str = ""


def facts(before: InnovationVersion | None, after: InnovationVersion) -> list[Fact]:
    """Every fact, what changed beside what it was. One query, for the names of categories."""
    names = _names(before, after)
    old = dict(_facts(before, names)) if before else {}
    return [
        Fact(label, new, (old[label] or "–") if label in old and old[label] != new else "")
        for label, new in _facts(after, names)
    ]


def _facts(version: InnovationVersion, names: dict[str, str]) -> list[tuple[str, str]]:
    contact = (version.contact_name, version.contact_email, version.contact_phone)
    days = [day_words(day) for day in (version.started_on, version.ended_on) if day]
    return [
        (_("Bidang layanan"), version.get_sector_display()),
        (_("Masalah yang dikurangi"), ", ".join(names.get(code, code) for code in version.categories)),
        (_("Tujuan pembangunan (SDG)"), f"{version.sdg}. {GOALS[version.sdg]}" if version.sdg else ""),
        (_("Untuk siapa"), version.get_target_group_display()),
        (_("Biaya"), version.get_cost_band_display()),
        (_("Berjalan"), " – ".join(days)),
        (_("Narahubung"), ", ".join(one for one in contact if one)),
        (_("Narahubung tampil untuk"), version.get_contact_shown_display()),
        (_("Tautan video"), version.video),
    ]


def _names(*versions: InnovationVersion | None) -> dict[str, str]:
    codes = {code for one in versions if one for code in one.categories}
    return dict(Category.objects.filter(code__in=codes).values_list("code", "name"))
