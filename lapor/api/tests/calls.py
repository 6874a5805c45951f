"""How the tests call: as somebody of the cast by token, as a reporter by access code, or as nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from lapor.accounts import tokens
from lapor.accounts.models import User
from lapor.api.problems import CONTENT_TYPE

REPORTS = "/api/v1/reports"
BODY: dict[str, object] = {
    "report_class": "complaint",
    "title": "Lampu jalan padam di depan pasar",
    "text": "Lampu jalan di depan pasar padam sejak dua minggu lalu.",
}


@dataclass
class Answer:
    """`json` is the body; refusals are checked to be problem documents."""

    status: int
    json: Any
    headers: Any


@dataclass
class Caller:
    """One caller; `headers` go along with every call."""

    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: object) -> Answer:
        return self._call("GET", path, query=query)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        return self._call("POST", path, body=body, headers=headers)

    def act(self, report: int | str, noun: str, body: object = None, **headers: str) -> Answer:
        return self.post(f"/{report}/{noun}", body, **headers)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, object] | None = None,
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        where = path if path.startswith("/api/") else REPORTS + path
        raw = body if isinstance(body, bytes | str) else "" if body is None else json.dumps(body)
        names = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        given = Client(raise_request_exception=False).generic(
            method,
            where,
            raw,
            content_type="application/json",
            headers={**self.headers, **names},
            query_params=query or None,
        )
        return answered(given)


def answered(given: Any) -> Answer:
    if given.status_code >= 400:
        assert given["Content-Type"] == CONTENT_TYPE, given["Content-Type"]
        problem = given.json()
        assert problem["status"] == given.status_code
        assert problem["title"]
        assert problem["type"].startswith("urn:lapor:problem:")
    return Answer(given.status_code, given.json(), given.headers)


NOBODY = Caller()


def caller(name: str, **headers: str) -> Caller:
    """Somebody of the cast, by a token of their account."""
    token = tokens.issue(User.objects.get(email=f"{name}@demo.lapor"))
    return Caller({"Authorization": f"Bearer {token}", **headers})


def reporter(code: str) -> Caller:
    """Whoever holds this access code."""
    return Caller({"X-Access-Code": code})
