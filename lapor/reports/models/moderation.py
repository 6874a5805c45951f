"""What was closed by hand in the public form of a report, and what readers said ought to be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import User
from lapor.reports.models.report import Report


class MaskReason(models.TextChoices):
    """Why words are closed, and what a reader may say is wrong with a text."""

    PERSONAL = "personal", _("Data pribadi seseorang")
    INSULT = "insult", _("Hinaan atau SARA")
    OTHER = "other", _("Lainnya")


class MaskedWords(models.Model):
    """Words that stand in no public text of this report, now and whenever one is published again.

    Kept as written, for they are in the report's own texts as well; redaction deletes the row, and so does
    the verifier who closed too much. `digest`: alike for words that close the same.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="masked_words")
    words = models.TextField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=MaskReason.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "digest"], name="masked_once"),)

    def __str__(self) -> str:
        return f"#{self.report_id} masked words"


class Flag(models.Model):
    """A reader says that a public text should not stand as it does.

    Nobody knows who: nothing of the reader is kept, no account, no address. `words` are blanked once a
    verifier has judged.
    """

    class Part(models.TextChoices):
        REPORT = "report", _("Judul atau isi laporan")
        ANSWER = "answer", _("Jawaban atau tanggapan")
        FILE = "file", _("Foto atau berkas")

    class Outcome(models.TextChoices):
        MASKED = "masked"
        DISMISSED = "dismissed"

    class Dismissal(models.TextChoices):
        NOTHING = "nothing", _("Tidak ada data pribadi atau hinaan di tulisan ini")
        OFFICIAL = "official", _("Nama atau jabatan pejabat yang bertugas boleh disebut")
        CRITIQUE = "critique", _("Kritik atas layanan bukan hinaan")
        OTHER = "other", _("Alasan lain")

    report = models.ForeignKey(Report, models.CASCADE, related_name="flags")
    reason = models.CharField(max_length=10, choices=MaskReason.choices)
    part = models.CharField(max_length=10, choices=Part.choices)
    words = models.TextField(blank=True)
    created_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    dismissal = models.CharField(max_length=10, choices=Dismissal.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["report", "id"], name="flags_of_report"),)

    def __str__(self) -> str:
        return f"#{self.report_id} {self.reason}"


class Flagged(models.Model):
    """A report with flags that nobody has judged: one line of the verifiers' queue, gone once they have."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="flagged")
    since = models.DateTimeField()
    flags = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["since", "id"], name="flagged_oldest"),)

    def __str__(self) -> str:
        return f"#{self.report_id} {self.flags}"
