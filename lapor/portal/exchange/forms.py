"""What anybody may fill in: a seat at a gathering, a question, a comment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from lapor.accounts.contacts import email_address
from lapor.jipp.exchange.gatherings import NAME_MAX
from lapor.jipp.exchange.policies import COMMENT_MAX
from lapor.jipp.exchange.questions import QUESTION_MAX
from lapor.reports.refusals import BadInput

REQUIRED = gettext_lazy("Bagian ini belum diisi. Tulis beberapa kata.")


class Answering(forms.Form):
    """A form that says what a verb refused."""

    def take(self, refusal: BadInput) -> None:
        for name, message in refusal.errors.items():
            self.add_error(name if name in self.fields else None, message)


class _Named(Answering):
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SeatForm(_Named):
    email = forms.CharField(
        label=gettext_lazy("Alamat surel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Kami mengirim satu tautan ke sana, supaya pasti itu alamat Anda."),
        error_messages={"required": gettext_lazy("Tulis alamat surel Anda.")},
    )
    field_order = ("email", "name")

    def clean_email(self) -> str:
        return email_address(self.cleaned_data["email"])


class QuestionForm(_Named):
    text = forms.CharField(
        label=gettext_lazy("Pertanyaan Anda"),
        max_length=QUESTION_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": REQUIRED},
    )
    field_order = ("text", "name")


class CommentForm(_Named):
    text = forms.CharField(
        label=gettext_lazy("Tanggapan Anda"),
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": REQUIRED},
    )
    field_order = ("text", "name")
