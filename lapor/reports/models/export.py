"""What an officer takes out of the desk as a file: asked for here, written in the background."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import User
from lapor.registry.models import Agency, Category
from lapor.reports.states import ReportClass


class Export(models.Model):
    """One file asked for by one officer, who alone may fetch it. The row stays when the file is gone.

    `scope`: the officer's seats when the file was written, as codes: who has lost one of them since gets the
    file no more. `attempt`: which worker's work counts; one that was thought dead finds another number here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu giliran")
        RUNNING = "running", _("Sedang ditulis")
        DONE = "done", _("Siap diunduh")
        CANCELLED = "cancelled", _("Dibatalkan")
        FAILED = "failed", _("Gagal")
        GONE = "gone", _("Berkas sudah dihapus")

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel (xlsx)"
        CSV = "csv", "CSV"

    class Why(models.TextChoices):
        """Why it failed, or why its file is gone before its days are over."""

        TOO_MANY = (
            "too_many",
            _("Terlalu banyak untuk satu lembar Excel. Pilih CSV, atau periode lebih pendek."),
        )
        BROKEN = "broken", _("Ada gangguan di pihak kami. Coba minta lagi.")
        NO_SEAT = "no_seat", _("Jabatan Anda berakhir sebelum berkasnya jadi.")
        TAKEN_BACK = (
            "taken",
            _("Nama atau isi sebuah laporan ditutup sesudah berkas ini jadi. Minta ekspor baru."),
        )

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    format = models.CharField(max_length=4, choices=Format.choices)
    begin = models.DateField(null=True)
    end = models.DateField(null=True)
    status = models.CharField(max_length=12, blank=True)
    report_class = models.CharField(max_length=20, choices=ReportClass.choices, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    contacts = models.BooleanField(default=False)

    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=9, choices=Why.choices, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    scope = models.CharField(max_length=400, blank=True)
    total = models.PositiveIntegerField(null=True)
    written = models.PositiveIntegerField(default=0)
    # Texts that a workbook's cell could not hold whole.
    cut = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=("waiting", "running")),
                name="one_export_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["user", "-id"], name="exports_of_officer"),
            models.Index(fields=["finished_at"], condition=~Q(key=""), name="exports_by_age"),
        )

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def living(self) -> bool:
        """Whether it is still being worked on."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
