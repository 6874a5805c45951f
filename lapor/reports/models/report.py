"""A report (laporan), its texts, and what of it is public."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from lapor.accounts.models import Identity, User
from lapor.registry.models import Agency, Category, Region
from lapor.reports.models.triggers import TAKE_BACK, TAKEN_BACK, TELL_HOLDS
from lapor.reports.states import Channel, Closing, ReportClass, Status


class Report(models.Model):
    """The row that carries a report's state. `lifecycle.advance` alone changes `status`.

    The primary key is the tracking id. Own ids start at 10,000,000; imported ones keep theirs.
    """

    id = models.BigAutoField(primary_key=True)
    report_class = models.CharField(max_length=20, choices=ReportClass.choices, blank=True)
    supervision = models.BooleanField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    version = models.PositiveIntegerField(default=0)
    closing = models.CharField(max_length=12, choices=Closing.choices, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    channel = models.CharField(max_length=60, default=Channel.WEB)
    source_ref = models.CharField(max_length=120, blank=True)
    partner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    received = models.DateTimeField()
    event_date = models.DateField(null=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    # What the reporter thought; the verifier decides.
    suggested_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    # The lead agency and, below it, the unit where the report lies now.
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    anonymous = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)
    identity = models.OneToOneField(Identity, models.SET_NULL, null=True, related_name="report")
    access_mark = models.CharField(max_length=64, blank=True)
    # Many alike from one source in a short time: still a report, but the queue shows it apart.
    flood = models.BooleanField(default=False)

    # Dates the figures are counted from; each is set once, by the act that it names.
    verified_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.BooleanField(default=False)
    agency_referrals = models.PositiveSmallIntegerField(default=0)
    unit_referrals = models.PositiveSmallIntegerField(default=0)
    # The nearest running deadline: what queues sort by.
    due = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="splits")
    # False: an import that knows the filing date and the status only; time figures leave it out.
    dated = models.BooleanField(default=True)
    # Values of an import that the registry did not know, as written ("belum dipetakan").
    unmapped = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=Status.values), name="known_status"),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | ~Q(closing=""), name="a_closed_report_says_how"
            ),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="rating_1_to_5"),
            models.UniqueConstraint(
                fields=["partner", "source_ref"],
                condition=~Q(source_ref="") & Q(partner__isnull=False),
                name="partner_source_ref_once",
            ),
        )
        indexes = (
            models.Index(fields=["-received", "-id"], name="report_newest"),
            models.Index(fields=["status", "due", "id"], name="report_by_status_due"),
            models.Index(fields=["agency", "status", "due", "id"], name="report_by_agency_due"),
            models.Index(fields=["agency", "-received", "-id"], name="report_by_agency_newest"),
            models.Index(fields=["unit", "-received", "-id"], name="report_by_unit_newest"),
            models.Index(fields=["due", "id"], condition=Q(due__isnull=False), name="report_by_due"),
            models.Index(
                fields=["report_class", "-received", "-id"],
                condition=~Q(report_class="complaint"),
                name="report_of_rarer_class",
            ),
            models.Index(fields=["region", "-received", "-id"], name="report_by_region_newest"),
            models.Index(fields=["category", "-received", "-id"], name="report_by_category_newest"),
            # Answers that their reporters found good.
            models.Index(
                fields=["agency", "-received", "-id"], condition=Q(rating__gte=4), name="report_well_rated"
            ),
            # What the desk's filters ask for and few reports are.
            models.Index(fields=["-received", "-id"], condition=Q(secret=True), name="report_secret_newest"),
            models.Index(
                fields=["-received", "-id"], condition=Q(anonymous=True), name="report_anonymous_newest"
            ),
            models.Index(
                fields=["-received", "-id"], condition=Q(supervision=True), name="report_supervised_newest"
            ),
            models.Index(
                fields=["channel", "-received", "-id"],
                condition=~Q(channel=Channel.WEB),
                name="report_of_rarer_channel",
            ),
            # The same in the order of queues.
            models.Index(
                fields=["report_class", "due", "id"],
                condition=~Q(report_class=ReportClass.COMPLAINT),
                name="report_of_rarer_class_due",
            ),
            models.Index(fields=["due", "id"], condition=Q(secret=True), name="report_secret_due"),
            models.Index(fields=["due", "id"], condition=Q(supervision=True), name="report_supervised_due"),
            models.Index(
                fields=["channel", "due", "id"],
                condition=~Q(channel=Channel.WEB),
                name="report_of_rarer_channel_due",
            ),
            models.Index(
                fields=["-received", "-id"], condition=Q(reopened=True), name="report_reopened_newest"
            ),
            # Old ones that nobody verified are few: without it a list of them walks through all reports.
            models.Index(
                fields=["-received", "-id"],
                condition=Q(status=Status.RECEIVED),
                name="report_unverified_newest",
            ),
            # So are those that wait for their reporters.
            models.Index(
                fields=["-received", "-id"],
                condition=Q(status__in=(Status.POSTPONED, Status.ANSWERED)),
                name="report_waiting_newest",
            ),
            # What the public may read, by status: of some statuses next to nothing is public.
            models.Index(
                fields=["status", "-received", "-id"],
                condition=Q(verified_at__isnull=False, secret=False),
                name="public_by_status_newest",
            ),
            models.Index(
                fields=["closing", "-received", "-id"], condition=~Q(closing=""), name="report_by_closing"
            ),
            # What reporters called solved, for the front page.
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(closing=Closing.CONFIRMED),
                name="report_confirmed_newest",
            ),
            # What became public, or went to an agency, since somebody was told last.
            models.Index(
                fields=["-verified_at", "-id"],
                condition=Q(verified_at__isnull=False),
                name="report_newly_verified",
            ),
            models.Index(
                fields=["-disposed_at", "-id"],
                condition=Q(disposed_at__isnull=False),
                name="report_newly_disposed",
            ),
            # Referred back, and waiting there again.
            models.Index(
                fields=["due", "id"],
                condition=Q(status=Status.VERIFIED, agency_referrals__gt=0),
                name="returned_to_verifier",
            ),
            models.Index(
                fields=["due", "id"],
                condition=Q(status=Status.DISPOSED, unit=None, unit_referrals__gt=0),
                name="returned_to_agency",
            ),
        )
        triggers: ClassVar = [TELL_HOLDS, TAKE_BACK]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def reporter(self) -> Identity | None:
        """The person behind it; a report split off has the person of the one it came from."""
        return self.split_from.identity if self.split_from else self.identity

    @property
    def text(self) -> TextVersion:
        """The newest version of title and text; queries once unless `versions` is prefetched."""
        return max(self.versions.all(), key=lambda version: version.number)


class TextVersion(models.Model):
    """Title, text and place in words: number 1 as filed, later ones bettered by a verifier. Redactable."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    location = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "number"], name="one_text_per_number"),)
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="keep_full_text",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "INSERT INTO reports_fulltext (report_id, search)"
                    " SELECT NEW.report_id, setweight(to_tsvector('indonesian', NEW.title), 'A') ||"
                    " setweight(to_tsvector('indonesian', NEW.text || ' ' || NEW.location), 'B')"
                    " WHERE NOT EXISTS (SELECT FROM reports_textversion newer"
                    " WHERE newer.report_id = NEW.report_id AND newer.number > NEW.number)"
                    " ON CONFLICT (report_id) DO UPDATE SET search = EXCLUDED.search;"
                    " RETURN NULL;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.report_id} v{self.number}"


