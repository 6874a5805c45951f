"""How this door refuses: a list of code and description in the format of the address, whatever went wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from lapor.intake.open311.formats import Value, respond
from lapor.reports.refusals import Refusal

log = logging.getLogger(__name__)

# What an endpoint gives: the name of the XML's outermost element, and what stands in it.
Answer = tuple[str, Value]
Endpoint = Callable[..., Answer]


class Wrong(Exception):
    """The request cannot be carried out: 400, 403, 404, 429, each with one sentence or several."""

    def __init__(self, status: int, *descriptions: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(" ".join(descriptions))
        self.status, self.descriptions, self.headers = status, descriptions, headers or {}


def resource(*, get: Endpoint | None = None, post: Endpoint | None = None) -> Callable[..., HttpResponse]:
    """The view of one address: each method's endpoint, its answer in the address's format.

    Cookies count for nothing here, so a forged form of another site can do nothing: csrf_exempt.
    """
    methods = {"GET": get, "HEAD": get, "POST": post}

    @csrf_exempt
    @conditional_page
    def view(request: HttpRequest, form: str, **names: Any) -> HttpResponse:
        try:
            _ours(request)
            endpoint = methods.get(request.method or "")
            if endpoint is None:
                raise _unknown_method([name for name, known in methods.items() if known])
            response = respond(form, *endpoint(request, **names))
        except Wrong as wrong:
            response = refusal(form, wrong)
        except Exception as error:
            response = refusal(form, _known(error))
        return _open(request, response)

    return view


def refusal(form: str, wrong: Wrong) -> HttpResponse:
    """The list of errors; every code is that of the answer."""
    rows = [{"code": wrong.status, "description": text} for text in wrong.descriptions]
    response = respond(form, "errors", rows, status=wrong.status)
    for name, value in wrong.headers.items():
        response[name] = value
    return response


@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below the base, among them a format that nobody knows."""
    form = "json" if rest.endswith(".json") or "json" in request.headers.get("Accept", "") else "xml"
    return refusal(form, Wrong(404, _("Alamat ini tidak ada. Akhiri alamat dengan .json atau .xml.")))


def jurisdiction() -> str:
    """The one that we serve: the name of our site, as the standard proposes."""
    return settings.BASE_URL.split("://", 1)[-1].split("/")[0].removeprefix("www.")


def _ours(request: HttpRequest) -> None:
    given = request.GET.get("jurisdiction_id", "")
    if given and given != jurisdiction():
        raise unknown_jurisdiction()


def unknown_jurisdiction() -> Wrong:
    return Wrong(
        404, _("jurisdiction_id tidak dikenal. Kosongkan, atau isi %(id)s.") % {"id": jurisdiction()}
    )


def _unknown_method(allowed: list[str]) -> Wrong:
    return Wrong(
        405, _("Alamat ini ada, tetapi tidak dengan metode itu."), headers={"Allow": ", ".join(allowed)}
    )


def _known(error: Exception) -> Wrong:
    if isinstance(error, Refusal):
        return Wrong(400, str(error))
    if isinstance(error, RequestDataTooBig):
        return Wrong(413, _("Isi permintaan terlalu besar. Paling banyak 3 MB."))
    if isinstance(error, SuspiciousOperation | MultiPartParserError):
        return Wrong(400, _("Isi permintaan tidak dapat dibaca. Kirim formulir dalam UTF-8."))
    log.error("an Open311 request failed", exc_info=error)
    return Wrong(500, _("Ada gangguan pada layanan kami, bukan pada permintaan Anda. Coba lagi nanti."))


def _open(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Pages of other sites may read what everybody may; with a key it is for its holder alone."""
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ("Authorization", "X-Api-Key"))
    if request.method == "POST" or getattr(request, "keyed", False):
        response["Cache-Control"] = "private, no-store"
    return response
