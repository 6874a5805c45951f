"""Mail that came in, as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.accounts.sealing import SealedBytesField, SealedTextField
from lapor.reports.models import Report


class MailFate(models.TextChoices):
    """What became of a mail. `quarantined`: a valid address of ours, but not from the reporter's own."""

    RECEIVED = "received", _("Diterima")
    TAKEN = "taken", _("Masuk ke laporan")
    BOUNCE = "bounce", _("Pemberitahuan gagal kirim")
    QUARANTINED = "quarantined", _("Dikarantina")
    POINTED = "pointed", _("Ditunjukkan ke formulir")
    SET_ASIDE = "set_aside", _("Disisihkan")


class InboundMail(models.Model):
    """One mail, stored whole and sealed before anything is made of it; purged by retention.csv.

    `mail_mark`: the keyed mark of its Message-ID, else of its bytes: the same mail twice is one row.
    """

    mail_mark = models.CharField(max_length=64, unique=True)
    # The mail's bytes, sealed; empty once it is over.
    raw = SealedBytesField()
    sender = SealedTextField(blank=True, default="")
    sender_mark = models.CharField(max_length=64, blank=True)
    subject = SealedTextField(blank=True, default="")
    received_at = models.DateTimeField(db_index=True)
    fate = models.CharField(max_length=11, choices=MailFate.choices, default=MailFate.RECEIVED)
    # A code: auto_reply, loop, forged, rights_over, refused ...
    why = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=Q(fate="received"), name="mail_to_work_on"),
            models.Index(fields=["-id"], condition=Q(fate="quarantined"), name="mail_quarantined"),
            models.Index(fields=["sender_mark", "-received_at"], name="mail_of_sender"),
        )

    def __str__(self) -> str:
        return f"mail {self.pk} {self.fate}"
