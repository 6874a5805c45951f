"""Hubs, and who belongs to one."""

from __future__ import annotations

from django.db import models

from lapor.registry.models import Agency, Region


class Hub(models.Model):
    """A simpul of the network: one region, or the country (`region` empty), run by its host agency.

    Who holds a seat of hub manager or curator at the host agency, or above it, works in it.
    """

    code = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=1000, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="hubs")
    host = models.ForeignKey(Agency, models.PROTECT, related_name="hosted_hubs")
    founded_on = models.DateField(null=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class HubMember(models.Model):
    """An agency that belongs to a hub; one agency may belong to several."""

    hub = models.ForeignKey(Hub, models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="hub_memberships")
    since = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hub", "agency"], name="jipp_member_once"),)

    def __str__(self) -> str:
        return f"{self.hub_id} {self.agency_id}"
