"""Form fields for what the registry knows: the code or the words come in, the row comes out."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lapor.registry.meaning import agency_meant, region_meant
from lapor.registry.models import Agency, Category, Region


def main_topics() -> list[tuple[str, str]]:
    """Choices of a filter: all, or one of the main categories in use."""
    tops = Category.objects.filter(active=True, parent=None).order_by("name")
    return [("", str(_("Semua"))), *tops.values_list("code", "name")]


class _Known(forms.CharField):
    """Cleaned, it is the row that is meant, or None where nothing was given."""

    unknown: ClassVar[Any]

    def find(self, words: str) -> Model | None:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        found = self.find(words) if words else None
        if words and found is None:
            raise forms.ValidationError(self.unknown, code="unknown")
        return found


class CategoryField(_Known):
    """A category by its code; drawn as a choice among the main ones."""

    unknown = _("Kategori ini tidak dikenal. Pilih dari daftar.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Select(choices=lazy(main_topics, list)())} | kwargs)

    def find(self, words: str) -> Category | None:
        return Category.objects.filter(code=words).first()


class AgencyField(_Known):
    """An agency by its code, by its page's address, or as people write it."""

    unknown = _("Instansi ini tidak dikenal. Tulis namanya, misalnya Kota Surabaya.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120} | kwargs)

    def find(self, words: str) -> Agency | None:
        return agency_meant(words)


class RegionField(_Known):
    """A region by its official code, or as people write it."""

    unknown = _("Wilayah ini tidak dikenal. Tulis namanya, misalnya Kota Bandung.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 100} | kwargs)

    def find(self, words: str) -> Region | None:
        return region_meant(words)
