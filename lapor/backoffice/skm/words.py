"""Words and colours of surveys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lapor.skm.codes import Element, PeriodStatus
from lapor.skm.models import Period
from lapor.ui.components import Status, Tone

PROFILE_WORDS: dict[str, StrOrPromise] = {
    "age": gettext_lazy("Umur"),
    "sex": gettext_lazy("Jenis kelamin"),
    "education": gettext_lazy("Pendidikan"),
    "occupation": gettext_lazy("Pekerjaan"),
}
_LOOK = {
    PeriodStatus.DRAFT: (Tone.CALM, "file"),
    PeriodStatus.OPEN: (Tone.OK, "talk"),
    PeriodStatus.CLOSED: (Tone.WARN, "lock"),
    PeriodStatus.PUBLISHED: (Tone.INFO, "eye"),
}


def period_status(period: Period | None) -> Status | None:
    """Word, colour and icon of a survey's status; None where there is no survey."""
    if period is None:
        return None
    status = PeriodStatus(period.status)
    tone, icon = _LOOK[status]
    return Status(str(status.label), tone, icon)


def element_words(code: str) -> str:
    """ "U3 Waktu penyelesaian"."""
    return f"{code} {Element(code).label}"
