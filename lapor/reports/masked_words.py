"""The words closed by hand in one report: read by whatever writes a public text of it."""

from __future__ import annotations

from collections.abc import Sequence

from lapor.reports.masking import mask
from lapor.reports.masking.covering import cover
from lapor.reports.models import MaskedWords, Report


def words_of(report: Report) -> list[str]:
    """One query. Under the lock of the report's row they are all there are (`lifecycle.hold`, `advance`)."""
    return list(MaskedWords.objects.filter(report=report).values_list("words", flat=True))


def masked(text: str, words: Sequence[str]) -> str:
    """What may stand in public of a text: personal numbers closed, and these words."""
    return cover(mask(text).text, words)


def take_along(report: Report, new: Report) -> None:
    """A report split off tells of the same people: what is closed in the first one is closed in it."""
    rows = [
        MaskedWords(
            report=new,
            words=row.words,
            digest=row.digest,
            reason=row.reason,
            by_id=row.by_id,
            created_at=row.created_at,
        )
        for row in report.masked_words.order_by("id")
    ]
    MaskedWords.objects.bulk_create(rows)
