"""Every act of the contract by those who may, and the refusals of the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from lapor.api.tests.calls import NOBODY, Answer, Caller, caller, reporter
from lapor.api.tests.stages import ANSWER, at_agency, at_unit, stage
from lapor.reports.filing import Filed
from lapor.reports.models import Report
from lapor.reports.states import Status
from lapor.reports.tests.world import World

# (stage, who, noun, body, status of the report afterwards)
HAPPY: tuple[tuple[str, str, str, object, str], ...] = (
    ("received", "ratna", "verification", {"category": "sosial", "supervision": False}, "verified"),
    ("received", "ratna", "classification", {"report_class": "aspiration"}, "received"),
    ("verified", "ratna", "disposition", {"agency": "KEMENDIKDASMEN", "note": "Mohon dijawab"}, "disposed"),
    ("received", "ratna", "postponement", {"reason": "Sebutkan nama jalannya"}, "postponed"),
    ("disposed", "kurnia", "postponement", {"reason": "Sebutkan nama jalannya"}, "postponed"),
    ("postponed", "reporter", "completion", {"text": "Jalan Melati"}, "received"),
    ("disposed", "kurnia", "referral", {"reason": "Bukan kami"}, "verified"),
    ("at unit", "budi", "referral", {"reason": "Bukan unit kami"}, "disposed"),
    ("received", "ratna", "archival", {"reason_code": "unclear", "note": "Tidak jelas"}, "archived"),
    ("at unit", "budi", "draft-answer", ANSWER, "disposed"),
    ("drafted", "wati", "approval", None, "answered"),
    ("drafted", "wati", "approval", {"text": "Kalimat yang lebih baik."}, "answered"),
    ("drafted", "wati", "rejection", {"note": "Lengkapi tanggalnya"}, "disposed"),
    ("disposed", "kurnia", "answer", ANSWER, "answered"),
    ("disposed", "kurnia", "answer", ANSWER | {"final": False}, "in_progress"),
    ("answered", "reporter", "reply", {"text": "Belum selesai"}, "replied"),
    ("answered", "reporter", "closure", {"rating": 4}, "closed"),
    ("answered", "reporter", "closure", None, "closed"),
    ("answered", "ratna", "closure", {"reason": "Sudah tuntas"}, "closed"),
    ("closed", "reporter", "reopening", {"reason": "Padam lagi"}, "replied"),
    ("closed", "pratiwi", "reopening", {"reason": "Perlu diperiksa lagi"}, "replied"),
    ("archived", "reporter", "objection", {"reason": "Laporan saya jelas"}, "archived"),
    ("objected", "pratiwi", "objection-decision", {"upheld": True, "text": "Diterima"}, "received"),
    ("disposed", "karin", "question", {"text": "Sampai di mana?"}, "disposed"),
    ("disposed", "yusuf", "recommendation", {"text": "Bayarkan segera"}, "disposed"),
    ("asked", "kurnia", "response", {"text": "Minggu depan selesai"}, "disposed"),
    ("received", "reporter", "withdrawal", None, "withdrawn"),
    ("verified", "ratna", "merge", {"into": "TARGET"}, "merged"),
    ("merged", "ratna", "unmerge", None, "verified"),
    ("verified", "ratna", "split", {"title": "Hal kedua", "text": "Tentang hal kedua"}, "verified"),
    ("verified", "dewi", "support", None, "verified"),
    ("verified", "reporter", "privacy", {"anonymous": True, "secret": True}, "verified"),
    ("received", "ratna", "redaction", None, "received"),
)


def do(world: World, name: str, who: str, noun: str, body: object, **headers: str) -> Answer:
    return acting(stage(world, name), who).act(noun, given(world, body), **headers)


@dataclass
class Acting:
    """Somebody at one report."""

    filed: Filed
    who: Caller

    def act(self, noun: str, body: object, **headers: str) -> Answer:
        return self.who.act(self.filed.report.pk, noun, body, **headers)


def acting(filed: Filed, who: str) -> Acting:
    return Acting(filed, reporter(filed.access_code) if who == "reporter" else caller(who))


def given(world: World, body: object) -> object:
    return {"into": str(stage(world, "verified").report.pk)} if body == {"into": "TARGET"} else body


@pytest.mark.parametrize(("name", "who", "noun", "body", "status"), HAPPY)
def test_who_may_does_it_and_nobody_else(
    world: World, name: str, who: str, noun: str, body: object, status: str
) -> None:
    """Not in scope 404, in scope without the role 403, another version 412; then the act itself."""
    filed, body = stage(world, name), given(world, body)
    if noun != "support":  # any account may support a public report
        for stranger in ("tono", "dewi"):
            assert acting(filed, stranger).act(noun, body).status == 404
        onlooker = "karin" if noun != "question" else "andi"
        assert acting(filed, onlooker).act(noun, body).status == 403
    able = acting(filed, who)
    assert able.act(noun, body, If_Match='"999"').status == 412
    answer = able.act(noun, body)
    assert answer.status == 200, answer.json
    assert answer.json["status"] == status
    version = Report.objects.get(pk=filed.report.pk).version
    assert answer.headers["ETag"] == f'"{version}"'


def test_a_third_referral_says_who_has_decided(world: World) -> None:
    for name, who, field, decided in (
        ("at unit", "budi", "unit_referrals", "Admin instansi sudah memutuskan"),
        ("disposed", "kurnia", "agency_referrals", "Admin nasional sudah memutuskan"),
    ):
        able = acting(stage(world, name), who)
        Report.objects.filter(pk=able.filed.report.pk).update(**{field: 2})
        answer = able.act("referral", {"reason": "Bukan kami"})
        assert (answer.status, decided in answer.json["detail"]) == (409, True)


def test_without_credentials_no_act_is_known(world: World) -> None:
    report = stage(world, "verified").report
    for noun in {row[2] for row in HAPPY}:
        answer = NOBODY.act(report.pk, noun, {})
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


WRONG_STATE: tuple[tuple[str, str, str, object], ...] = (
    ("answered", "ratna", "verification", {"category": "sosial", "supervision": False}),
    ("closed", "ratna", "classification", {}),
    ("received", "ratna", "disposition", {"agency": "KEMENDIKDASMEN"}),
    ("received", "reporter", "completion", {"text": "Jalan Melati"}),
    ("disposed", "ratna", "archival", {"reason_code": "unclear", "note": "Tidak jelas"}),
    ("at unit", "wati", "approval", None),
    ("answered", "kurnia", "answer", ANSWER),
    ("closed", "reporter", "reply", {"text": "Belum"}),
    ("verified", "reporter", "reopening", {"reason": "Lagi"}),
    ("verified", "reporter", "objection", {"reason": "Tidak"}),
    ("closed", "reporter", "withdrawal", None),
    ("received", "ratna", "unmerge", None),
)


@pytest.mark.parametrize(("name", "who", "noun", "body"), WRONG_STATE)
def test_an_act_in_the_wrong_state_is_409(world: World, name: str, who: str, noun: str, body: object) -> None:
    assert do(world, name, who, noun, body).status == 409


def test_who_never_decides_objections_is_told_so_also_where_none_waits(world: World) -> None:
    """Rights first: 403 before 409."""
    body = {"upheld": True, "text": "Diterima"}
    for who, code in (("ratna", 403), ("karin", 403), ("budi", 403), ("pratiwi", 409), ("kurnia", 409)):
        assert do(world, "at unit", who, "objection-decision", body).status == code, who


def test_a_support_counts_once_for_an_account(world: World) -> None:
    report = stage(world, "verified").report
    dewi = caller("dewi")
    assert [dewi.act(report.pk, "support").status for _ in range(2)] == [200, 200]
    assert report.supports.get().confirmed is False
    assert report.events.filter(act="support").count() == 1


def test_what_is_not_public_is_not_supported(world: World) -> None:
    assert caller("dewi").act(stage(world, "received").report.pk, "support").status == 404


def test_a_coordinator_passes_a_report_to_a_unit(world: World) -> None:
    report = at_agency(world).report
    answer = caller("kurnia").act(
        report.pk, "disposition", {"agency": world.ministry.code, "unit": world.unit.code, "note": "x"}
    )
    assert (answer.status, answer.json["agencies"]) == (200, [world.unit.code])


def test_a_verifier_adds_an_agency_to_a_report_at_work(world: World) -> None:
    body = {"agency": world.ministry.code, "also": [world.stranger.code], "note": "x"}
    answer = caller("ratna").act(at_agency(world).report.pk, "disposition", body)
    assert answer.json["agencies"] == [world.ministry.code, world.stranger.code]


def test_a_unit_must_belong_to_the_agency(world: World) -> None:
    body = {"agency": world.stranger.code, "unit": world.unit.code}
    answer = caller("ratna").act(stage(world, "verified").report.pk, "disposition", body)
    assert (answer.status, set(answer.json["errors"])) == (422, {"unit"})


def test_a_split_leads_to_the_new_report(world: World) -> None:
    report = stage(world, "verified").report
    answer = caller("ratna").act(report.pk, "split", {"title": "Hal kedua", "text": "Tentang hal kedua"})
    new = Report.objects.get(split_from=report)
    assert answer.headers["Location"] == f"/api/v1/reports/{new.pk}"


def test_the_version_read_opens_the_act_once(world: World) -> None:
    report = at_unit(world).report
    tag = caller("kurnia").get(f"/{report.pk}").headers["ETag"]
    kurnia = caller("kurnia", **{"If-Match": tag})
    assert kurnia.act(report.pk, "answer", ANSWER | {"final": False}).status == 200
    assert kurnia.act(report.pk, "answer", ANSWER).status == 412
    report.refresh_from_db()
    assert report.status == Status.IN_PROGRESS


def test_the_partner_that_filed_is_the_reporter(world: World) -> None:
    dewi = caller("dewi")
    number = dewi.post("", {"report_class": "aspiration", "title": "Taman", "text": "Perlu taman"}).json[
        "tracking_id"
    ]
    assert dewi.get(f"/{number}").json["text"] == "Perlu taman"
    assert dewi.act(number, "withdrawal").json["status"] == "withdrawn"


def test_times_carry_their_offset(world: World) -> None:
    answer = caller("ratna").get(f"/{stage(world, 'closed').report.pk}")
    for name in ("received", "closed"):
        assert datetime.fromisoformat(answer.json[name]).utcoffset() is not None
