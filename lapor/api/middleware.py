"""Under /api/ every refusal is a problem document, also those that no endpoint has seen."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from lapor.api import bulk, sandbox
from lapor.api.callers import Shown, recognise
from lapor.api.problems import CONTENT_TYPE, problem

PREFIX = "/api/"
# Headers of the refused answer that mean something to the caller.
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemMiddleware:
    """Refuses bodies that are too large before anything reads them, and turns error pages into documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        shown = recognise(request)
        request.shown = shown  # type: ignore[attr-defined]
        response = problem(413) if too_large(request) else self._answer(request, shown)
        if response.status_code >= 400 and response["Content-Type"] != CONTENT_TYPE:
            kept = {name: response[name] for name in KEPT if name in response}
            response = problem(response.status_code, headers=kept)
        patch_vary_headers(response, ("Authorization", "X-Access-Code", "Accept-Language"))
        if "Authorization" in request.headers or "X-Access-Code" in request.headers:
            response["Cache-Control"] = "private, no-store"  # no cache knows what a code opens
        if shown:
            for name, value in shown.spent.headers().items():
                response[name] = value
        return response

    def _answer(self, request: HttpRequest, shown: Shown | None) -> HttpResponse:
        if shown and shown.token.sandbox:
            return sandbox.played(request, shown, self.get_response)
        return self.get_response(request)


def too_large(request: HttpRequest) -> bool:
    """Whether the announced body is beyond what this address takes."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.path.endswith("/attachments"):
        limit = settings.ATTACHMENTS_MAX_BYTES + 1024 * 1024
    elif request.path.endswith("/reports/bulk"):
        limit = bulk.BODY_MAX
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdecimal() and int(announced) > limit
