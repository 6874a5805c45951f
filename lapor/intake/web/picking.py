"""Choosing a region, agency or category by typing: options while one types, or when the form comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.registry.models import Agency, Region
from lapor.registry.names import plain
from lapor.registry.queries import find_agencies, find_categories, find_regions

SHOWN = 8
# The radio button that goes on without choosing.
NOTHING = "-"


@dataclass(frozen=True)
class Option:
    """`text` is what stands in the text field once this is chosen; typed again it leads here again."""

    value: str
    label: str
    hint: str
    text: str
    row: Model
    # Latitude and longitude as texts (a template would write them with a comma); empty where unknown.
    place: tuple[str, str] | tuple[()] = ()


@dataclass(frozen=True)
class Pick:
    """A text field with its options. `chosen` is the option taken, None while none is or none is wanted."""

    name: str
    options: Sequence[Option] = ()
    chosen: Option | None = None
    nothing: bool = False
    error: str = ""
    asked: bool = field(default=False)

    @property
    def row(self) -> Model | None:
        return self.chosen.row if self.chosen else None

    @property
    def count_words(self) -> str:
        """For the live region: how many there are."""
        if not self.asked:
            return ""
        if not self.options:
            return _("Tidak ada yang cocok.")
        n = len(self.options)
        return ngettext("%(n)s cocok. Pilih di bawah.", "%(n)s cocok. Pilih di bawah.", n) % {"n": n}


def pick(name: str, text: str, value: str = "") -> Pick:
    """What was typed and, perhaps, chosen. A choice that no longer fits the typed words does not count."""
    typed = plain(text.replace("\0", ""))
    if not typed:
        return Pick(name)
    options = _FINDERS[name](text[:200])
    if value == NOTHING:
        return Pick(name, options, nothing=True, asked=True)
    chosen = [option for option in options if option.value == value]
    same = [option for option in options if plain(option.text) == typed]
    for one in (chosen, same, options):
        if len(one) == 1:
            return Pick(name, options, one[0], asked=True)
    return Pick(name, options, error=_several(name) if options else _none(name), asked=True)


def _regions(text: str) -> list[Option]:
    return [_region(row) for row in find_regions(text, limit=SHOWN)]


def _region(row: Region) -> Option:
    above: list[str] = []
    parent = row.parent
    while parent is not None:
        above.append(parent.name)
        parent = parent.parent
    hint = ", ".join([row.get_level_display(), *above])
    place = (str(row.lat), str(row.lon)) if row.lat is not None and row.lon is not None else ()
    return Option(row.code, row.name, hint, ", ".join([row.name, *above]), row, place)


def _agencies(text: str) -> list[Option]:
    return [_agency(row) for row in find_agencies(text, limit=SHOWN)]


def _agency(row: Agency) -> Option:
    above = row.parent.name if row.parent else ""
    hint = above or row.get_kind_display()
    return Option(row.slug, row.name, hint, f"{row.name}, {above}" if above else row.name, row)


def _categories(text: str) -> list[Option]:
    return [
        Option(row.code, row.name, row.parent.name if row.parent else "", row.name, row)
        for row in find_categories(text, limit=SHOWN)
    ]


_FINDERS: dict[str, Callable[[str], list[Option]]] = {
    "region": _regions,
    "agency": _agencies,
    "category": _categories,
}


def _several(name: str) -> str:
    return {
        "region": _("Ada beberapa wilayah yang cocok. Pilih satu di bawah."),
        "agency": _("Ada beberapa instansi yang cocok. Pilih satu di bawah."),
        "category": _("Ada beberapa topik yang cocok. Pilih satu di bawah."),
    }[name]


def _none(name: str) -> str:
    return {
        "region": _("Wilayah ini tidak kami temukan. Tulis nama lain, atau kosongkan."),
        "agency": _("Instansi ini tidak kami temukan. Tulis nama lain, atau kosongkan."),
        "category": _("Topik ini tidak kami temukan. Tulis nama lain, atau kosongkan."),
    }[name]