class FullText(models.Model):
    """The words of a report's newest text, for the search of officers, who read it unmasked.

    The database keeps it: a bettered text replaces it, a blanked one empties it. Nothing of the reporter's
    identity is ever in it. A table of its own, for rows of texts are read often and this never.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="full_text")
    search = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=["search"], name="full_text_search"),)

    def __str__(self) -> str:
        return f"#{self.report_id} words"


class Publication(models.Model):
    """What the public may read of a report: masked. No row = nothing of its content is public.

    Search runs over this row, so that a search can never find what was masked.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="publication")
    title = models.CharField(max_length=260, blank=True)
    text = models.TextField(blank=True)
    location = models.CharField(max_length=400, blank=True)
    received = models.DateTimeField()
    search = SearchVectorField(null=True)

    class Meta:
        indexes = (
            GinIndex(fields=["search"], name="publication_search"),
            models.Index(fields=["-received", "-report"], name="publication_newest"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="take_back", when=pgtrigger.After, operation=pgtrigger.Delete, func=TAKEN_BACK
            ),
            pgtrigger.Trigger(
                name="keep_search",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "NEW.search := setweight(to_tsvector('indonesian', NEW.title), 'A') ||"
                    " setweight(to_tsvector('indonesian', NEW.text || ' ' || NEW.location), 'B');"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.report_id}"
