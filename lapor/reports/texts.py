"""Texts that people type: checked once, here; kept beside the event they belong to."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lapor.reports.masked_words import words_of
from lapor.reports.masking import mask
from lapor.reports.masking.covering import cover
from lapor.reports.models import Event, Message, Report
from lapor.reports.refusals import BadInput
from lapor.reports.states import PUBLIC_MESSAGES, MessageKind

TITLE_MAX = 150
TEXT_MAX = 10_000
LOCATION_MAX = 300
NOTE_MAX = 4_000
NAME_MIN = 3
ANSWERS = (MessageKind.ANSWER, MessageKind.INTERIM)
# A fixed word in the language of the texts, as in `masking`.
_NAMELESS = "Bapak/Ibu"


def tidy(text: str) -> str:
    """The text without zero bytes, other control characters and blanks at its ends; line breaks as \\n."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in unified if letter in "\n\t" or letter.isprintable() or ord(letter) > 159
    ).strip()


def required(field: str, text: str, *, longest: int = NOTE_MAX, shortest: int = 1) -> str:
    """The tidied text; BadInput on `field` when it is empty, too short or too long."""
    clean = tidy(text)
    if not clean:
        raise BadInput(**{field: _("Bagian ini belum diisi. Tulis beberapa kata.")})
    if len(clean) < shortest:
        raise BadInput(**{field: _("Terlalu pendek. Tulis paling sedikit %(n)s huruf.") % {"n": shortest}})
    return _fitting(field, clean, longest)


def optional(field: str, text: str, *, longest: int = NOTE_MAX) -> str:
    """The tidied text, perhaps empty; BadInput on `field` when it is too long."""
    return _fitting(field, tidy(text), longest)


def say(report: Report, event: Event, kind: MessageKind, text: str) -> Message | None:
    """Keep the text of an act; masked beside it where the public reads it. None when there is no text."""
    if not text:
        return None
    message = Message(report=report, event=event, kind=kind, text=text, created_at=event.at)
    if kind in PUBLIC_MESSAGES:
        message.public_text = mask(_nameless(report, kind, text)).text
        cover_message(message, words_of(report))
    message.save()
    return message


def cover_message(message: Message, words: list[str]) -> bool:
    """Close these words, and no others, in what the public reads of it; unsaved. Says whether that changed.

    From the public form as it was before: the name of a reporter who was erased since is no more to be found.
    """
    before = message.uncovered_text or message.public_text
    now, was = cover(before, words), message.public_text
    message.public_text, message.uncovered_text = now, before if now != before else ""
    return now != was


def _nameless(report: Report, kind: MessageKind, text: str) -> str:
    """An agency's answer may greet the reporter by name; the public does not read that name.

    Not for the anonymous: agencies do not know the name, and closing one that they guessed would confirm it.
    """
    identity = report.reporter if kind in ANSWERS and not report.anonymous else None
    name = identity.name.strip() if identity else ""
    if len(name) < NAME_MIN:
        return text
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _NAMELESS, text, flags=re.IGNORECASE)


def _fitting(field: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadInput(
            **{
                field: _("Terlalu panjang: %(n)s huruf. Paling banyak %(max)s. Pendekkan, lalu kirim lagi.")
                % {"n": len(text), "max": longest}
            }
        )
    return text
