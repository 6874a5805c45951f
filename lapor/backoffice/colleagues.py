"""Choosing colleagues of one's office by name: with script as one types, without on sending.

As `finder`, but its rows depend on report and officer, and several may be ticked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_stubs_ext import StrOrPromise

from lapor.accounts.gate import actor_of
from lapor.accounts.models import User
from lapor.backoffice.finder import PK, SHOWN, TYPED_MAX, Option
from lapor.backoffice.gate import fetch, officer, refusal_page
from lapor.registry import names
from lapor.reports import notes
from lapor.reports.models import Report
from lapor.reports.texts import tidy

PICKED_MAX = 20
# "@wati" at the beginning of a word; an e-mail address holds none.
AT = re.compile(r"(?:^|(?<=[\s(]))@([^\W_][\w.'’-]*)")


class ColleaguesWidget(forms.Widget):
    template_name = "backoffice/colleagues.html"
    report_id: int = 0
    people: QuerySet[User] = User.objects.none()

    def __init__(self, *, many: bool) -> None:
        super().__init__()
        self.many = many

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, list[str]]:
        picks = data.getlist(f"{name}_pick") if hasattr(data, "getlist") else []
        return str(data.get(name, "")), picks[:PICKED_MAX]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        return str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        text, picks = value if isinstance(value, tuple) else ("", [])
        context = super().get_context(name, text, attrs)
        context["options"] = options(self.people, text, picks)
        context["many"], context["report_id"] = self.many, self.report_id
        return context


class ColleaguesField(forms.Field):
    """Its clean value is a list of officers: those ticked, and whoever the typed names mean beyond doubt.

    The form says of which report and among whom: `among`.
    """

    widget: ColleaguesWidget

    def __init__(self, *, many: bool = False, **more: Any) -> None:
        super().__init__(widget=ColleaguesWidget(many=many), **more)

    def among(self, people: QuerySet[User], report: Report) -> None:
        self.widget.people, self.widget.report_id = people, report.pk

    def clean(self, value: Any) -> list[User]:
        text, picks = value if isinstance(value, tuple) else ("", [])
        found = ticked(self.widget.people, picks)
        for name in names_in(text):
            found |= meant(self.widget.people, name, found)
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        if not self.widget.many and len(found) > 1:
            raise ValidationError(_("Pilih satu orang saja."))
        return list(found.values())


def names_in(text: str) -> list[str]:
    """The names that were typed, each once; so many as can be ticked, for each costs a query."""
    return list(dict.fromkeys(name.strip() for name in tidy(text[:TYPED_MAX]).split(",")))[:PICKED_MAX]


def ticked(people: QuerySet[User], picks: list[str]) -> dict[int, User]:
    numbers = [int(pick) for pick in picks[:PICKED_MAX] if PK.fullmatch(pick)]
    return {user.pk: user for user in people.filter(pk__in=numbers)} if numbers else {}


def meant(people: QuerySet[User], name: str, already: Mapping[int, User]) -> dict[int, User]:
    """Whom a typed name adds: nobody where one of those it may mean is ticked. ValidationError in doubt."""
    if not name.strip():
        return {}
    found = find(people, name)
    if any(user.pk in already for user in found):
        return {}
    exact = [user for user in found if names.plain(user.name) == names.plain(name)]
    certain = exact if len(exact) == 1 else found
    if len(certain) == 1:
        return {certain[0].pk: certain[0]}
    if not found:
        raise ValidationError(_("Tidak ada rekan bernama “%(name)s” di kantor ini.") % {"name": name.strip()})
    raise ValidationError(
        _("Ada beberapa rekan bernama “%(name)s”. Pilih di bawah.") % {"name": name.strip()}
    )


def called(people: QuerySet[User], text: str, already: Mapping[int, User]) -> dict[int, User]:
    """Whom the @names in a text add. A name that nobody here has is no mention."""
    found = dict[int, User]()
    for name in dict.fromkeys(AT.findall(text)[:PICKED_MAX]):
        if find(people, name):
            found |= meant(people, name, {**already, **found})
    return found


def find(people: QuerySet[User], text: str) -> list[User]:
    """Those in whose name each typed word begins a word, at most SHOWN. One query, none for nothing."""
    words = names.plain(tidy(text)[:TYPED_MAX]).split()
    if not words:
        return []
    for word in words[:5]:
        people = people.filter(name__iregex=rf"(^|[^[:alnum:]]){word}")
    return list(people[:SHOWN])


def options(people: QuerySet[User], text: str, picks: list[str]) -> list[Option]:
    """Those ticked first, then whom the typed names may mean; of a small office everybody."""
    chosen = ticked(people, picks)
    asked = names_in(text) if text.strip() else []
    found = [user for name in asked for user in find(people, name)] if asked else _few(people)
    rows = chosen | {user.pk: user for user in found}
    return [Option(str(user.pk), user.name, "", user.pk in chosen) for user in rows.values()]


def _few(people: QuerySet[User]) -> list[User]:
    rows = list(people[: SHOWN + 1])
    return rows if len(rows) <= SHOWN else []


@require_GET
@officer()
def type_ahead(request: HttpRequest, number: int) -> HttpResponseBase:
    """The colleagues for what is being typed, as a fragment; those ticked stay."""
    report = fetch(request, number)
    office = notes.writing_office(report, actor_of(request))
    if office is None:
        return refusal_page(request, 403)
    name = "to" if request.GET.get("field") == "to" else "people"
    typed = tidy(request.GET.get(name, ""))[:TYPED_MAX]
    people = notes.colleagues(office, now=timezone.now())
    context = {
        "options": options(people, typed, request.GET.getlist(f"{name}_pick")),
        "name": name,
        "many": name == "people",
        "typed": typed,
    }
    return render(request, "backoffice/colleagues_found.html", context)


def name_list(people: list[User]) -> StrOrPromise:
    return ", ".join(str(user) for user in people)
