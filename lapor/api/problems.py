"""Problem documents (RFC 9457): how every refusal under /api/ looks, in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

CONTENT_TYPE = "application/problem+json"
Errors = Mapping[str, StrOrPromise]

TITLES: dict[int, StrOrPromise] = {
    400: gettext_lazy("Permintaan tidak terbaca"),
    401: gettext_lazy("Belum dikenal"),
    403: gettext_lazy("Bukan wewenang"),
    404: gettext_lazy("Tidak ditemukan"),
    405: gettext_lazy("Metode tidak tersedia"),
    409: gettext_lazy("Tidak bisa dalam keadaan sekarang"),
    412: gettext_lazy("Sudah berubah"),
    413: gettext_lazy("Terlalu besar"),
    415: gettext_lazy("Jenis isi tidak didukung"),
    422: gettext_lazy("Isian belum benar"),
    429: gettext_lazy("Terlalu sering"),
    500: gettext_lazy("Gangguan di pihak kami"),
    503: gettext_lazy("Sedang tidak tersedia"),
}
DETAILS: dict[int, StrOrPromise] = {
    400: gettext_lazy("Isi permintaan tidak dapat dibaca. Kirim JSON dalam UTF-8."),
    401: gettext_lazy("Sertakan token yang masih berlaku: Authorization: Bearer <token>."),
    403: gettext_lazy("Permintaan ini bukan wewenang Anda."),
    404: gettext_lazy("Alamat atau laporan ini tidak ada. Periksa nomornya."),
    405: gettext_lazy("Alamat ini ada, tetapi tidak dengan metode itu. Lihat kepala Allow."),
    413: gettext_lazy("Isi permintaan terlalu besar. Paling banyak 3 MB, dengan lampiran 20 MB."),
    429: gettext_lazy("Terlalu banyak permintaan. Coba lagi setelah waktu dalam kepala Retry-After."),
    500: gettext_lazy("Ada gangguan pada layanan kami, bukan pada permintaan Anda. Coba lagi nanti."),
}
NAMES = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    412: "precondition-failed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many-requests",
    500: "internal",
    503: "unavailable",
}


def problem(
    status: int,
    detail: StrOrPromise = "",
    *,
    errors: Errors | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document; `type` is a URN that never changes, the words are for people."""
    body: dict[str, object] = {
        "type": f"urn:lapor:problem:{NAMES.get(status, 'other')}",
        "title": str(TITLES.get(status, _("Permintaan ditolak"))),
        "status": status,
        "detail": str(detail or DETAILS.get(status, "")),
    }
    if errors:
        body["errors"] = {field: str(message) for field, message in errors.items()}
    more = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, headers={**more, **(headers or {})})
