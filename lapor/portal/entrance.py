"""`/masuk/`: a code by e-mail for everybody, a password for officers; the forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.views import RequestLoginCodeView
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.accounts.joining import account_for

LABELS = {
    "login": _("Alamat surel"),
    "email": _("Alamat surel"),
    "password": _("Kata sandi"),
    "oldpassword": _("Kata sandi sekarang"),
    "password1": _("Kata sandi baru"),
    "password2": _("Kata sandi baru, sekali lagi"),
    "code": _("Kode"),
    "name": _("Nama kunci"),
    "passwordless": _("Pakai kunci ini untuk masuk tanpa kata sandi"),
}


class Worded(forms.Form):
    """Labels in our words; no placeholders, which vanish as one types; the label says what is optional."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = "" if name in ("password", "password1") else field.help_text


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    pass


class RequestCodeForm(Worded, account.RequestLoginCodeForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(Worded, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class SecondStepForm(Worded, second.AuthenticateForm):  # type: ignore[misc]
    pass


class SecondStepAgainForm(Worded, second.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    pass


class EditKeyForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    pass


class CodeView(RequestLoginCodeView):  # type: ignore[misc]
    """Sends a code to the address, known or not: an unknown one gets its account now, proven by the code."""

    def form_valid(self, form: Any) -> HttpResponse:
        form._user = form._user or account_for(form.cleaned_data["email"])
        response: HttpResponse = super().form_valid(form)
        return response


@require_safe
def no_signup(request: HttpRequest) -> HttpResponse:
    """There is nothing to sign up for: the first code makes the account."""
    return redirect("account_request_login_code")


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Reporters have none and need none; officers are invited with theirs."""
    return redirect("mfa_index")
