"""Rows of the survey room."""

from lapor.skm.models.counts import Count
from lapor.skm.models.periods import Period, PlanRow
from lapor.skm.models.responses import Decision, ImportFile, Oddity, PaperSheet, Response
from lapor.skm.models.telling import Invitation, Reminder
from lapor.skm.models.units import Question, Service, ServiceUnit

__all__ = [
    "Count",
    "Decision",
    "ImportFile",
    "Invitation",
    "Oddity",
    "PaperSheet",
    "Period",
    "PlanRow",
    "Question",
    "Reminder",
    "Response",
    "Service",
    "ServiceUnit",
]
