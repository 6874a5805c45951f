"""What every act of the desk has in common: a noun for its address, a form, and the verb it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.reports import rights
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import Act, MessageKind
from lapor.reports.table import Row

REQUIRED = _("Bagian ini belum diisi. Tulis beberapa kata.")
UNPICKED = _("Pilih salah satu.")


@dataclass(frozen=True)
class Doing:
    """Who does what to which report, when, and which version of it that person had before the eyes."""

    report: Report
    by: Actor
    now: datetime
    expected: int | None = None


@dataclass(frozen=True)
class Newest:
    """A text that somebody wrote, to stand beside the one that was typed meanwhile."""

    text: str
    who: StrOrPromise
    at: datetime


class ActForm(forms.Form):
    """One act. `act` and `variants` name the rows of the lifecycle's table that offer it."""

    do_not_call_in_templates: ClassVar[bool] = True  # the buttons show the class itself

    noun: ClassVar[str]
    title: ClassVar[StrOrPromise]
    button: ClassVar[StrOrPromise]
    said: ClassVar[StrOrPromise]  # after success; may hold %(id)s
    act: ClassVar[Act | None] = None
    variants: ClassVar[tuple[str, ...]] = ()
    explain: ClassVar[StrOrPromise] = ""
    key: ClassVar[str] = ""  # access key of its button
    icon: ClassVar[str] = ""
    # Opened at once where it is the first allowed one: what this officer is expected to do now.
    main: ClassVar[bool] = False
    # Afterwards the next report of the queue opens; else this one stays.
    moves_on: ClassVar[bool] = True
    # The report is locked here and its version compared; a verb that locks several does that itself.
    holds: ClassVar[bool] = True
    # Stands above the report's text when it opens by itself: it is what is to be read first.
    leads: ClassVar[bool] = False
    # Asks for the password or the second step once more where the last time is over ten minutes ago.
    steps_up: ClassVar[bool] = False
    # Stands in the menu of acts; what is not listed has its own button on the page.
    listed: ClassVar[bool] = True
    # Fields that stand folded under one line, and that line.
    folded: ClassVar[tuple[str, ...]] = ()
    fold: ClassVar[StrOrPromise] = ""
    # A second button of the same form: its name, what stands on it, its access key.
    second: ClassVar[tuple[str, StrOrPromise, str] | None] = None

    quoted: str = ""  # what this act answers, shown above its fields
    quoted_label: StrOrPromise = ""
    beside: Sequence[object] = ()  # what is to be compared first, for backoffice/act_beside.html

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, doing: Doing, **kwargs: Any) -> None:
        given = kwargs.get("initial", {})  # what was typed before a detour
        kwargs["initial"] = {**self.starting(doing), **given, "version": doing.report.version}
        super().__init__(*args, **kwargs)
        self.doing = doing
        for field in self.fields.values():
            field.error_messages["required"] = str(UNPICKED if _is_picked(field) else REQUIRED)
        self.shape()

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def shape(self) -> None:
        """Choices and fields that depend on the report or the officer."""

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        """Whether offering it makes sense now, beyond what the table allows."""
        return True

    @classmethod
    def expected(cls, doing: Doing) -> bool:
        """Whether its form opens at once where it is the first one allowed."""
        return cls.main

    @property
    def unfolded(self) -> bool:
        """Whether what is folded stands open: something is in it."""
        return any(self[name].errors or _filled(self[name].value()) for name in self.folded)

    def asks_again(self) -> bool:
        """Whether the officer is to look at something before it is done: the form comes back with it."""
        return False

    @classmethod
    def newest(cls, doing: Doing) -> dict[str, Newest]:
        """By field the text that stands now, where several officers may write the same one."""
        return {}

    @property
    def done(self) -> StrOrPromise:
        """What is said after success; may hold %(id)s."""
        return self.said

    def carry_out(self, doing: Doing) -> object:
        raise NotImplementedError

    def take(self, refusal: BadInput) -> None:
        """Put what the verb found wrong where it was typed."""
        for name, message in refusal.errors.items():
            self.add_error(name if name in self.fields else None, message)

    @classmethod
    def is_row(cls, row: Row) -> bool:
        return row.act is cls.act and (not cls.variants or row.variant in cls.variants)

    @classmethod
    def check(cls, doing: Doing, table: tuple[Row, ...]) -> None:
        """NotAllowed for who never may, WrongState where the report's state forbids it now."""
        rows = [row for row in table if cls.is_row(row)]
        able = [row for row in rows if rights.capacity(row.who, doing.by, doing.report)]
        if not able:
            raise NotAllowed
        if not any(doing.report.status in row.come_from for row in able):
            raise WrongState(
                _("Laporan #%(id)s sekarang berstatus “%(status)s”, jadi tindakan ini tidak bisa dijalankan.")
                % {"id": doing.report.pk, "status": doing.report.get_status_display()}
            )


def _filled(value: object) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def _is_picked(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField)


def last_said(report: Report, *kinds: MessageKind) -> str:
    """The latest words of these kinds: what is to be answered or decided."""
    said = report.messages.filter(kind__in=kinds).order_by("-id")
    return said.values_list("text", flat=True).first() or ""


def long_text(
    label: StrOrPromise, hint: StrOrPromise = "", *, rows: int = 5, required: bool = True
) -> forms.CharField:
    """A field for a text of several lines; its limits are the verb's."""
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )
