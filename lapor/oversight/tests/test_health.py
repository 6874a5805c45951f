"""What machines may ask: no name of the inside, and figures for this machine or the token only."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from lapor.oversight import health

pytestmark = pytest.mark.django_db


def test_healthz_answers(rf: RequestFactory) -> None:
    answer = health.healthz(rf.get("/healthz"))
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_is_ready_on_this_schema(rf: RequestFactory) -> None:
    assert health.readyz(rf.get("/readyz")).status_code == 200


def test_readyz_without_a_database_names_nothing(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_ready", lambda: False)
    answer = health.readyz(rf.get("/readyz"))
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_metrics_for_this_machine(rf: RequestFactory) -> None:
    answer = health.metrics(rf.get("/metrics", REMOTE_ADDR="127.0.0.1"))
    assert answer.status_code == 200
    assert b"lapor_workers 0\n" in answer.content


@pytest.mark.parametrize(
    "asked_from",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer wrong"},
        {"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer "},
    ],
)
def test_metrics_do_not_exist_for_others(rf: RequestFactory, asked_from: dict[str, str]) -> None:
    assert health.metrics(rf.get("/metrics", **asked_from)).status_code == 404  # type: ignore[arg-type]


def test_metrics_with_the_token(rf: RequestFactory, settings: Settings) -> None:
    settings.METRICS_TOKEN = "secret-of-the-collector"
    request = rf.get(
        "/metrics", REMOTE_ADDR="203.0.113.7", HTTP_AUTHORIZATION="Bearer secret-of-the-collector"
    )
    assert health.metrics(request).status_code == 200
