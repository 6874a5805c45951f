"""Two officers at one report: what changed meanwhile, and whose words stand beside whose. None are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest
from django_stubs_ext import StrOrPromise

from lapor.backoffice.acts import ActForm, Doing
from lapor.backoffice.colleagues import ColleaguesField
from lapor.backoffice.finder import FinderField
from lapor.reports.history import Moment
from lapor.reports.lifecycle import BESIDE

# Fields in which officers write; choices are no words.
OF_WORDS = (forms.CharField, FinderField, ColleaguesField)
LARGEST = 2**31


@dataclass(frozen=True)
class Theirs:
    """What a colleague wrote in a field, and what was typed into it meanwhile."""

    label: StrOrPromise
    text: str
    mine: str
    who: StrOrPromise
    at: datetime


def version_sent(request: HttpRequest) -> int | None:
    """The version of the report that the officer had before the eyes; None where the form did not say."""
    sent = request.POST.get("version", "")[:11]
    return int(sent) if sent.isascii() and sent.isdigit() and int(sent) < LARGEST else None


def since(moments: Sequence[Moment], versions: int) -> list[Moment]:
    """The last `versions` acts that made the report another one: each counts its version up by one."""
    acts = [one for one in moments if one.act not in BESIDE]
    return acts[-versions:] if versions > 0 else []


def theirs(
    request: HttpRequest, kind: type[ActForm], doing: Doing, changed: Sequence[Moment]
) -> list[Theirs]:
    """The texts that others wrote since, each beside the one typed, where both differ."""
    if not changed:
        return []
    begun = changed[0].at
    found = []
    for name, newest in kind.newest(doing).items():
        mine = words(request, name)
        if newest.at >= begun and mine and mine != newest.text.strip():
            label = kind.base_fields[name].label or ""
            found.append(Theirs(label, newest.text, mine, newest.who, newest.at))
    return found


def typed(request: HttpRequest, kind: type[ActForm], doing: Doing) -> str:
    """The own words of a form that cannot be sent any more, for the officer to copy."""
    own = {name: field for name, field in kind.base_fields.items() if isinstance(field, OF_WORDS)}
    there = {doing.report.text.title, doing.report.text.text}
    said = [(field.label, text) for name, field in own.items() if (text := words(request, name)) not in there]
    return "\n\n".join(text if len(own) == 1 else f"{label}: {text}" for label, text in said if text)


def words(request: HttpRequest, name: str) -> str:
    """What was typed into a field, its lines ended in one way."""
    return request.POST.get(name, "").replace("\r\n", "\n").strip()
