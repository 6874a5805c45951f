"""The keys of the desk: one table, for the help that lists them and for the acts, which keep clear of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_stubs_ext import StrOrPromise

from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice.acts import ACTS
from lapor.backoffice.gate import officer

# Keys of the desk itself; `static/backoffice/keys.js` and the accesskeys in the templates listen to them.
KEYS: tuple[tuple[str, StrOrPromise], ...] = (
    ("J", _("Ke laporan berikutnya di daftar")),
    ("K", _("Ke laporan sebelumnya di daftar")),
    ("Enter", _("Buka laporan, atau tekan tombol yang disorot")),
    ("N", _("Buka laporan berikutnya di antrean")),
    ("A", _("Ke formulir tindakan, atau buka daftar tindakan")),
    ("Ctrl + Enter", _("Kirim formulir")),
    ("Esc", _("Keluar dari kotak isian atau jendela")),
    ("/", _("Cari")),
    ("X", _("Pilih laporan ini, atau batalkan pilihannya")),
    ("Shift + X", _("Pilih semua di halaman ini")),
    ("M", _("Tindakan massal untuk laporan yang dipilih")),
    ("?", _("Daftar tombol ini")),
)
RESERVED = frozenset(key.lower() for key, _meaning in KEYS if len(key) == 1)


def known_keys() -> dict[str, Any]:
    """For the help: the desk's own keys, and the letters of the acts with their titles."""
    acts = [(act.key.upper(), act.title) for act in ACTS.values() if act.key]
    return {"keys": KEYS, "act_keys": sorted(acts, key=lambda pair: pair[0])}


@require_GET
@officer()
def keys(request: HttpRequest) -> HttpResponseBase:
    """The help as a page of its own, for browsers without script."""
    return render(request, "backoffice/keys_page.html", known_keys() | office_of(actor_of(request)))
