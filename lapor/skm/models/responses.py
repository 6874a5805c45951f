"""What people answered, what looks odd about it, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.skm.codes import ELEMENTS, AgeBand, Education, Element, Occupation, OddityKind, Sex, Way
from lapor.skm.models.periods import Period
from lapor.skm.models.units import Service


def _answer() -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(null=True)


def _right(code: str) -> Q:
    field = code.lower()
    return Q(**{field: None}) | Q(**{f"{field}__range": (1, 4)})


def _all_right() -> Q:
    whole = Q()
    for code in ELEMENTS:
        whole &= _right(code)
    return whole


class ImportFile(models.Model):
    """A file of past answers that was taken in; `digest`: its SHA-256, so that the same one counts once.

    `replaced_by`: the corrected file that stands in its place; its own answers then lie there.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    refused = models.PositiveIntegerField(default=0)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["period", "digest"], name="skm_file_once"),)

    def __str__(self) -> str:
        return self.name


class Response(models.Model):
    """One respondent's answers: 1 to 4 by element, None for no answer. No name, no address.

    `client_id`: made where the answer was given, so that it may be sent twice; `mark`: keyed hash of the
    phone or device, whose key dies with the period; `topic`: the element that the suggestion speaks of;
    `excluded`: as the last decision has it; `hidden`: the suggestion is not for everybody; `file`: the file
    that it was imported from.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="responses")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="responses")
    way = models.CharField(max_length=10, choices=Way.choices)
    client_id = models.UUIDField(unique=True)
    answered_at = models.DateTimeField()
    u1, u2, u3 = _answer(), _answer(), _answer()
    u4, u5, u6 = _answer(), _answer(), _answer()
    u7, u8, u9 = _answer(), _answer(), _answer()
    # Answers to the unit's own questions by their ids; they do not count.
    own = models.JSONField(default=dict)
    age = models.CharField(max_length=8, choices=AgeBand.choices, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    education = models.CharField(max_length=5, choices=Education.choices, blank=True)
    occupation = models.CharField(max_length=12, choices=Occupation.choices, blank=True)
    suggestion = models.TextField(blank=True)
    topic = models.CharField(max_length=2, choices=Element.choices, blank=True)
    hidden = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(null=True)
    mark = models.CharField(max_length=64, blank=True)
    # Its index holds imported rows alone: most answers come from people, not from files.
    file = models.ForeignKey(ImportFile, models.PROTECT, null=True, db_index=False, related_name="responses")
    excluded = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=_all_right(), name="skm_answers_1_to_4"),)
        indexes = (
            models.Index(
                fields=["period", "topic", "id"], condition=~Q(suggestion=""), name="skm_suggestions"
            ),
            models.Index(fields=["period", "mark"], condition=~Q(mark=""), name="skm_marks"),
            models.Index(fields=["file"], condition=Q(file__isnull=False), name="skm_of_file"),
        )

    def __str__(self) -> str:
        return f"response {self.pk}"

    def answers(self) -> dict[str, int | None]:
        """By element code; dropped elements are None too."""
        return {code: getattr(self, code.lower()) for code in ELEMENTS}


class PaperSheet(models.Model):
    """A paper form typed in twice; it counts once both are the same. `first`, `second`: what was typed."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField()
    first = models.JSONField()
    second = models.JSONField(null=True)
    first_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    response = models.OneToOneField(Response, models.PROTECT, null=True, related_name="sheet")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["period", "number"], name="skm_sheet_once"),)

    def __str__(self) -> str:
        return f"sheet {self.number}"


class Oddity(models.Model):
    """Something odd about a response; it goes on counting until somebody decides otherwise."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="oddities")
    kind = models.CharField(max_length=9, choices=OddityKind.choices)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["response", "kind"], name="skm_oddity_once"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.response_id}"


class Decision(models.Model):
    """Somebody left a response out of the index, or took it in again: who, when, why. Never changed."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="decisions")
    excluded = models.BooleanField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{'out' if self.excluded else 'in'}: {self.response_id}"
