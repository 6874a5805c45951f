"""The competition's vocabularies (docs/glossary.md)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallStatus(TextChoices):
    """A call is prepared, takes proposals, is scored, is counted, is public; never back."""

    DRAFT = "draft", _("Disiapkan")
    OPEN = "open", _("Menerima usulan")
    SCORING = "scoring", _("Sedang dinilai")
    COUNTED = "counted", _("Selesai dihitung")
    PUBLISHED = "published", _("Hasil diumumkan")


class Method(TextChoices):
    """What is done about strict and mild evaluators (`scoring.py`)."""

    MEAN_SHIFT = "mean_shift", _("Digeser ke rata-rata bersama")
    RAW = "raw", _("Apa adanya")


class Conflict(TextChoices):
    """Why somebody may not score a proposal: said by the evaluator, or found."""

    DECLARED = "declared", _("Dinyatakan penilai")
    AGENCY = "agency", _("Dari instansi yang sama, termasuk unit lain di dalamnya")
    MENTOR = "mentor", _("Pendamping replikasinya")
    AUTHOR = "author", _("Ikut menulis atau mengusulkannya")


class EvaluatorStatus(TextChoices):
    """An evaluator is asked, and says yes or no."""

    INVITED = "invited", _("Diundang")
    ACCEPTED = "accepted", _("Bersedia")
    DECLINED = "declined", _("Tidak bersedia")
