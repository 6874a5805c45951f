"""Reminders and what has gone up: one digest per officer and run, each stage told once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.notifications import in_app, nudging
from lapor.notifications.models import Delivery, Fate, Preference
from lapor.notifications.nudging import parts, tell_officers, tell_reporters
from lapor.notifications.tests.test_completing import postponed
from lapor.registry.agencies import ensure_unit
from lapor.reports import closing, disposition, escalating, verification
from lapor.reports.escalating import Waiting, advance_due
from lapor.reports.models import Nudge, Report
from lapor.reports.tests.world import NOW, WIB, World, build, filed, holder_of_code
from lapor.sla.escalation import Audience

DAY = timedelta(days=1)
# Filed Tue 28 Aug 2018, with the ministry on Wed 29: follow-up due Wed 5 Sep.
DUE = datetime(2018, 9, 5, 8, tzinfo=WIB)
RAISED = datetime(2018, 9, 6, 8, tzinfo=WIB)
HIDDEN = ("Tunjangan", "guru", "Kenanga", "Wulandari", "kenanga@", "Direktorat")


@pytest.fixture
def world(db: None) -> World:
    return build()


def disposed(world: World, *, supervision: bool | None = False, unit: bool = False) -> Report:
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW, supervision=supervision)
    at = world.unit if unit else world.ministry
    disposition.dispose(report, by=world.actor("ratna"), agency=at, now=NOW + DAY)
    return report


def told(name: str) -> list[Delivery]:
    """The mails of reminders to somebody of the cast."""
    user = User.objects.get(email=f"{name}@demo.lapor")
    return list(Delivery.objects.filter(user=user, channel="email", purpose="reminder").order_by("id"))


def tell(now: datetime) -> int:
    advance_due(now)
    return tell_officers(now)


def test_an_officer_gets_one_digest_of_all_that_is_due(world: World) -> None:
    reports = [disposed(world, unit=True) for _number in range(3)]
    assert tell(DUE) == 1
    (mail,) = told("budi")
    assert mail.subject == "Pengingat LAPOR!: 3 jatuh tempo hari ini"
    assert "3 batas waktu perlu perhatian Anda." in mail.body
    assert "Jatuh tempo hari ini: 3." in mail.body
    assert all(f"/kelola/laporan/{report.pk}/" in mail.body for report in reports)
    line = f"Laporan #{reports[0].pk}: instansi memberi jawaban, paling lambat 5 September 2018."
    assert line in mail.body
    assert [word for word in HIDDEN if word in mail.subject + mail.body] == []
    (notice,) = in_app.notices(User.objects.get(email="budi@demo.lapor").pk)
    assert (notice.status, notice.report_id) == (Fate.DELIVERED, None)
    assert tell(DUE + timedelta(minutes=5)) == 0


def test_what_is_missed_goes_up_to_the_coordinator(world: World) -> None:
    report = disposed(world, unit=True)
    tell(RAISED)
    (mail,) = told("kurnia")
    assert mail.subject == "Pengingat LAPOR!: 1 lewat batas"
    assert "Naik ke tingkat Anda: 1." in mail.body
    assert (
        f"Laporan #{report.pk}: instansi memberi jawaban, batasnya 5 September 2018 sudah lewat.\n"
        "Naik ke tingkat Anda.\n" in mail.body
    )
    # Half of the fourteen days for the solution are over too: that is the unit's own.
    assert [row.subject for row in told("budi")] == ["Pengingat LAPOR!: 1 segera jatuh tempo"]


def test_a_supervision_complaint_goes_to_the_inspectorate_as_well(world: World) -> None:
    disposed(world, supervision=True, unit=True)
    disposed(world, unit=True)
    tell(RAISED)
    assert ["Naik ke tingkat Anda: 1." in mail.body for mail in told("irwan")] == [True]
    assert ["Naik ke tingkat Anda: 2." in mail.body for mail in told("kurnia")] == [True]


def test_the_ladder_ends_with_leadership_supervisor_and_ombudsman(world: World) -> None:
    disposed(world, unit=True)
    climbed = []
    for days in range(64):
        now = DUE + days * DAY
        tell(now)
        climbed += [
            (name, now.date().isoformat())
            for name in ("lilis", "pratiwi", "yusuf")
            if [one for one in told(name) if one.created_at == now]
        ]
    # follow-up due Wed 5 Sep: third working day is Mon 10, the fifth (Tue 11 is off) Thu 13;
    # resolution due Tue 18 Sep, fifth Tue 25, tenth Tue 2 Oct; sixty days end Sat 27 Oct.
    assert climbed == [
        ("lilis", "2018-09-10"),
        ("pratiwi", "2018-09-13"),
        ("lilis", "2018-09-25"),
        ("pratiwi", "2018-10-02"),
        ("yusuf", "2018-10-29"),
    ]


@pytest.mark.parametrize(("wish", "mails"), [("at_once", 1), ("digest", 1), ("never", 0)])
def test_mail_goes_as_the_officer_wishes_and_the_list_has_it_anyway(
    world: World, wish: str, mails: int
) -> None:
    budi = User.objects.get(email="budi@demo.lapor")
    in_app.choose_mail(budi.pk, mail=Preference.Mail(wish))
    disposed(world, unit=True)
    tell(DUE)
    assert [row.status for row in told("budi")] == [Fate.QUEUED] * mails
    assert in_app.unseen(budi.pk) == 1


def test_who_sits_at_two_levels_gets_one_digest(world: World) -> None:
    kurnia = User.objects.get(email="kurnia@demo.lapor")
    Seat.objects.create(user=kurnia, role=Role.LIAISON, agency=world.unit)
    late = disposed(world)
    disposed(world, unit=True)
    other = ensure_unit(world.ministry, "Direktorat tanpa pejabat")
    disposition.dispose_to_unit(late, by=world.actor("kurnia"), unit=other, now=RAISED)
    tell(RAISED)
    (mail,) = told("kurnia")
    assert "Lewat batas: 2.\nNaik ke tingkat Anda: 2.\n" in mail.body


def test_where_no_liaison_sits_the_coordinator_is_reminded(world: World) -> None:
    report = disposed(world)
    other = ensure_unit(world.ministry, "Direktorat tanpa pejabat")
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=other, now=NOW + DAY)
    tell(DUE)
    assert len(told("kurnia")) == 1


def test_an_agency_without_anybody_is_passed_over_and_its_matter_goes_up(world: World) -> None:
    report = disposed(world)
    Seat.objects.filter(agency__isnull=False).delete()
    assert tell(DUE) == 0
    assert not Nudge.objects.filter(told_at=None, passed=False).exists()
    tell(datetime(2018, 9, 13, 8, tzinfo=WIB))
    assert f"#{report.pk}" in told("pratiwi")[0].body


def test_national_seats_hear_when_it_is_morning_in_all_zones(world: World) -> None:
    filed()
    early = datetime(2018, 9, 1, 6, tzinfo=WIB)  # 08.00 in WIT
    tell(early)
    assert told("ratna") == []
    tell(early + timedelta(hours=2))
    assert len(told("ratna")) == 1


def test_digests_wait_until_all_that_is_due_is_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        disposed(world, unit=True)
    monkeypatch.setattr(escalating, "BATCH", 2)
    assert advance_due(DUE, limit=2) == 2
    assert tell_officers(DUE) == 0
    assert tell_reporters(DUE) == 0
    advance_due(DUE)
    assert tell_officers(DUE) == 1


def test_a_run_writes_to_so_many_officers_and_the_next_to_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nudging, "OFFICERS", 1)
    disposed(world, unit=True)
    filed()
    advance_due(DUE)
    assert sorted(tell_officers(DUE) for _run in range(4)) == [0, 0, 1, 1]
    assert [len(told(name)) for name in ("budi", "pratiwi")] == [1, 1]


def test_what_was_told_between_counting_and_telling_is_not_told_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    disposed(world, unit=True)
    advance_due(DUE)
    counted = escalating.untold(DUE)
    assert tell_officers(DUE) == 1
    monkeypatch.setattr(nudging, "untold", lambda now: counted)
    assert tell_officers(DUE) == 0
    assert len(told("budi")) == 1


def test_a_crash_before_the_end_tells_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    disposed(world, unit=True)
    advance_due(DUE)
    with monkeypatch.context() as patched:
        patched.setattr(escalating, "mark_told", _crash)
        with pytest.raises(RuntimeError):
            tell_officers(DUE)
    assert told("budi") == []
    assert tell_officers(DUE) == 1


def test_what_ended_meanwhile_is_not_told(world: World) -> None:
    report = disposed(world, unit=True)
    advance_due(DUE)
    closing.close(report, by=holder_of_code(report), now=DUE)
    assert tell_officers(DUE) == 0


def test_a_long_digest_names_twenty_and_says_how_many_more(world: World) -> None:
    for _number in range(23):
        disposed(world, unit=True)
    tell(DUE)
    (mail,) = told("budi")
    assert mail.body.count("/kelola/laporan/") == 20
    assert "Dan 3 batas waktu lain; semuanya ada di antrean Anda." in mail.body


def test_telling_ten_liaisons_asks_the_database_no_more_than_telling_two(world: World) -> None:
    counts = []
    for more in (1, 8):
        for number in range(more):
            user = User.objects.create_user(f"pejabat{more}{number}@demo.lapor", "lapor-demo", name="P")
            Seat.objects.create(user=user, role=Role.LIAISON, agency=world.unit)
        Nudge.objects.all().delete()
        disposed(world, unit=True)
        advance_due(DUE)
        with CaptureQueriesContext(connection) as asked:
            tell_officers(DUE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_groups_are_put_together_by_their_officers() -> None:
    groups = [Waiting(Audience.HOLDER, number, 1, 1, 0, 0, 0) for number in range(5)]
    officers = ((1,), (2,), (1, 3), (3,), (4, 5))
    found = parts(dict(zip(groups, officers, strict=True)))
    assert sorted(sorted(group.agency_id or 0 for group in part.groups) for part in found) == [
        [0, 2, 3], [1], [4]
    ]  # fmt: skip
    assert sorted(part.officers() for part in found) == [[1, 3], [2], [4, 5]]


def test_two_runs_at_once_tell_each_officer_once(transactional_db: None) -> None:
    world = build()
    for _number in range(4):
        disposed(world, unit=True)
    postponed(world)
    now = NOW + 20 * DAY
    start = threading.Barrier(3)
    runs = [threading.Thread(target=_run, args=(start, now)) for _number in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    tell(now)
    tell_reporters(now)
    for name in ("kurnia", "lilis", "pratiwi"):
        assert len(told(name)) <= 1, name
    assert len(told("pratiwi")) == 1
    assert Delivery.objects.filter(person="reporter", purpose="reminder").count() == 1
    assert not Nudge.objects.filter(told_at=None, passed=False).exists()


def _run(start: threading.Barrier, now: datetime) -> None:
    try:
        start.wait()
        tell(now)
        tell_reporters(now)
    finally:
        connections.close_all()


def _crash(*_args: object, **_more: object) -> int:
    raise RuntimeError
