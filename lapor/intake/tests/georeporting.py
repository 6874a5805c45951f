"""How the tests use Open311: every answer in both formats, checked strictly, and both saying the same."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import xmlschema
from django.test import Client
from jsonschema import Draft202012Validator
from PIL import Image

from lapor.accounts.models import User
from lapor.accounts.tokens import issue
from lapor.registry.models import Category, Region
from lapor.reports import attaching, disposition, followup, verification
from lapor.reports.cleaning import clean
from lapor.reports.models import Report
from lapor.reports.tests.world import World, filed, holder_of_code

DATA = Path(__file__).parent / "data"
BASE = "/open311/v2"
JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"
# What a citizen's app sends.
PLACE = {"address_string": "Jalan Melati 5, Coblong", "lat": "-6.8915", "long": "107.6107"}
FORM = {
    "service_code": "pekerjaan-umum/jalan-berlubang",
    "description": "Jalan Melati berlubang besar sejak Juni. Hubungi saya di 0812-3456-7890.",
    **PLACE,
}


@cache
def _validator(kind: str) -> Draft202012Validator:
    document = json.loads((DATA / "open311.schema.json").read_text())
    Draft202012Validator.check_schema(document)
    return Draft202012Validator({**document, "$ref": f"#/$defs/{kind}"})


@cache
def _xsd() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(DATA / "open311.xsd")


def key(name: str = "dewi") -> str:
    """An api_key of somebody of the cast."""
    return issue(User.objects.get(email=f"{name}@demo.lapor"))


def answered(world: World, now: datetime, **changes: Any) -> Report:
    """A public report that an agency has answered, in Bandung, with a picture that everybody may see."""
    place: dict[str, Any] = {
        "category": Category.objects.get(code="pekerjaan-umum/jalan-berlubang"),
        "region": Region.objects.get(code="32.73"),
        "location": "Jalan Melati, depan pasar",
        "lat": -6.8915,
        "lon": 107.6107,
    }
    report = filed(now=now - timedelta(days=2), **(place | changes)).report
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    picture.seek(0)
    taken = clean(picture, limit_bytes=1_000_000)
    (file,) = attaching.attach(report, [taken], by=holder_of_code(report), now=now)
    type(file).objects.filter(pk=file.pk).update(released=True)
    verification.verify(report, by=world.actor("ratna"), now=now - timedelta(days=1))
    disposition.dispose(report, by=world.actor("ratna"), agency=world.stranger, now=now - timedelta(hours=5))
    followup.answer(
        report, by=world.actor("tono"), text="Kami tambal. Telepon 0812-9999-8888.", final=False, now=now
    )
    report.refresh_from_db()
    return report


def get(path: str, kind: str, status: int = 200, /, **query: Any) -> Any:
    """What a resource answers, from JSON; the XML must say the same. `path`: without format."""
    client = Client(raise_request_exception=False)
    bare = client.get(f"{BASE}/{path}.json", query)
    marked_up = client.get(f"{BASE}/{path}.xml", query)
    body = as_json(bare, kind, status)
    assert _texts(body) == as_xml(marked_up, status)
    return body


def post(form: dict[str, Any], kind: str = "receipt", status: int = 200, /, **headers: str) -> Any:
    """What filing answers, in JSON."""
    client = Client(raise_request_exception=False)
    return as_json(client.post(f"{BASE}/requests.json", **_encoded(form), headers=headers), kind, status)


def post_xml(form: dict[str, Any], status: int = 200, /, **headers: str) -> list[str]:
    """The texts of what filing answers in XML."""
    client = Client(raise_request_exception=False)
    return as_xml(client.post(f"{BASE}/requests.xml", **_encoded(form), headers=headers), status)


def as_json(answer: Any, kind: str, status: int) -> Any:
    assert (answer.status_code, answer["Content-Type"]) == (status, JSON), answer.content
    body = answer.json()
    _validator("errors" if status >= 400 else kind).validate(body)
    if status >= 400:
        assert {row["code"] for row in body} == {status}
    return body


def as_xml(answer: Any, status: int) -> list[str]:
    assert (answer.status_code, answer["Content-Type"]) == (status, XML), answer.content
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    text = answer.content.decode()
    _xsd().validate(text)
    root = xmlschema.XMLResource(text).root
    return [element.text or "" for element in root.iter() if not len(element) and element.tag not in LISTS]


# Lists that may be empty: no text of their own.
LISTS = {"services", "attributes", "values", "service_requests"}


def _texts(body: Any) -> list[str]:
    """The leaves in their order, as XML writes them."""
    if isinstance(body, dict):
        return [text for each in body.values() for text in _texts(each)]
    if isinstance(body, list):
        return [text for each in body for text in _texts(each)]
    if body is None:
        return [""]
    return [str(body).lower() if isinstance(body, bool) else str(body)]


def _encoded(form: dict[str, Any]) -> dict[str, Any]:
    return {"data": urlencode(form, doseq=True), "content_type": "application/x-www-form-urlencoded"}
