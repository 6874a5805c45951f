"""The questionnaire as a form: nothing must be answered but one element, and what was typed comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _

from lapor.skm.answering import SUGGESTION_MAX, Given
from lapor.skm.codes import PROFILE
from lapor.skm.models import Period
from lapor.skm.units import questionnaire
from lapor.ui.forms import Radios

OWN = "own-"
# A clock that was reset says any age; in seconds, a hundred years.
AGE_MAX = 100 * 366 * 24 * 3600


def profile_labels() -> dict[str, str]:
    """What stands above the choices of each profile field."""
    return {
        "age": _("Umur"),
        "sex": _("Jenis kelamin"),
        "education": _("Pendidikan terakhir"),
        "occupation": _("Pekerjaan"),
    }


class AnswerForm(forms.Form):
    """Fields by the names that the verb's refusals use: `U1`.., `service`, the profile's, `suggestion`.

    `client_id` makes sending twice one answer; `opened`, `answered_at`, `sent_at` are seconds since 1970.
    """

    say_optional = False
    client_id = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    opened = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    seconds = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    answered_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    sent_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, period: Period, data: Any = None, *, language: str) -> None:
        fresh = {"client_id": str(uuid4()), "opened": str(int(timezone.now().timestamp()))}
        super().__init__(data, initial=fresh)
        self.asked: list[str] = []
        services = [(str(one.pk), one.name) for one in period.services.order_by("name")]
        if services:
            self.fields["service"] = _one_of(_("Layanan apa yang Anda pakai?"), services)
        for question in questionnaire(period, language=language):
            name = question.element or f"{OWN}{question.pk}"
            self.asked.append(name)
            self.fields[name] = _radios(question.text, question.answers)
        for name, label in profile_labels().items():
            self.fields[name] = _one_of(label, PROFILE[name].choices)
        self.fields["suggestion"] = forms.CharField(
            label=_("Apa saran Anda?"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": SUGGESTION_MAX}),
            help_text=_("Jangan tulis nama, nomor telepon, atau nomor KTP."),
        )

    def questions(self) -> Iterator[BoundField]:
        return (self[name] for name in self.asked)

    def profile(self) -> Iterator[BoundField]:
        return (self[name] for name in PROFILE)

    def given(self, *, device: str, now: datetime) -> Given:
        """What the respondent gives; of a form that is valid."""
        said = self.cleaned_data
        opened = _number(said["opened"])
        seconds = _number(said["seconds"])
        if seconds is None and opened is not None:
            seconds = int(now.timestamp()) - opened
        return Given(
            _uuid(said["client_id"]),
            {name: _answer(said[name]) for name in self.asked if not name.startswith(OWN)},
            service_id=_number(said.get("service", "")),
            own={
                int(name.removeprefix(OWN)): int(said[name])
                for name in self.asked
                if name.startswith(OWN) and said[name]
            },
            suggestion=said["suggestion"],
            device=device,
            seconds=seconds,
            answered_at=_moment(said["answered_at"], said["sent_at"], now),
            **{name: said[name] for name in PROFILE},
        )

    def refuse(self, errors: dict[str, str]) -> None:
        """What the verb refused, at its field; of what has no field above the form."""
        for name, words in errors.items():
            self.add_error(name if name in self.fields and name != "client_id" else None, words)
        if "client_id" in errors:
            self.data = {**self.data.dict(), "client_id": str(uuid4())}  # type: ignore[attr-defined]


def _radios(text: str, answers: tuple[str, ...]) -> forms.ChoiceField:
    choices = [(str(value), words) for value, words in enumerate(answers, 1)]
    return forms.ChoiceField(
        label=text,
        required=False,
        choices=choices,
        widget=Radios,
        error_messages={"invalid_choice": _("Pilih salah satu jawaban.")},
    )


def _one_of(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("Tidak diisi")), *choices],
        error_messages={"invalid_choice": _("Pilih salah satu dari daftar, atau biarkan kosong.")},
    )


def _answer(value: str) -> int | None:
    return int(value) if value else None


def _number(value: str) -> int | None:
    """Whole and not negative; anything else was not ours."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _moment(answered: str, sent: str, now: datetime) -> datetime | None:
    """By how long ago it was on the screen's own clock, which may stand wrong, where it says when it sent."""
    then, until = _number(answered), _number(sent)
    if not then:
        return None
    if until is not None:
        return now - timedelta(seconds=min(max(0, until - then), AGE_MAX))
    return datetime.fromtimestamp(min(then, 4_000_000_000), tz=UTC)


def _uuid(value: str) -> UUID:
    """A form without one still counts, though not twice safely."""
    try:
        return UUID(value)
    except ValueError:
        return uuid4()
