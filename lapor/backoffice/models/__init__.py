"""Rows of the desk itself: nothing of a report depends on them."""

from lapor.backoffice.models.keeping import AnswerTemplate, LineChoice, SavedView
from lapor.backoffice.models.passing import BulkItem, BulkRun, Selected, Viewing

__all__ = ["AnswerTemplate", "BulkItem", "BulkRun", "LineChoice", "SavedView", "Selected", "Viewing"]
