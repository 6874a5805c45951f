"""What the address of the desk asks for: a queue, words, filters, and the page of the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.backoffice.listing.filters import NAMES, Filters
from lapor.reports.matching import matching_in_full
from lapor.reports.queues import Queue, Waiting, narrowed, queues_of
from lapor.ui.pages import PARAM
from lapor.ui.texts import printable

NUMBER = re.compile(r"#?\s*([0-9]{1,18})")
WORDS_MAX = 200
QUEUE, WORDS = "antrean", "q"
ASKED = (QUEUE, WORDS, *NAMES)


@dataclass(frozen=True)
class Asked:
    """One reading of the address. `query`: what keeps the list as it is, in one order, without the page."""

    actor: Actor
    which: Queue
    q: str
    form: Filters
    query: str

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that hold: name -> cleaned value."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.chosen)


def asked(request: HttpRequest) -> Asked:
    """What this request asks for; read once."""
    known = getattr(request, "desk_asked", None)
    if isinstance(known, Asked):
        return known
    actor, q = actor_of(request), asked_words(request)
    form = Filters(request.GET, actor=actor)
    form.is_valid()
    narrowed = bool(q) or any(value not in (None, "") for value in form.cleaned_data.values())
    which = chosen(request, queues_of(actor), narrowed=narrowed)
    read = Asked(actor, which, q, form, query_of(request.GET))
    request.desk_asked = read  # type: ignore[attr-defined]
    return read


def found(read: Asked, *, now: datetime) -> Waiting:
    """The queue's rows that hold the words and fit the filters, in the queue's order.

    One query first where there are words: whether they are rare.
    """
    waiting = narrowed(read.actor, read.which, read.chosen, now=now)
    return Waiting(matching_in_full(waiting.rows, read.q), waiting.keys) if read.q else waiting


def asked_words(request: HttpRequest) -> str:
    """What is searched for; only where the list is a search."""
    return printable(request.GET.get(WORDS, "")).strip()[:WORDS_MAX]


def number_in(q: str) -> int | None:
    """The tracking id that somebody typed, with or without "#"."""
    number = NUMBER.fullmatch(q)
    return int(number[1]) if number else None


def chosen(request: HttpRequest, mine: Sequence[Queue], *, narrowed: bool = False) -> Queue:
    """The queue that the address names, if the officer has it; else the most pressing one.

    Words and filters without a queue of one's own look through all: so does a colleague's saved view.
    """
    wanted = request.GET.get(QUEUE, "")
    if wanted in mine:
        return Queue(wanted)
    return Queue.ALL if narrowed else mine[0]


def query_of(given: Mapping[str, str]) -> str:
    """What of an address the desk understands, in one order: two addresses of one list are alike."""
    values = ((name, printable(given.get(name, "")).strip()[:WORDS_MAX]) for name in ASKED)
    return urlencode([(name, value) for name, value in values if value])


def context_of(request: HttpRequest) -> str:
    """The part of the address that keeps the list as it is: "?antrean=verifikasi&lanjut=...", or empty."""
    page = printable(request.GET.get(PARAM, ""))
    parts = [query_of(request.GET), urlencode({PARAM: page}) if page else ""]
    kept = "&".join(part for part in parts if part)
    return f"?{kept}" if kept else ""
