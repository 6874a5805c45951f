"""The shelf of answer templates: who finds which, who may change which, and keeping and retiring them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from operator import or_
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import ANSWERING, Role
from lapor.backoffice.models import AnswerTemplate
from lapor.backoffice.template_fields import faults
from lapor.registry.models import Agency
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.texts import TEXT_MAX, required

NAME_MAX = 80
# So many fit into a list one chooses from; whoever has more finds the rest on the page of templates.
OFFERED = 200


@dataclass(frozen=True)
class Sample:
    """A template that comes with the system, to be copied and bettered."""

    name: str
    text: str


@cache
def samples() -> tuple[Sample, ...]:
    path = Path(__file__).resolve().parent / "data" / "answer_templates.toml"
    return tuple(
        Sample(row["name"], row["text"].strip()) for row in tomllib.loads(path.read_text())["sample"]
    )


def usable(actor: Actor) -> QuerySet[AnswerTemplate]:
    """Living templates of the agencies and units above the actor's seats, and of the seats themselves."""
    lines = [path.strip("/").split("/") for path in actor.paths(*ANSWERING)]
    above = {int(part) for line in lines for part in line}
    return AnswerTemplate.objects.filter(agency__in=above, retired_at=None).select_related("agency")


def kept_by(actor: Actor) -> QuerySet[AnswerTemplate]:
    """Living templates that this coordinator may change: of the own agency and all below it."""
    below = [Q(agency__path__startswith=path) for path in actor.paths(Role.COORDINATOR)]
    rows = AnswerTemplate.objects.filter(retired_at=None).select_related("agency")
    return rows.filter(reduce(or_, below)) if below else rows.none()


def listed(actor: Actor) -> QuerySet[AnswerTemplate]:
    """What the page of templates shows: those to use and those to keep. Page by ("name", "id")."""
    rows = AnswerTemplate.objects.filter(retired_at=None).select_related("agency")
    return rows.filter(Q(pk__in=usable(actor).values("pk")) | Q(pk__in=kept_by(actor).values("pk")))


def offices(actor: Actor) -> QuerySet[Agency]:
    """For which agencies and units this coordinator may write templates."""
    below = [Q(path__startswith=path) for path in actor.paths(Role.COORDINATOR)]
    return Agency.objects.standing().filter(reduce(or_, below)) if below else Agency.objects.none()


@transaction.atomic
def keep(
    template: AnswerTemplate | None, *, by: Actor, agency: Agency, name: str, text: str, now: datetime
) -> AnswerTemplate:
    """Write a new template, or change one. BadInput for a name taken there or a field that does not exist."""
    if not any(agency.path.startswith(path) for path in by.paths(Role.COORDINATOR)):
        raise NotAllowed
    row = template or AnswerTemplate()
    row.agency, row.by_id, row.changed_at = agency, by.user_id, now
    row.name = " ".join(required("name", name, longest=NAME_MAX).split())
    row.text = required("text", text, longest=TEXT_MAX)
    if wrong := faults(row.text):
        raise BadInput(text=" ".join(wrong))
    # Of one that somebody retired meanwhile the words change; offered again it is not.
    changed = ["agency", "by", "changed_at", "name", "text"] if template else None
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError:
        raise BadInput(name=_("Sudah ada templat bernama ini di sana. Pilih nama lain.")) from None
    return row


def retire(template: AnswerTemplate, *, now: datetime) -> None:
    """Nobody is offered it any more; done twice, it stays as it was."""
    AnswerTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=now)
