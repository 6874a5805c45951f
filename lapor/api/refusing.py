"""What becomes of an exception: one handler each, all of them problem documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lapor.api.callers import TooMany, WrongCode
from lapor.api.problems import problem
from lapor.reports.refusals import BadInput, Refusal

# Kinds of pydantic's errors, in words that say what to do; the rest is told generally.
WORDS: dict[str, StrOrPromise] = {
    "missing": gettext_lazy("Bagian ini wajib diisi."),
    "extra_forbidden": gettext_lazy("Bagian ini tidak dikenal. Periksa ejaan namanya."),
    "nul": gettext_lazy("Teks memuat karakter nol yang tidak dapat disimpan. Hapus karakter itu."),
    "string_unicode": gettext_lazy("Teks memuat karakter yang rusak. Kirim UTF-8 yang utuh."),
    "string_type": gettext_lazy("Tulis sebagai teks."),
    "string_too_long": gettext_lazy("Terlalu panjang: paling banyak %(max_length)s huruf."),
    "string_too_short": gettext_lazy("Bagian ini belum diisi."),
    "string_pattern_mismatch": gettext_lazy("Bentuknya tidak dikenal."),
    "bool_type": gettext_lazy("Tulis true atau false."),
    "int_type": gettext_lazy("Tulis sebagai angka bulat."),
    "int_parsing": gettext_lazy("Tulis sebagai angka bulat."),
    "greater_than_equal": gettext_lazy("Paling sedikit %(ge)s."),
    "less_than_equal": gettext_lazy("Paling banyak %(le)s."),
    "date_parsing": gettext_lazy("Tulis tanggal seperti 2026-11-30."),
    "date_from_datetime_parsing": gettext_lazy("Tanggal ini tidak ada. Tulis seperti 2026-11-30."),
    "enum": gettext_lazy("Kode ini tidak dikenal. Lihat daftarnya di /api/v1/docs."),
    "value_error": gettext_lazy("Kode ini tidak dikenal. Lihat daftarnya di /api/v1/docs."),
    "model_attributes_type": gettext_lazy("Kirim sebuah objek JSON."),
    "dict_type": gettext_lazy("Kirim sebuah objek JSON."),
    "list_type": gettext_lazy("Kirim sebagai daftar."),
    "too_long": gettext_lazy("Terlalu banyak: paling banyak %(max_length)s."),
}


def on_refusal(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    errors = refusal.errors if isinstance(refusal, BadInput) else None
    return problem(refusal.status, str(refusal), errors=errors)


def on_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = {_field(one): _words(one) for one in error.errors}
    return problem(422, _("Ada isian yang belum benar. Perbaiki, lalu kirim lagi."), errors=errors)


def field_errors(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The same for a body that was read by pydantic alone (a line of many)."""
    return {".".join(str(part) for part in one["loc"]) or "body": str(_words(one)) for one in errors}


def on_unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(401)


def on_missing(_request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, str(error))


def on_wrong_code(request: HttpRequest, _error: WrongCode) -> HttpResponse:
    """An act on a report that is not one's own is 404, and a code that does not fit makes it nobody's own."""
    return problem(
        403 if request.method == "GET" else 404,
        _("Kode akses ini bukan kode laporan ini. Periksa nomor dan kodenya."),
    )


def on_too_many(_request: HttpRequest, error: TooMany) -> HttpResponse:
    return problem(429, str(error), headers={"Retry-After": str(error.retry_after)})


def on_http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


def on_too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem(413)


def on_unreadable(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(400)


HANDLERS: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
    (Refusal, on_refusal),
    (ValidationError, on_invalid),
    (AuthenticationError, on_unknown),
    (Http404, on_missing),
    (WrongCode, on_wrong_code),
    (TooMany, on_too_many),
    (HttpError, on_http),
    (RequestDataTooBig, on_too_large),
    (SuspiciousOperation, on_unreadable),
    (MultiPartParserError, on_unreadable),
)


def install(api: NinjaAPI) -> None:
    """Every exception that an endpoint may raise; the rest is 500 (see `middleware`)."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, handler)


def _field(error: Mapping[str, Any]) -> str:
    """The field's name: "reporter.phone"; the first parts of `loc` are where it stands and the parameter."""
    where = [str(part) for part in error.get("loc", ())]
    inner = where[2:] if where[:1] == ["body"] else where[1:]
    if where[:1] == ["query"] and len(where) > 2:
        inner = where[2:]
    return ".".join(inner) or "body"


def _words(error: Mapping[str, Any]) -> StrOrPromise:
    words = WORDS.get(str(error.get("type")))
    if words is None:
        return _("Nilai ini tidak dapat dibaca. Periksa jenis dan bentuknya.")
    return str(words) % error["ctx"] if "%(" in str(words) and error.get("ctx") else words
