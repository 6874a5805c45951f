"""The same rows in both formats: a list is bare in JSON, and in XML an element full of its singulars."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from django.http import HttpResponse

Value = str | int | float | bool | None | Mapping[str, object] | Sequence[object]

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
SINGULARS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# What XML 1.0 cannot hold in any way: control characters and halves of characters.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def respond(form: str, root: str, body: Value, *, status: int = 200) -> HttpResponse:
    """`form`: json or xml; `root` names the outermost element of the XML."""
    text = json.dumps(body, ensure_ascii=False) if form == "json" else document(root, body)
    return HttpResponse(text, status=status, content_type=TYPES[form])


def document(root: str, body: Value) -> str:
    """A whole XML document."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_element(root, body)}'


def _element(name: str, value: object) -> str:
    inner = _inner(name, value)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _inner(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "".join(_element(key, each) for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(_element(SINGULARS[name], each) for each in value)
    return escape(_UNFIT.sub("", str(value)))
