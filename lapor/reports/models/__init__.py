"""Rows of the reports room."""

from lapor.reports.models.attachment import Attachment
from lapor.reports.models.deadline import Deadline, Nudge, Pause, Telling
from lapor.reports.models.desk import Handling, Note, Watch
from lapor.reports.models.disposition import Disposition
from lapor.reports.models.event import Event, Reaction
from lapor.reports.models.export import Export
from lapor.reports.models.message import Draft, Follower, Message, Objection, Support
from lapor.reports.models.moderation import Flag, Flagged, MaskedWords, MaskReason
from lapor.reports.models.ombudsman import OmbudsmanCase
from lapor.reports.models.opening import IdentityOpening
from lapor.reports.models.programme import Tag
from lapor.reports.models.report import FullText, Publication, Report, TextVersion
from lapor.reports.models.taken_back import TakenBack

__all__ = [
    "Attachment",
    "Deadline",
    "Disposition",
    "Draft",
    "Event",
    "Export",
    "Flag",
    "Flagged",
    "Follower",
    "FullText",
    "Handling",
    "IdentityOpening",
    "MaskReason",
    "MaskedWords",
    "Message",
    "Note",
    "Nudge",
    "Objection",
    "OmbudsmanCase",
    "Pause",
    "Publication",
    "Reaction",
    "Report",
    "Support",
    "Tag",
    "TakenBack",
    "Telling",
    "TextVersion",
    "Watch",
]
