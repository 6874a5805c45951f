"""The public's pages of a survey, as the desk links to them: the one place that knows their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from lapor.skm.models import Period


@dataclass(frozen=True)
class PublicLinks:
    """Addresses for one survey: the form, the screen at the counter, the poster, the result, its report."""

    period: Period

    @property
    def form(self) -> str:
        return f"/skm/isi/{self.period.unit.code}/"

    @property
    def kiosk(self) -> str:
        return f"/skm/kios/{self.period.unit.code}/"

    @property
    def poster(self) -> str:
        return f"/skm/poster/{self.period.unit.code}.pdf"

    @property
    def result(self) -> str:
        return f"/skm/{self.period.unit.slug}/"

    @property
    def report(self) -> str:
        return f"/skm/{self.period.unit.slug}/laporan.pdf"
