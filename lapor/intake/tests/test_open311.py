"""Open311 GeoReport v2: every resource in both formats, checked strictly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.intake.models import InboundRequest
from lapor.intake.open311 import inbox
from lapor.intake.tests.georeporting import FORM, PLACE, answered, get, key, post, post_xml
from lapor.registry.models import Category, Region
from lapor.reports import closing, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build, filed, holder_of_code


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_discovery_and_services(world: World) -> None:
    found = get("discovery", "discovery")
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    rows = get("services", "services")
    codes = [row["service_code"] for row in rows]
    assert len(set(codes)) == len(codes) == 11  # the sample's ten categories, and one for who does not know
    hole = next(row for row in rows if row["service_code"] == "pekerjaan-umum/jalan-berlubang")
    assert (hole["group"], hole["metadata"]) == (Category.objects.get(code="pekerjaan-umum").name, True)
    for code in codes:
        definition = get(f"services/{code}", "service_definition")
        assert definition["service_code"] == code
    attributes = {row["code"]: row for row in definition["attributes"]}
    assert [row["order"] for row in definition["attributes"]] == [1, 2, 3, 4, 5]
    assert [one["key"] for one in attributes["report_class"]["values"]] == [
        "complaint",
        "aspiration",
        "information_request",
    ]


def test_a_public_report_is_as_the_standard_says(world: World, now: datetime) -> None:
    public = answered(world, now)
    filed(now=now)  # not verified yet: in no list
    (row,) = get("requests", "requests")
    assert row == {
        "service_request_id": str(public.pk),
        "status": "open",
        "status_notes": row["status_notes"],
        "service_name": "Jalan berlubang",
        "service_code": "pekerjaan-umum/jalan-berlubang",
        "description": row["description"],
        "agency_responsible": world.stranger.name,
        "service_notice": None,
        "requested_datetime": row["requested_datetime"],
        "updated_datetime": row["updated_datetime"],
        "expected_datetime": row["expected_datetime"],
        "address": "Jalan Melati, depan pasar",
        "address_id": "32.73",
        "zipcode": None,
        # The middle of Kota Bandung and not the point on the map, which no public page shows.
        "lat": Region.objects.get(code="32.73").lat,
        "long": Region.objects.get(code="32.73").lon,
        "media_url": f"http://127.0.0.1:8000/laporan/{public.pk}/lampiran/1/",
    }
    assert "Kami tambal" in row["status_notes"]
    assert "9999" not in row["status_notes"]
    assert "3456" not in row["description"]
    assert Client().get(row["media_url"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert datetime.fromisoformat(row["expected_datetime"]) > now
    assert datetime.fromisoformat(row["updated_datetime"]) == now.replace(microsecond=0)
    assert get(f"requests/{public.pk}", "requests") == [row]
    (more,) = get("requests", "extended_requests", extensions="true")
    assert more["extended_attributes"]["title"] == "Tunjangan guru belum cair"
    assert more["extended_attributes"]["status_code"] == "in_progress"

    closing.close(public, by=holder_of_code(public), rating=5, now=timezone.now())
    (row,) = get("requests", "requests", status="closed")
    assert (row["status"], row["expected_datetime"]) == ("closed", None)


def test_who_sees_what(world: World, now: datetime) -> None:
    """Secret reports are absent, unverified ones are a number and a status; their sender reads both."""
    dewi = Actor(user_id=User.objects.get(email="dewi@demo.lapor").pk, partner=True)
    fresh = filed(now=now, by=dewi, lat=-6.9, lon=107.6).report
    secret = filed(now=now, by=dewi, secret=True).report
    verification.verify(secret, by=world.actor("ratna"), now=now)
    strange = filed(now=now, secret=True).report
    assert get("requests", "requests") == []
    get(f"requests/{secret.pk}", "errors", 404)
    (row,) = get(f"requests/{fresh.pk}", "requests")
    assert (row["status"], row["description"], row["lat"], row["address"]) == ("open", None, None, None)
    assert (row["service_code"], row["status_notes"]) == ("belum-tahu", "Belum terverifikasi")
    both = f"{fresh.pk}, {secret.pk}, {strange.pk}, 99999999"
    assert [one["service_request_id"] for one in get("requests", "requests", service_request_id=both)] == [
        str(fresh.pk)
    ]

    mine = get("requests", "requests", service_request_id=both, api_key=key())
    assert [one["service_request_id"] for one in mine] == [str(secret.pk), str(fresh.pk)]
    assert "0812-3456-7890" in mine[1]["description"]
    assert (mine[1]["lat"], mine[1]["long"]) == (-6.9, 107.6)
    # An officer reads here what everybody reads: what the desk knows is the desk's.
    assert "Kenanga" not in str(mine)
    get(f"requests/{secret.pk}", "errors", 404, api_key=key("ratna"))
    response = Client().get(f"/open311/v2/requests/{secret.pk}.json", {"api_key": key()})
    assert response["Cache-Control"] == "private, no-store"


def test_a_request_becomes_a_report(world: World) -> None:
    form = FORM | {
        "first_name": "Kenanga",
        "last_name": "Wulandari",
        "email": "Kenanga@Contoh.example",
        "phone": "0813 1111 2222",
        "device_id": "tt222111",
        "media_url": "http://127.0.0.1:1/foto.jpg",
        "attribute[report_class]": "aspiration",
        "attribute[anonymous]": "true",
        "attribute[event_date]": "2018-06-01",
        "api_key": key(),
    }
    (answer,) = post(form)
    report = Report.objects.get(pk=answer["service_request_id"])
    assert (report.channel, report.report_class) == ("open311", "aspiration")
    assert (report.anonymous, report.secret) == (True, False)
    assert (report.lat, report.lon, report.text.location) == (-6.8915, 107.6107, PLACE["address_string"])
    assert report.category
    assert report.category.code == FORM["service_code"]
    assert str(report.event_date) == "2018-06-01"
    assert report.text.title.startswith("Jalan Melati berlubang besar sejak Juni")
    assert report.text.text.startswith(FORM["description"])
    assert report.text.text.endswith("http://127.0.0.1:1/foto.jpg")  # words, which nobody ever opens
    assert report.reporter
    assert (report.reporter.name, report.reporter.email, report.reporter.phone) == (
        "Kenanga Wulandari",
        "kenanga@contoh.example",
        "+6281311112222",
    )
    assert report.partner == User.objects.get(email="dewi@demo.lapor")
    row = InboundRequest.objects.get()
    assert (row.report, "tt222111" in row.form, form["api_key"] in row.form) == (report, False, False)


def test_little_is_enough(world: World) -> None:
    """In XML, with the key in a header, without a category and without a word."""
    texts = post_xml(FORM | {"service_code": "belum-tahu", "description": ""}, **{"X-Api-Key": key()})
    other = Report.objects.get(pk=texts[0])
    assert (other.category, other.text.title) == (None, "Laporan lewat Open311")
    assert get(f"tokens/{other.pk}", "token") == [
        {"service_request_id": str(other.pk), "token": str(other.pk)}
    ]


def test_sent_again_it_is_one_report(world: World, now: datetime) -> None:
    form, mine = FORM | {"api_key": key()}, {"Idempotency-Key": "a-1"}
    first = post(form)
    assert post(form | {"api_key": key()}) == first  # another token of the same account
    assert post(form | {"api_key": key("budi")}) != first
    with_key = post(form, **mine)
    assert with_key != first
    assert post(form, **mine) == with_key
    post(form | {"description": "Lain"}, "errors", 400, **mine)
    post(form, "errors", 400, **{"Idempotency-Key": "x" * 256})
    # A refused one keeps nothing: mended, it may carry the same key.
    post(form | {"lat": "north"}, "errors", 400, **{"Idempotency-Key": "a-2"})
    post(form, **{"Idempotency-Key": "a-2"})
    InboundRequest.objects.update(received_at=now - timedelta(hours=25))
    assert post(form) != first
    assert post(form, **mine) != with_key
    fresh = form | {"description": "Baru"}
    assert len(_access_code(fresh)) == 12
    assert _access_code(fresh) is None  # the same words may be another person's
    own = {"Idempotency-Key": "b-1"}
    code = _access_code(fresh, **own)
    assert len(code) == 12
    assert _access_code(fresh, **own) == code


def _access_code(form: dict[str, str], **headers: str) -> Any:
    told = Client().post("/open311/v2/requests.json?extensions=true", form, headers=headers).json()
    return told[0]["extended_attributes"]["access_code"]


def test_what_fails_on_our_side_is_kept_and_filed_by_the_clock(world: World, now: datetime) -> None:
    form = FORM | {"api_key": key()}
    with patch.object(inbox, "file_report", side_effect=RuntimeError("disk full")):
        (kept,) = post(form)
        texts = post_xml(form)
    assert "service_request_id" not in kept
    assert texts[0] == kept["token"]
    assert get(f"tokens/{kept['token']}", "token")[0]["service_request_id"] is None
    assert inbox.file_waiting(now) == 0  # its own call may still be at it
    with patch.object(inbox, "file_report", side_effect=RuntimeError("disk full")):
        assert inbox.file_waiting(now + timedelta(minutes=2)) == 0
    assert inbox.file_waiting(now + timedelta(minutes=2)) == 1
    report = Report.objects.get()
    assert get(f"tokens/{kept['token']}", "token")[0]["service_request_id"] == str(report.pk)
    assert post(form)[0]["service_request_id"] == str(report.pk)
    get("tokens/tidak-ada", "errors", 404)
    get("tokens/99999999", "errors", 404)

    row = InboundRequest.objects.get()
    assert len(row.answer) == 12
    assert inbox.forget_requests(now + timedelta(hours=25)) == 1
    row.refresh_from_db()
    assert row.answer == ""
    assert inbox.forget_requests(now + timedelta(days=91)) == 1
    get(f"tokens/{kept['token']}", "errors", 404)
