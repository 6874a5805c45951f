"""The exchange's vocabularies (docs/glossary.md)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GatheringStatus(TextChoices):
    """A gathering is prepared, takes participants, and may be called off."""

    DRAFT = "draft", _("Disiapkan")
    OPEN = "open", _("Pendaftaran dibuka")
    CANCELLED = "cancelled", _("Dibatalkan")


class QuestionStatus(TextChoices):
    """A question is seen by the public once it is answered."""

    WAITING = "waiting", _("Menunggu jawaban")
    ANSWERED = "answered", _("Dijawab")
    REFUSED = "refused", _("Tidak ditampilkan")


class PolicyKind(TextChoices):
    """What is published: something to read, or something to comment on."""

    NOTE = "note", _("Catatan kebijakan")
    CONSULTATION = "consultation", _("Konsultasi publik")


class PolicyStatus(TextChoices):
    """A policy text is prepared, public, and, where it was consulted on, concluded."""

    DRAFT = "draft", _("Disiapkan")
    PUBLISHED = "published", _("Terbit")
    CONCLUDED = "concluded", _("Selesai dibahas")


class CommentStatus(TextChoices):
    """A comment is read before it is shown."""

    WAITING = "waiting", _("Menunggu diperiksa")
    SHOWN = "shown", _("Ditampilkan")
    REFUSED = "refused", _("Tidak ditampilkan")
