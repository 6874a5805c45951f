"""Rows of the innovation network."""

from lapor.jipp.models.attachments import Attachment
from lapor.jipp.models.competition import Call, Evaluator, Proposal, ScoreSheet
from lapor.jipp.models.exchange import Comment, Gathering, Participant, Policy, Question
from lapor.jipp.models.history import HistoryRow
from lapor.jipp.models.hubs import Hub, HubMember
from lapor.jipp.models.innovations import Innovation, InnovationVersion, Review
from lapor.jipp.models.replication import Replication, ReplicationNote, ReplicationStep

__all__ = [
    "Attachment",
    "Call",
    "Comment",
    "Evaluator",
    "Gathering",
    "HistoryRow",
    "Hub",
    "HubMember",
    "Innovation",
    "InnovationVersion",
    "Participant",
    "Policy",
    "Proposal",
    "Question",
    "Replication",
    "ReplicationNote",
    "ReplicationStep",
    "Review",
    "ScoreSheet",
]
