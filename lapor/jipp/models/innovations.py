"""Innovations, their versions, and what curators decided about these."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from lapor.accounts.models import User
from lapor.jipp.codes import (
    OPEN_VERSIONS,
    SDG_LAST,
    ContactShown,
    CostBand,
    Decision,
    InnovationStatus,
    Sector,
    TargetGroup,
    VersionStatus,
)
from lapor.jipp.models.hubs import Hub
from lapor.registry.models import Agency, Category, Region

_SDG = Q(sdg=None) | Q(sdg__range=(1, SDG_LAST))


class Innovation(models.Model):
    """One innovation. Title and facts are those of the version that is shown, or of the only draft.

    `agency`: who made and owns it; `region`: the agency's own, kept for filters; `categories`: the topics
    of reports that it means to lessen. `search`: words of the published version only.
    """

    slug = models.SlugField(max_length=120, unique=True)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="innovations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="innovations")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="innovations")
    title = models.CharField(max_length=150)
    status = models.CharField(max_length=9, choices=InnovationStatus.choices, default=InnovationStatus.DRAFT)
    sector = models.CharField(max_length=18, choices=Sector.choices, blank=True)
    categories = models.ManyToManyField(Category, related_name="innovations")
    sdg = models.PositiveSmallIntegerField(null=True)
    target_group = models.CharField(max_length=9, choices=TargetGroup.choices, blank=True)
    cost_band = models.CharField(max_length=10, choices=CostBand.choices, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    published = models.OneToOneField("InnovationVersion", models.PROTECT, null=True, related_name="shown_by")
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    search = SearchVectorField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=_SDG, name="jipp_innovation_sdg"),
            models.CheckConstraint(
                condition=~Q(status=InnovationStatus.PUBLISHED)
                | Q(published__isnull=False, published_at__isnull=False),
                name="jipp_published_has_version",
            ),
        )
        indexes = (
            GinIndex(fields=["search"], name="jipp_search"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(status=InnovationStatus.PUBLISHED),
                name="jipp_newest",
            ),
            models.Index(fields=["hub", "-changed_at", "-id"], name="jipp_of_hub"),
            models.Index(fields=["agency", "-changed_at", "-id"], name="jipp_of_agency"),
        )

    def __str__(self) -> str:
        return self.title


class InnovationVersion(models.Model):
    """One text of an innovation with all its facts; never changed once it was published.

    `categories`: codes of the registry, so that an old version says what it said. `edits`: counts changes,
    so that two who write at once do not overwrite each other.
    """

    innovation = models.ForeignKey(Innovation, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    title = models.CharField(max_length=150)
    summary = models.TextField(blank=True)
    background = models.TextField(blank=True)
    novelty = models.TextField(blank=True)
    implementation = models.TextField(blank=True)
    significance = models.TextField(blank=True)
    adaptability = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    sustainability = models.TextField(blank=True)
    sector = models.CharField(max_length=18, choices=Sector.choices, blank=True)
    categories = ArrayField(models.CharField(max_length=160), default=list)
    sdg = models.PositiveSmallIntegerField(null=True)
    target_group = models.CharField(max_length=9, choices=TargetGroup.choices, blank=True)
    cost_band = models.CharField(max_length=10, choices=CostBand.choices, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_shown = models.CharField(
        max_length=9, choices=ContactShown.choices, default=ContactShown.OFFICERS
    )
    video = models.CharField(max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["innovation", "number"], name="jipp_version_number"),
            models.UniqueConstraint(
                fields=["innovation"],
                condition=Q(status__in=sorted(OPEN_VERSIONS)),
                name="jipp_one_open_version",
            ),
            models.UniqueConstraint(
                fields=["innovation"],
                condition=Q(status=VersionStatus.PUBLISHED),
                name="jipp_one_published_version",
            ),
            models.CheckConstraint(condition=_SDG, name="jipp_version_sdg"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="jipp_ends_after_start",
            ),
        )
        indexes = (
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(status=VersionStatus.IN_REVIEW),
                name="jipp_waiting_for_curator",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Review(models.Model):
    """What a curator found, by the codes of `data/checklist.toml`, and decided."""

    version = models.ForeignKey(InnovationVersion, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checklist = models.JSONField(default=dict)
    decision = models.CharField(max_length=9, choices=Decision.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.decision}"
