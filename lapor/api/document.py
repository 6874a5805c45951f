"""The OpenAPI 3.1 document, completed by what the framework does not know."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from lapor.api.problems import CONTENT_TYPE

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "ETag laporan seperti yang dibaca; 412 bila sudah berubah.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Kiriman yang sama dengan kunci yang sama dalam 24 jam mendapat jawaban yang pertama.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
ETAG = {"ETag": {"description": "versi laporan", "schema": {"type": "string"}}}
RETRY = {"Retry-After": {"description": "detik", "schema": {"type": "integer"}}}
LOCATION = {"Location": {"description": "alamat laporan", "schema": {"type": "string"}}}

_made: dict[str, OpenAPISchema] = {}


class DocumentedApi(NinjaAPI):
    """Ninja, with problems under their own content type, and headers and open reading declared."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Made once per process and language: it takes a second, and nothing of it changes."""
        key = f"{get_language()} {sorted(options.items())}"
        if key not in _made:
            _made[key] = self._completed(**options)
        return _made[key]

    def _completed(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation)
        return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
    operation["responses"][429]["headers"] = RETRY
    if method == "get":
        operation["security"] = [{}, *operation.get("security", [])]
    elif path.endswith("/reports"):
        operation["responses"][201]["headers"] = LOCATION
    elif "{report_id}" in path:
        operation["parameters"] = [*operation.get("parameters", []), IF_MATCH, IDEMPOTENCY_KEY]
    if 200 in operation["responses"] and "{report_id}" in path and not path.endswith(("events", "deadlines")):
        operation["responses"][200]["headers"] = ETAG
