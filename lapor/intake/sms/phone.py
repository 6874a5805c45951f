"""/1708/: a phone in the browser, to play 1708 in the demo; nothing leaves the machine."""

from __future__ import annotations

import hashlib
import secrets

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lapor.intake.models import InboundSms
from lapor.intake.sms import inbox, senders
from lapor.intake.sms.bubbles import last_report, talk
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

NUMBER = "0812-0000-1708"
LONGEST = 1600
IDS = "sms_%s"  # the page has two forms with a number
STORY = "KAB. NGANJUK jalan di depan pasar Desa Warujayeng berlubang besar sejak banjir, tiga orang jatuh"
COMMANDS = ("CEK {}", "BALAS {} masih ada satu lubang", "SELESAI {} 5", "BUKA {} rusak lagi", "BATAL {}")


class NumberForm(forms.Form):
    """Whose phone it is."""

    say_optional = False
    nomor = forms.CharField(
        label=gettext_lazy("Nomor ponsel"),
        max_length=senders.RAW_MAX,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Isi nomor ponsel, misalnya 0812-0000-1708.")},
    )

    def clean_nomor(self) -> str:
        number = senders.read(self.cleaned_data["nomor"]).number
        if not number:
            raise forms.ValidationError(gettext_lazy("Ini bukan nomor ponsel. Tulis seperti 0812-0000-1708."))
        return number


class MessageForm(NumberForm):
    """One SMS, also an empty one, as from a real phone. `kiriman` names it: sent twice, it is one."""

    nomor = forms.CharField(max_length=senders.RAW_MAX, widget=forms.HiddenInput())
    pesan = forms.CharField(
        label=gettext_lazy("Pesan ke 1708"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kiriman = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponseBase:
    """The conversation of a number; by POST one message more, taken exactly as the gateway's are."""
    _demo_only()
    if request.method == "POST":
        form = MessageForm(request.POST, auto_id=IDS)
        if not form.is_valid():
            return _page(request, NumberForm(request.POST), form, status=422)
        return _sent(form)
    chosen = NumberForm({"nomor": request.GET.get("nomor", NUMBER).replace("\0", "")})
    if not chosen.is_valid():
        return _page(request, chosen, None, status=422)
    number, text = str(chosen.cleaned_data["nomor"]), request.GET.get("pesan", "")[:LONGEST]
    return _page(request, chosen, _fresh(number, text.replace("\0", "")))


@never_cache
@require_GET
def conversation(request: HttpRequest) -> HttpResponseBase:
    """The bubbles alone; 204 while nothing is new since `versi`."""
    _demo_only()
    number = senders.read(request.GET.get("nomor", "")).number
    if not number:
        raise Http404
    context = _shown(number)
    if context["version"] == request.GET.get("versi"):
        return HttpResponse(status=204)
    return render(request, "intake/phone_talk.html", context)


@never_cache
@require_GET
def received(request: HttpRequest) -> HttpResponseBase:
    """Everything that came to 1708, whoever sent it, with what was answered."""
    _demo_only()
    try:
        page = keyset(InboundSms.objects.all(), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/1708/pesan/")
    return render(request, "intake/phone_received.html", {"page": page})


def _demo_only() -> None:
    """Open without log-in, and it shows access codes: the demo listens on loopback only."""
    if not (settings.DEMO or settings.TESTING):
        raise Http404


def _sent(form: MessageForm) -> HttpResponseBase:
    said = form.cleaned_data
    inbox.accept(
        gateway_id=f"1708-{said['kiriman'] or secrets.token_hex(16)}",
        sender=said["nomor"],
        recipient="1708",
        text=said["pesan"],
        now=timezone.now(),
    )
    return redirect(f"/1708/?{urlencode({'nomor': said['nomor']})}#tulis")


def _fresh(number: str, text: str) -> MessageForm:
    said = {"nomor": number, "pesan": text, "kiriman": secrets.token_hex(16)}
    return MessageForm(initial=said, auto_id=IDS)


def _page(
    request: HttpRequest, chosen: NumberForm, form: MessageForm | None, status: int = 200
) -> HttpResponseBase:
    number = str(chosen.cleaned_data["nomor"]) if chosen.is_valid() else ""
    context: dict[str, object] = {"chosen": chosen, "form": form if number else None, "longest": LONGEST}
    context |= _shown(number) if number else {}
    return render(request, "intake/phone.html", context, status=status)


def _shown(number: str) -> dict[str, object]:
    bubbles, report = talk(number), last_report(number)
    version = hashlib.sha256(repr(bubbles).encode()).hexdigest()[:16]
    commands = tuple(command.format(report) for command in COMMANDS) if report else ()
    return {
        "bubbles": bubbles,
        "news": f"/1708/percakapan/?{urlencode({'nomor': number, 'versi': version})}",
        "version": version,
        "examples": [
            (text, f"/1708/?{urlencode({'nomor': number, 'pesan': text})}#tulis")
            for text in ("BANTUAN", STORY, *commands)
        ],
    }
