"""What the doors through which reports come in keep for a while."""

from lapor.intake.models.email import InboundMail
from lapor.intake.models.open311 import InboundRequest
from lapor.intake.models.operator import OperatorEntry
from lapor.intake.models.sms import InboundSms, SmsBlock, SmsQuestion
from lapor.intake.models.web import Submission, Upload

__all__ = [
    "InboundMail",
    "InboundRequest",
    "InboundSms",
    "OperatorEntry",
    "SmsBlock",
    "SmsQuestion",
    "Submission",
    "Upload",
]
