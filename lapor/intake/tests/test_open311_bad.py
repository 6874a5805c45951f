"""Open311 and what nobody should send: every refusal is a list of errors in the format of the address."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from lapor.accounts.models import ApiToken, User
from lapor.accounts.tokens import issue
from lapor.intake.models import InboundRequest
from lapor.intake.open311 import callers, catalogue
from lapor.intake.open311.formats import document
from lapor.intake.tests.georeporting import BASE, FORM, as_json, as_xml, get, key, post, post_xml
from lapor.reports import verification
from lapor.reports.filing import SANDBOX
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build, filed

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_keys(world: World) -> None:
    user = User.objects.get(email="dewi@demo.lapor")
    old = issue(user, now=timezone.now() - timedelta(hours=25))
    revoked = issue(user)
    ApiToken.objects.order_by("-pk").update(revoked_at=timezone.now())
    for wrong in ("", "  ", "wrong", "\0", old, revoked):
        (error,) = post(FORM | {"api_key": wrong}, "errors", 403)
        assert "api_key" in error["description"]
    post_xml(FORM, 403)
    post(FORM, "errors", 403, Authorization="Basic abc")
    good = key()
    User.objects.filter(pk=user.pk).update(is_active=False)
    post(FORM | {"api_key": good}, "errors", 403)
    assert (Report.objects.count(), InboundRequest.objects.count()) == (0, 0)
    User.objects.filter(pk=user.pk).update(is_active=True)
    post(FORM, Authorization=f"Bearer {good}")
    with patch.object(callers, "PER_MINUTE", 0):
        Client().post(f"{BASE}/requests.json", {"api_key": good})
        answer = Client().get(f"{BASE}/requests.json", {"api_key": good})
    as_json(answer, "errors", 429)
    assert 0 < int(answer["Retry-After"]) <= 60


FAULTY: tuple[tuple[dict[str, Any], str], ...] = (
    ({"service_code": ""}, "service_code"),
    ({"lat": "", "long": "", "address_string": ""}, "address_string"),
    ({"long": ""}, "long"),
    ({"lat": "91"}, "lat"),
    ({"lat": "nan"}, "lat"),
    ({"lat": "6,5"}, "lat"),
    ({"long": "1e2"}, "long"),
    ({"address_id": "99.99"}, "address_id"),
    ({"address_string": "x" * 301}, "address_string"),
    ({"description": "x" * 10_001}, "description"),
    ({"email": "kenanga"}, "email"),
    ({"email": "a" * 300 + "@b.example"}, "email"),
    ({"phone": "12"}, "phone"),
    ({"first_name": "x" * 121}, "first_name"),
    ({"media_url": "file:///etc/passwd"}, "media_url"),
    ({"media_url": "http://[::1"}, "media_url"),
    ({"media_url": ["http://a.example/1"] * 11}, "media_url"),
    ({"attribute[report_class]": "praise"}, "attribute[report_class]"),
    ({"attribute[secret]": "yes"}, "attribute[secret]"),
    ({"attribute[secret]": ["true", "false"]}, "attribute[secret]"),
    ({"attribute[title]": "x" * 151}, "attribute[title]"),
    ({"attribute[event_date]": "2099-01-01"}, "attribute[event_date]"),
    ({"attribute[event_date]": "0001-01-01T00:00:00+14:00"}, "attribute[event_date]"),
    ({"attribute[event_date]": "June"}, "attribute[event_date]"),
    ({"attribute[colour]": "red"}, "attribute[colour]"),
    ({"secret": "true"}, "secret"),
    ({"descripton": "misspelt"}, "descripton"),
)


def test_faults_are_named(world: World) -> None:
    mine = key()
    for changes, named in FAULTY:
        (error,) = post(FORM | {"api_key": mine} | changes, "errors", 400)
        assert named in error["description"].partition(":")[0].split(", "), error
    assert (Report.objects.count(), InboundRequest.objects.count()) == (0, 0)


def test_scopes_and_sandbox(world: World) -> None:
    user = User.objects.get(email="dewi@demo.lapor")
    post(FORM | {"api_key": issue(user, scopes=["read", "act"])}, "errors", 403)
    get("requests", "errors", 403, api_key=issue(user, scopes=["file"]))
    sandbox = issue(user, sandbox=True)
    (answer,) = post(FORM | {"api_key": sandbox})
    assert int(answer["service_request_id"]) in SANDBOX
    post(FORM | {"api_key": sandbox, "lat": "x"}, "errors", 400)
    assert (Report.objects.count(), InboundRequest.objects.count()) == (0, 0)


def test_all_faults_at_once(world: World) -> None:
    errors = post(FORM | {"api_key": key(), "lat": "x", "email": "y", "z": "1"}, "errors", 400)
    assert len(errors) == 3
    assert len(post_xml(FORM | {"api_key": key(), "lat": "x", "email": "y"}, 400)) == 4
    post(FORM | {"api_key": key(), "service_code": "tidak-ada"}, "errors", 404)
    post(FORM | {"api_key": key(), "service_code": "a\0b"}, "errors", 400)
    post(FORM | {"api_key": key(), "jurisdiction_id": "sfgov.org"}, "errors", 404)


def test_bodies(world: World) -> None:
    header = {"X-Api-Key": key()}
    client = Client(raise_request_exception=False)

    def sent(body: bytes | str, kind: str, status: int, form: str = "json") -> Any:
        answer = client.post(f"{BASE}/requests.{form}", body, content_type=kind, headers=header)
        return as_json(answer, "errors", status) if form == "json" else as_xml(answer, status)

    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    sent(bomb, "text/xml", 400, "xml")  # nothing here reads XML
    sent('{"service_code": "pendidikan"}', "application/json", 400)
    sent(b"service_code=pendidikan&description=\xff\xfe", URLENCODED, 400)
    sent(b"service_code=pendidikan&description=%ff%fe", URLENCODED, 400)
    sent(b"service_code=pendidikan&description=%00", URLENCODED, 400)
    sent(b"&".join(b"a=1" for _ in range(2000)), URLENCODED, 400)
    sent(b"description=" + b"x" * (4 * 1024 * 1024), URLENCODED, 413)
    sent(b"--x\r\nbroken", "multipart/form-data; boundary=", 400)
    with_file = client.post(f"{BASE}/requests.json", {**FORM, "media": BytesIO(b"picture")}, headers=header)
    as_json(with_file, "errors", 400)
    assert Report.objects.count() == 0
    odd = "RTL \u202eabc, 😀, <script>alert(1)</script> & ]]> \x0b\x1b[31m"
    multipart = client.post(f"{BASE}/requests.json", {**FORM, "description": odd}, headers=header)
    number = as_json(multipart, "receipt", 200)[0]["service_request_id"]
    (row,) = get(f"requests/{number}", "requests", api_key=header["X-Api-Key"])
    assert "<script>alert(1)</script> & ]]>" in row["description"]
    assert document("a", "x\0\x1f\ud800\ufffe]]>") == '<?xml version="1.0" encoding="utf-8"?>\n<a>x]]&gt;</a>'


def test_addresses_and_methods(world: World) -> None:
    client = Client(raise_request_exception=False)
    for path in ("services.html", "services", "v3", "requests/abc.yaml", "services/.xml", "requests/-1.xml"):
        as_xml(client.get(f"{BASE}/{path}"), 404)
    as_json(client.get(f"{BASE}/nothing.json"), "errors", 404)
    as_json(client.get(f"{BASE}/services.html", headers={"Accept": "application/json"}), "errors", 404)
    for path in ("discovery", "services", "services/pendidikan", "requests/1", "tokens/1"):
        answer = client.post(f"{BASE}/{path}.json", FORM)
        as_json(answer, "errors", 405)
        assert answer["Allow"] == "GET, HEAD"
        as_xml(client.delete(f"{BASE}/{path}.xml"), 405)
    as_xml(client.put(f"{BASE}/requests.xml"), 405)
    for number in (0, 99999999, 10**18, 10**30):
        get(f"requests/{number}", "errors", 404)
    for code in ("tidak-ada", "a%00b", "%ff", "../services", "pendidikan/"):
        get(f"services/{code}", "errors", 404)
    with patch.object(catalogue, "services", side_effect=RuntimeError("secret words")):
        for answer in (client.get(f"{BASE}/services.json"), client.get(f"{BASE}/services.xml")):
            assert answer.status_code == 500
            assert b"secret words" not in answer.content
    first = client.get(f"{BASE}/services.xml")
    again = client.get(f"{BASE}/services.xml", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(f"{BASE}/services.json")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.django_db(transaction=True)
def test_a_client_that_we_did_not_write(live_server: LiveServer) -> None:
    """`georeport` of PyPI, unmodified, in both of its formats; it only reads."""
    world, now = build(), timezone.now()
    reports = [filed(now=now - timedelta(days=days)).report for days in (2, 1)]
    for report in reports:
        verification.verify(report, by=world.actor("ratna"), now=now)
    for form in ("json", "xml"):
        client = GeoReport(f"{live_server.url}{BASE}", "127.0.0.1:8000", output_format=form)
        codes = [row["service_code"] for row in client.get_service_list()]
        assert "pekerjaan-umum/jalan-berlubang" in codes
        definition = client.get_service_definition("pekerjaan-umum/jalan-berlubang")
        assert definition["service_code"] == "pekerjaan-umum/jalan-berlubang"
        rows = client.get_service_requests(
            start_date=(now - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ"), status="open"
        )
        assert [row["service_request_id"] for row in rows] == [str(report.pk) for report in reversed(reports)]
        one = client.get_service_request(str(reports[0].pk))
        one = one.get("request", one)
        assert (one["service_request_id"], one["status"]) == (str(reports[0].pk), "open")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("header", [{}, {"Idempotency-Key": "one"}])
def test_sent_at_once_it_is_one_report(header: dict[str, str]) -> None:
    build()
    form, numbers = FORM | {"api_key": key()}, list[str]()

    def send() -> None:
        numbers.append(post(form, **header)[0]["service_request_id"])
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [str(Report.objects.get().pk)] * 6
    assert InboundRequest.objects.count() == 1
