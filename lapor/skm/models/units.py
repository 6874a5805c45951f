"""Who is surveyed: service units below the registry's agencies, their services, their questions' wording."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lapor.registry.models import Agency
from lapor.skm.codes import Element


class ServiceUnit(models.Model):
    """A unit that serves people (unit penyelenggara pelayanan) and surveys them at least once a year.

    `code`: what stands after SKM in an SMS, capitals and digits; `slug`: its page /skm/<slug>/.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="service_units")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex="^[A-Z0-9]{2,20}$"), name="skm_code_of_sms"),
            models.UniqueConstraint(fields=["agency", "name"], name="skm_unit_once"),
        )
        indexes = (models.Index(fields=["name", "id"], name="skm_units_by_name"),)

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """One kind of service of a unit, that a respondent has used."""

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="skm_service_once"),)

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """A unit's own wording of an element's question, or a question of its own that does not count.

    `element`: its code, empty for an own question. `answers_id`, `answers_en`: the words for 1, 2, 3 and 4.
    The standard wording stands in `data/questions.toml`.
    """

    unit = models.ForeignKey(ServiceUnit, models.CASCADE, related_name="questions")
    element = models.CharField(max_length=2, choices=Element.choices, blank=True)
    text_id = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    answers_id = ArrayField(models.CharField(max_length=60), size=4)
    answers_en = ArrayField(models.CharField(max_length=60), size=4, default=list)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "element"], condition=~Q(element=""), name="skm_one_wording_per_element"
            ),
        )

    def __str__(self) -> str:
        return self.text_id
