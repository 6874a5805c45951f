"""The public's pages of a survey, as the desk links to them: the one place that knows their names."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from lapor.skm.counter import counter_key
from lapor.skm.models import Period


@dataclass(frozen=True)
class PublicLinks:
    """Addresses for one survey: the form, the screen at the counter, the poster, the result, its report."""

    period: Period

    @property
    def form(self) -> str:
        return reverse("skm_form", args=[self.period.unit.code])

    @property
    def kiosk(self) -> str:
        return reverse("skm_kiosk", args=[self.period.unit.code, counter_key(self.period)])

    @property
    def poster(self) -> str:
        return reverse("skm_poster", args=[self.period.unit.code])

    @property
    def result(self) -> str:
        return reverse("skm_result", args=[self.period.unit.slug])

    @property
    def report(self) -> str:
        return reverse("skm_report", args=[self.period.unit.slug])
