"""What each caller reads: the contract's fields, the lists page by page, and nothing that is hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.api.tests.calls import BODY, NOBODY, Caller, caller, reporter
from lapor.api.tests.stages import at_unit, stage, verified
from lapor.registry.models import Category, Region
from lapor.reports import followup, verification
from lapor.reports.tests.world import NOW, World, filed, holder_of_code

FIELDS = {
    "tracking_id", "status", "status_label", "report_class", "due", "url", "title", "text", "supervision",
    "category", "region", "location", "agencies", "channel", "received", "closed",
}  # fmt: skip
CANARY = "Kenanga Wulandari"


def test_a_report_has_the_fields_of_the_contract(world: World) -> None:
    report = at_unit(world).report
    answer = NOBODY.get(f"/{report.pk}")
    assert answer.status == 200
    assert set(answer.json) == FIELDS
    assert answer.json["agencies"] == [world.unit.code]
    assert "0812" not in answer.json["text"]
    listed = NOBODY.get("").json
    assert set(listed) == {"items", "next"}
    assert listed["items"] == [answer.json]


@pytest.mark.parametrize("path", ["", "/events", "/deadlines"])
def test_an_unknown_number_is_404(world: World, path: str) -> None:
    for number in ("1", "99999999999999999999999999"):
        assert NOBODY.get(f"/{number}{path}").status == 404


@pytest.mark.parametrize("secret", [True, False])
def test_secret_or_unverified_shows_class_status_and_dates_only(world: World, secret: bool) -> None:
    made = filed(now=timezone.now(), secret=secret, location="Jalan Rahasia", category=None)
    if secret:
        verification.verify(made.report, by=world.actor("ratna"), now=timezone.now())
    answer = NOBODY.get(f"/{made.report.pk}").json
    open_fields = {"tracking_id", "status", "status_label", "report_class", "due", "url", "received"}
    assert {name for name, value in answer.items() if value not in (None, [])} == open_fields
    assert NOBODY.get("").json["items"] == []
    assert NOBODY.get("", q="tunjangan").json["items"] == []
    assert reporter(made.access_code).get(f"/{made.report.pk}").json["location"] == "Jalan Rahasia"
    assert caller("ratna").get(f"/{made.report.pk}").json["location"] == "Jalan Rahasia"


def test_the_reporters_name_stands_in_no_answer(world: World) -> None:
    made = filed(now=timezone.now(), anonymous=True, name=CANARY)
    report = made.report
    verification.verify(report, by=world.actor("ratna"), now=timezone.now())
    everybody = [NOBODY, reporter(made.access_code)]
    everybody += [caller(name) for name in ("ratna", "pratiwi", "yusuf", "kurnia", "dewi")]
    for who in everybody:
        for path in ("", f"/{report.pk}", f"/{report.pk}/events", f"/{report.pk}/deadlines"):
            answer = who.get(path)
            assert answer.status == 200
            assert "Kenanga" not in str(answer.json)
            assert "kenanga@" not in str(answer.json)


def test_a_partner_sees_its_own_filings_and_no_others(world: World) -> None:
    dewi = caller("dewi")
    number = dewi.post("", BODY).json["tracking_id"]
    foreign = filed(now=timezone.now()).report
    assert [row["tracking_id"] for row in dewi.get("").json["items"]] == [number]
    assert dewi.get(f"/{foreign.pk}").json["title"] is None


def test_an_agency_lists_the_secret_reports_it_handles(world: World) -> None:
    report = at_unit(world).report
    report.publication.delete()
    assert [row["tracking_id"] for row in caller("kurnia").get("").json["items"]] == [str(report.pk)]
    assert caller("tono").get("").json["items"] == []


def test_a_wrong_code_is_said_and_ten_of_them_lock(world: World) -> None:
    report = stage(world, "verified").report
    wrong = reporter("0" * 12)
    assert wrong.get(f"/{report.pk}").status == 403
    assert [wrong.act(report.pk, "withdrawal").status for _ in range(9)] == [404] * 9
    locked = wrong.act(report.pk, "withdrawal")
    assert locked.status == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 3600


def test_a_token_that_is_not_valid_is_refused_even_where_none_is_needed(world: World) -> None:
    for header in ("Bearer x", "Basic eDp5", "Bearer", "Bearer \x00"):
        answer = Caller({"Authorization": header}).get("")
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_pages_hold_every_report_once_newest_first(world: World) -> None:
    made = [verified(world).report.pk for _ in range(5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = NOBODY.get("", limit=2, **cursor).json
        seen += [row["tracking_id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [str(number) for number in reversed(made)]


FILTERS = (
    ({"status": "verified"}, 1),
    ({"status": "closed"}, 0),
    ({"class": "complaint"}, 1),
    ({"class": "aspiration"}, 0),
    ({"category": "sosial"}, 1),
    ({"category": "pendidikan"}, 0),
    ({"region": "35"}, 1),
    ({"region": "31"}, 0),
    ({"agency": "KEMENSOS"}, 0),
    ({"q": "tunjangan guru"}, 1),
    ({"q": "0812"}, 0),
    ({"from": "2018-08-28", "to": "2018-08-28"}, 1),
    ({"to": "2018-08-27"}, 0),
    ({"from": "2018-08-29"}, 0),
)


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_filters_narrow_the_list(world: World, query: dict[str, str], count: int) -> None:
    region = Region.objects.get(code="35.78", valid_to=None)
    category = Category.objects.get(code="sosial/bantuan-sosial")
    made = filed(region=region, category=category)
    verification.verify(made.report, by=world.actor("ratna"), now=made.report.received + timedelta(hours=1))
    assert len(NOBODY.get("", **query).json["items"]) == count


@pytest.mark.parametrize("name", ["", "ratna", "kurnia", "dewi", "pratiwi"])
def test_a_longer_list_asks_no_more_queries(world: World, name: str) -> None:
    who = caller(name) if name else NOBODY

    def queries(count: int) -> int:
        for number in range(count):
            made = at_unit(world)
            if number % 2:
                made.report.anonymous = True
                made.report.save(update_fields=["anonymous"])
        with CaptureQueriesContext(connection) as captured:
            assert len(who.get("", limit=100).json["items"]) >= count
        return len(captured)

    queries(1)
    assert queries(4) == queries(16)


def test_events_tell_in_codes_what_happened(world: World) -> None:
    report = at_unit(world).report
    page = NOBODY.get(f"/{report.pk}/events").json
    assert [row["act"] for row in page["items"]] == ["file", "verify", "dispose", "dispose_to_unit"]
    assert page["items"][2]["agency"] == world.ministry.code
    first = NOBODY.get(f"/{report.pk}/events", limit=3).json
    rest = NOBODY.get(f"/{report.pk}/events", cursor=first["next"]).json
    assert first["items"] + rest["items"] == page["items"]


def test_officers_acts_among_themselves_are_theirs(world: World) -> None:
    made = stage(world, "drafted")
    hidden = {"draft"}
    assert not hidden & {row["act"] for row in NOBODY.get(f"/{made.report.pk}/events").json["items"]}
    assert hidden & {row["act"] for row in caller("kurnia").get(f"/{made.report.pk}/events").json["items"]}


def test_deadlines_say_their_rule_and_explain_themselves(world: World) -> None:
    rows = NOBODY.get(f"/{at_unit(world).report.pk}/deadlines").json["items"]
    follow_up = next(row for row in rows if row["step"] == "follow_up")
    assert (follow_up["number"], follow_up["unit"]) == (5, "working_days")
    assert follow_up["agency"] == world.ministry.code
    assert "5 hari kerja sejak" in follow_up["explanation"]
    assert "Paling lambat" in follow_up["explanation"]
    assert next(row for row in rows if row["step"] == "verification")["met"]


def test_deadlines_tell_skipped_days_and_pauses_as_data(world: World) -> None:
    """Tue 28 Aug 2018; 3 working days: 29, 30, 31. 14: over 1-2, 8-9, 15-16 Sep and Tue 11, a holiday."""
    one = filed()
    row = {row["step"]: row for row in NOBODY.get(f"/{one.report.pk}/deadlines").json["items"]}
    assert row["verification"]["skipped"] == []
    skipped = row["resolution"]["skipped"]
    assert [day["date"][-5:] for day in skipped] == [
        "09-01", "09-02", "09-08", "09-09", "09-11", "09-15", "09-16"
    ]  # fmt: skip
    assert skipped[4]["why"] == "Tahun Baru Islam"
    assert row["resolution"]["counted_from"] == row["resolution"]["started"]
    assert (
        "Hari libur tidak dihitung: Selasa, 11 Sep 2018 (Tahun Baru Islam)." in row["resolution"]["sentence"]
    )
    verification.postpone(one.report, by=world.actor("ratna"), reason="Mohon nama sekolah.", now=NOW)
    row = {row["step"]: row for row in NOBODY.get(f"/{one.report.pk}/deadlines").json["items"]}
    assert row["verification"]["pauses"] == [{"from": "2018-08-28T09:14:00+07:00", "to": None}]
    assert row["completion"]["pauses"] == []
    followup.reply(one.report, by=holder_of_code(one.report), text="SDN 1.", now=NOW + timedelta(days=2))
    row = {row["step"]: row for row in NOBODY.get(f"/{one.report.pk}/deadlines").json["items"]}
    assert row["verification"]["pauses"][0]["to"] == "2018-08-30T09:14:00+07:00"
    assert "Waktu berhenti dari Selasa, 28 Agu 2018" in row["verification"]["sentence"]
    assert "Selesai" in row["completion"]["sentence"]


def test_what_an_overseer_asked_is_between_offices(world: World) -> None:
    number = stage(world, "asked").report.pk
    assert "response" not in {row["step"] for row in NOBODY.get(f"/{number}/deadlines").json["items"]}
    assert "response" in {row["step"] for row in caller("kurnia").get(f"/{number}/deadlines").json["items"]}


def test_what_a_token_or_code_opens_is_kept_by_no_cache(world: World) -> None:
    one = filed(secret=True)
    for who in (caller("ratna"), reporter(one.access_code)):
        answer = who.get(f"/{one.report.pk}")
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Cache-Control" not in NOBODY.get("").headers
