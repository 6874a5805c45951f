"""A sandbox token answers as a real one does, and nothing is left of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts import tokens
from lapor.accounts.models import User
from lapor.api.tests.calls import BODY, Caller
from lapor.api.tests.stages import stage
from lapor.reports.filing import SANDBOX
from lapor.reports.models import Report
from lapor.reports.tests.world import World


def playing(name: str, **more: Any) -> Caller:
    user = User.objects.get(email=f"{name}@demo.lapor")
    return Caller({"Authorization": f"Bearer {tokens.issue(user, sandbox=True, **more)}"})


def rows() -> dict[str, int]:
    """Of every table, but the tokens' own tally."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label != "accounts.Tally"
    }


def test_a_filing_and_acts_answer_as_real_ones_and_leave_nothing(world: World) -> None:
    real = stage(world, "disposed").report
    dewi, kurnia = playing("dewi"), playing("kurnia")
    before = rows()
    filed = dewi.post("", BODY | {"source_ref": "a-1"}, Idempotency_Key="k-1")
    assert (filed.status, filed.headers["LAPOR-Sandbox"]) == (201, "true")
    assert int(filed.json["tracking_id"]) in SANDBOX
    assert filed.json["access_code"]
    again = dewi.post("", BODY | {"source_ref": "a-1"}, Idempotency_Key="k-1")
    assert again.json["tracking_id"] != filed.json["tracking_id"]
    assert dewi.post("", BODY | {"title": ""}).status == 422
    answered = kurnia.act(real.pk, "answer", {"text": "Sudah kami perbaiki.", "final": True})
    assert (answered.status, answered.json["status"]) == (200, "answered")
    real.refresh_from_db()
    assert real.status == "disposed"
    assert rows() == before
    assert Report.objects.count() == 1


def test_a_sandbox_number_leads_to_a_sample(world: World) -> None:
    dewi, kurnia, number = playing("dewi"), playing("kurnia"), SANDBOX[7]
    assert dewi.get(f"/{number}").json["status"] == "received"
    assert dewi.act(number, "withdrawal").json["status"] == "withdrawn"
    assert kurnia.act(number, "answer", {"text": "Sudah kami perbaiki.", "final": True}).status == 200
    assert [one["act"] for one in kurnia.get(f"/{number}/events").json["items"]] == [
        "file",
        "verify",
        "dispose",
    ]
    assert Caller().get(f"/{number}").status == 404


def test_many_lines_and_files_leave_nothing_either(world: World) -> None:
    dewi = playing("dewi")
    before, kept = rows(), sorted(Path(settings.UPLOADS).rglob("*"))
    lines = "".join(json.dumps(BODY | {"source_ref": f"a-{number}"}) + "\n" for number in range(3))
    answer = Client().post(
        "/api/v1/reports/bulk", lines, content_type="application/x-ndjson", headers=dewi.headers
    )
    assert [json.loads(line)["status"] for line in answer.content.splitlines()] == [201] * 3
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
    )
    with (Path(settings.DATA) / "satu.png").open("w+b") as file:
        file.write(png)
        file.seek(0)
        sent = Client().post(
            f"/api/v1/reports/{SANDBOX[3]}/attachments", {"berkas": file}, headers=dewi.headers
        )
    assert sent.status_code == 200, sent.content
    assert (rows(), sorted(Path(settings.UPLOADS).rglob("*"))) == (before, kept)


def test_codes_cannot_be_guessed_in_a_sandbox(world: World) -> None:
    """Wrong ones would not be counted; so they open nothing, not even the right one."""
    made = stage(world, "received")
    dewi = playing("dewi")
    dewi.headers["X-Access-Code"] = made.access_code
    assert dewi.get(f"/{made.report.pk}").json["title"] is None
    assert dewi.act(made.report.pk, "withdrawal").status == 404


@pytest.mark.parametrize(
    ("scopes", "codes"),
    [(["read"], (200, 403, 403)), (["file"], (403, 201, 403)), (["act"], (403, 403, 404))],
)
def test_a_token_is_good_for_its_scopes(world: World, scopes: list[str], codes: tuple[int, ...]) -> None:
    dewi = playing("dewi", scopes=scopes)
    got = (dewi.get("").status, dewi.post("", BODY).status, dewi.act(1, "withdrawal").status)
    assert got == codes


def test_for_a_refused_call_no_sample_is_written(world: World) -> None:
    dewi = playing("dewi", scopes=["read"])
    with CaptureQueriesContext(connection) as queries:
        assert dewi.act(SANDBOX[7], "withdrawal").status == 403
    assert not any("reports_report" in query["sql"] for query in queries)


def test_expired_and_revoked_tokens_are_unknown(world: World) -> None:
    user = User.objects.get(email="dewi@demo.lapor")
    for change in ({"revoked_at": timezone.now()}, {"expires_at": timezone.now()}):
        caller = Caller({"Authorization": f"Bearer {tokens.issue(user)}"})
        assert caller.get("").status == 200
        user.api_tokens.order_by("-pk").filter(pk=user.api_tokens.latest("pk").pk).update(**change)
        assert caller.get("").status == caller.post("", BODY).status == 401
