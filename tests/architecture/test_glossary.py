"""One concept = one name = one label: the glossary holds every word that the code has."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import override

from lapor.accounts.roles import Role
from lapor.jipp import codes as jipp
from lapor.jipp.competition import codes as competition
from lapor.jipp.exchange import codes as exchange
from lapor.registry.models import AgencyKind, RegionLevel
from lapor.reports.missing import Missing
from lapor.reports.models import Flag, MaskReason
from lapor.reports.states import (
    Act,
    ArchiveReason,
    Channel,
    Closing,
    MessageKind,
    ReportClass,
    Status,
)
from lapor.skm import codes as skm
from tests.shared import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
VOCABULARIES = (
    Status,
    ReportClass,
    Act,
    Closing,
    ArchiveReason,
    Channel,
    MessageKind,
    Missing,
    MaskReason,
    Flag.Dismissal,
    Role,
    AgencyKind,
    RegionLevel,
    skm.Element,
    skm.Weights,
    skm.Grade,
    skm.PeriodStatus,
    skm.Way,
    skm.OddityKind,
    *skm.PROFILE.values(),
    jipp.InnovationStatus,
    jipp.VersionStatus,
    jipp.Decision,
    jipp.Sector,
    jipp.TargetGroup,
    jipp.CostBand,
    jipp.ContactShown,
    jipp.FileKind,
    jipp.ReplicationStatus,
    jipp.NoteKind,
    jipp.JippAct,
    competition.CallStatus,
    competition.Method,
    competition.Conflict,
    competition.EvaluatorStatus,
    exchange.GatheringStatus,
    exchange.QuestionStatus,
    exchange.PolicyKind,
    exchange.PolicyStatus,
    exchange.CommentStatus,
)
# Names that the glossary says not to use; as whole words of a model, field or URL name.
BANNED = {"ticket", "signal", "tenant", "assignee", "customer", "complainant", "otp", "kpi", "sla_timer"}


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.__name__)
def test_every_code_and_its_label_stand_in_the_glossary(words: type[TextChoices]) -> None:
    with override("id"):
        missing = [word for word in words if f"| `{word.value}` | {word.label} |" not in GLOSSARY]
    assert missing == []


def test_no_model_or_field_has_a_name_that_the_glossary_bans() -> None:
    names = set()
    for model in apps.get_models():
        if model.__module__.startswith("lapor."):
            names |= {model.__name__, *(field.name for field in model._meta.get_fields())}
    words = {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+", name)}
    assert words & BANNED == set()
