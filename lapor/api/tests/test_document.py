"""The OpenAPI document: complete, and kept by what the service does with whatever it allows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from lapor.accounts import tokens
from lapor.accounts.models import User
from lapor.api import callers
from lapor.api.tests.calls import NOBODY
from lapor.api.tests.stages import stage
from lapor.reports.tests.world import World, build
from tests.client import CheckedClient

# A case costs as much as 40 of the examples that other tests count.
EXAMPLES = max(5, int(os.environ.get("LAPOR_EXAMPLES", "200")) // 40)
ACTS = (
    *("verification", "classification", "disposition", "postponement", "completion", "referral", "archival"),
    *("draft-answer", "approval", "rejection", "answer", "reply", "closure", "reopening", "objection"),
    *("objection-decision", "question", "recommendation", "response", "withdrawal", "merge", "unmerge"),
    *("split", "support", "privacy", "redaction", "attachments"),
)
# Every boundary of every field, some 3,000 calls, only at full size.
CONFIG = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": EXAMPLES >= 25}}})


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """Lines of many reports go as they are."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=CONFIG)


def test_every_endpoint_of_the_contract_is_in_the_document(client: CheckedClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    reports = {"", "/{report_id}", "/{report_id}/events", "/{report_id}/deadlines"}
    reports |= {f"/{{report_id}}/{act}" for act in ACTS}
    paths = {f"/api/v1/reports{path}" for path in reports}
    paths |= {
        f"/api/v1/{name}"
        for name in ("agencies", "categories", "regions", "statistics/summary", "events", "reports/bulk")
    }
    assert paths <= set(document["paths"])


def test_refusals_are_declared_as_problems_and_bodies_have_examples(client: CheckedClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    for operations in document["paths"].values():
        for operation in operations.values():
            refused = [one for status, one in operation["responses"].items() if int(status) >= 400]
            assert all(set(one["content"]) == {"application/problem+json"} for one in refused)
    assert document["components"]["schemas"]["FilingBody"]["examples"]


def test_the_page_of_the_document_works_under_our_policy(client: CheckedClient) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "swagger-ui-bundle.js" in page.content.decode()
    assert client.post("/api/v1/docs").status_code == 405


@dataclass
class Service:
    """A token that may do much, and reports to do it to."""

    headers: dict[str, str]
    numbers: Iterator[int]


@pytest.fixture
def service(db: None, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The application as a server calls it, but inside the test's transaction."""
    world = build()
    made = [stage(world, name).report.pk for name in ("received", "verified", "disposed", "answered")]
    token = tokens.issue(User.objects.get(email="ratna@demo.lapor"))
    monkeypatch.setattr(callers, "PER_MINUTE", 1_000_000)
    # A server's connection is looked over at each request, and this one would be closed.
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _self: None)
    return Service({"Authorization": f"Bearer {token}"}, cycle(made))


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_gets_a_declared_answer(case: Any, service: Service) -> None:
    """No server error, no undeclared status, content type, header or shape."""
    if str(case.path_parameters.get("report_id", "")).isdecimal():
        case.path_parameters["report_id"] = next(service.numbers)
    # A code may have the right shape and yet name nothing: 422. A wrong access code is no scope: 404.
    case.call_and_validate(headers=service.headers, excluded_checks=[positive_data_acceptance, ignored_auth])


def test_the_document_needs_no_token(world: World) -> None:
    assert NOBODY.get("/api/v1/openapi.json").status == 200
