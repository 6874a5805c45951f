"""What officers do among themselves: notes, who handles a report, handing it over, watching.

No acts of the lifecycle's table: no clock moves and the reporter sees nothing of it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.accounts.models import User
from lapor.backoffice.acts.form import ActForm, Doing, long_text
from lapor.backoffice.colleagues import ColleaguesField, called, name_list
from lapor.notifications import colleagues as telling
from lapor.reports import handling, notes, office, watching
from lapor.reports.models import Handling
from lapor.reports.refusals import NotAllowed, WrongState
from lapor.reports.table import Row


class Among(ActForm):
    """The version of the report does not matter: a note is as true after somebody else's act."""

    moves_on, holds = False, False

    @classmethod
    def check(cls, doing: Doing, table: tuple[Row, ...]) -> None:
        if not cls.may(doing):
            raise NotAllowed

    @classmethod
    def may(cls, doing: Doing) -> bool:
        return office.office_of(doing.report, doing.by, *handling.HANDLERS) is not None

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return cls.may(doing)


class NoteWriting(Among):
    noun, icon = "catatan", "talk"
    title = _("Tulis catatan internal")
    button = _("Simpan catatan")
    said = _("Catatan internal untuk laporan #%(id)s disimpan.")
    explain = _("Dibaca kantor Anda dan admin nasional. Pelapor dan umum tidak melihatnya.")

    text = long_text(_("Catatan"), _("Tulis @nama untuk menyebut rekan."), rows=4)
    people = ColleaguesField(
        many=True,
        required=False,
        label=_("Rekan yang perlu tahu"),
        help_text=_("Ketik sebagian nama, lalu centang. Ia mendapat kabar."),
    )

    def shape(self) -> None:
        home = notes.writing_office(self.doing.report, self.doing.by)
        if home:
            people = notes.colleagues(home, now=self.doing.now).exclude(pk=self.doing.by.user_id or 0)
            self.field_of_people.among(people, self.doing.report)

    @property
    def field_of_people(self) -> ColleaguesField:
        field = self.fields["people"]
        assert isinstance(field, ColleaguesField)  # noqa: S101 - narrows the type
        return field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "people" not in given:
            return given
        named = {user.pk: user for user in given["people"]}
        try:
            named |= called(self.field_of_people.widget.people, given.get("text", ""), named)
        except ValidationError as doubt:
            self.add_error("people", doubt)
        return {**given, "people": list(named.values())}

    @classmethod
    def may(cls, doing: Doing) -> bool:
        return notes.writing_office(doing.report, doing.by) is not None

    @property
    def done(self) -> StrOrPromise:
        people = self.cleaned_data["people"]
        if not people:
            return self.said
        told = gettext("%(names)s mendapat kabar.") % {"names": name_list(people)}
        return f"{self.said} {told.replace('%', '%%')}"

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        note = notes.write(
            doing.report, by=doing.by, text=given["text"], mentions=given["people"], now=doing.now
        )
        if note:
            telling.tell_mentioned(note, now=doing.now)
        return note


class AtOffice(Among):
    """Only while the report lies in the officer's office and is open."""

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return handling.may_handle(doing.report, doing.by) is not None

    @classmethod
    def check(cls, doing: Doing, table: tuple[Row, ...]) -> None:
        super().check(doing, table)
        if not AtOffice.suits(doing):
            raise WrongState(
                gettext("Laporan #%(id)s tidak lagi di kantor Anda atau sudah berakhir.")
                % {"id": doing.report.pk}
            )


class Taking(AtOffice):
    noun, icon, listed = "penanganan", "user", False
    title = _("Saya tangani")
    button = _("Saya tangani")
    said = _("Laporan #%(id)s sekarang Anda tangani.")
    explain = _("Rekan sekantor melihat bahwa Anda yang mengerjakannya.")

    def carry_out(self, doing: Doing) -> object:
        return handling.take(doing.report, by=doing.by, now=doing.now)


class LettingGo(Among):
    noun, icon, listed = "pelepasan", "undo", False
    title = _("Lepas laporan")
    button = _("Lepas laporan")
    said = _("Laporan #%(id)s tidak lagi Anda tangani.")
    explain = _("Sesudah itu rekan lain dapat mengambilnya.")

    def carry_out(self, doing: Doing) -> None:
        handling.let_go(doing.report, by=doing.by, now=doing.now)


class HandingOver(AtOffice):
    noun, icon = "serah-terima", "user"
    title = _("Serahkan ke rekan")
    button = _("Serahkan")
    said = _("Laporan #%(id)s diserahkan. Rekan Anda mendapat kabar.")
    explain = _("Rekan sekantor yang melihat laporan ini melanjutkan pekerjaannya.")

    to = ColleaguesField(label=_("Rekan"), help_text=_("Ketik sebagian nama, lalu pilih."))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return handling.may_hand_over(doing.report, doing.by)

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        home = handling.may_handle(doing.report, doing.by)
        row = handling.handler_in(doing.report, home) if home else None
        return {"seen": row.user_id if row else None}

    def shape(self) -> None:
        home = handling.may_handle(self.doing.report, self.doing.by)
        field = self.fields["to"]
        assert isinstance(field, ColleaguesField)  # noqa: S101 - narrows the type
        if home:
            field.among(self.receivers(home), self.doing.report)

    def receivers(self, home: office.Office) -> QuerySet[User]:
        people = office.people_of(home, roles=handling.HANDLERS, now=self.doing.now)
        return people.exclude(pk=self.initial["seen"])

    def carry_out(self, doing: Doing) -> object:
        row = self.hand_over(doing)
        telling.tell_handler(row, by_id=doing.by.user_id, now=doing.now)
        return row

    def hand_over(self, doing: Doing) -> Handling:
        (to,), seen = self.cleaned_data["to"], self.cleaned_data["seen"]
        return handling.hand_over(doing.report, by=doing.by, to=to, seen=seen, now=doing.now)


class HandingOverMany(HandingOver):
    """Many reports at once, from whomever has them: the receiver reads of each at the desk, without mails."""

    def receivers(self, home: office.Office) -> QuerySet[User]:
        return office.people_of(home, roles=handling.HANDLERS, now=self.doing.now)

    def carry_out(self, doing: Doing) -> object:
        row = self.hand_over(doing)
        telling.tell_handler(row, by_id=doing.by.user_id, now=doing.now, mail=False)
        return row


class Watching(Among):
    noun, icon, listed = "pantauan", "bell", False
    title = _("Pantau laporan")
    button = _("Simpan")
    said = _("Laporan #%(id)s Anda pantau. Setiap tindakan masuk ke Kabar Anda.")
    explain = _("Setiap tindakan pada laporan yang Anda pantau masuk ke Kabar Anda, tanpa surel.")

    on = forms.TypedChoiceField(
        label=_("Pantau laporan ini?"),
        choices=[("1", _("Ya")), ("0", _("Tidak"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        return {"on": "1" if watching.watches(doing.report, doing.by) else "0"}

    @classmethod
    def may(cls, doing: Doing) -> bool:
        return doing.by.is_officer and doing.by.user_id is not None

    @property
    def done(self) -> StrOrPromise:
        return self.said if self.cleaned_data["on"] else _("Laporan #%(id)s tidak lagi Anda pantau.")

    def carry_out(self, doing: Doing) -> None:
        if self.cleaned_data["on"]:
            watching.watch(doing.report, by=doing.by, now=doing.now)
        else:
            watching.unwatch(doing.report, by=doing.by)
