"""What must hold for every date: searched by hypothesis for a counter-example."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lapor.sla.calendar import (
    DAY,
    Pause,
    add_working_days,
    due,
    end_of_day,
    is_working_day,
    why_off,
    working_days_between,
)
from lapor.sla.rules import Rule, Unit, rule_by_code
from lapor.sla.zones import WIB, WIT, WITA

days = st.dates(date(2010, 1, 1), date(2040, 12, 31))
numbers = st.integers(0, 400)
zones = st.sampled_from([WIB, WITA, WIT])
moments = st.datetimes(datetime(2012, 1, 1), datetime(2030, 12, 31), timezones=zones)
rules = st.sampled_from(
    [
        rule_by_code(code)
        for code in ("verification-3", "quiet-10", "completion-30", "resolution-complaint-14")
    ]
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[datetime, list[Pause]]:
    """A start and some closed pauses around it."""
    start = draw(moments)
    near = st.builds(lambda hours: start + timedelta(hours=hours), st.integers(-200, 1500))
    ends = draw(st.lists(st.tuples(near, near), max_size=4))
    return start, [(min(pair), max(pair)) for pair in ends]


@given(days, days, numbers)
def test_a_later_start_never_ends_earlier(one: date, other: date, number: int) -> None:
    first, second = sorted((one, other))
    assert add_working_days(first, number) <= add_working_days(second, number)


@given(days, numbers)
def test_one_day_more_ends_strictly_later(day: date, number: int) -> None:
    assert add_working_days(day, number) < add_working_days(day, number + 1)


@given(days, numbers, numbers)
def test_days_may_be_added_in_two_goes(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@given(days, st.integers(1, 400))
def test_never_ends_on_a_day_off(day: date, number: int) -> None:
    end = add_working_days(day, number)
    assert why_off(end) is None
    assert end.weekday() < 5


@given(days, numbers)
def test_counting_undoes_adding(day: date, number: int) -> None:
    assert working_days_between(day, add_working_days(day, number)) == number


@given(days, days)
def test_adding_undoes_counting_up_to_the_last_working_day(one: date, other: date) -> None:
    a, b = sorted((one, other))
    last = add_working_days(a, working_days_between(a, b))
    assert last <= b
    assert not any(is_working_day(last + n * DAY) for n in range(1, min((b - last).days, 40) + 1))
    assert working_days_between(b, a) == -working_days_between(a, b)


@given(days, days, days)
def test_stretches_add_up(a: date, b: date, c: date) -> None:
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(cases(), rules, zones)
def test_due_is_what_counting_day_by_day_gives(
    case: tuple[datetime, list[Pause]], rule: Rule, zone: ZoneInfo
) -> None:
    start, pauses = case
    assert due(start, rule, zone=zone, pauses=pauses) == _day_by_day(start, rule, zone, pauses)


@given(cases(), rules, zones)
def test_a_pause_never_brings_a_deadline_forward(
    case: tuple[datetime, list[Pause]], rule: Rule, zone: ZoneInfo
) -> None:
    start, pauses = case
    free, paused = due(start, rule, zone=zone), due(start, rule, zone=zone, pauses=pauses)
    assert free is not None
    assert paused is not None
    assert start < free <= paused


@given(cases(), st.integers(0, 2000), rules, zones)
def test_who_starts_later_is_never_due_earlier(
    case: tuple[datetime, list[Pause]], later: int, rule: Rule, zone: ZoneInfo
) -> None:
    start, pauses = case
    first = due(start, rule, zone=zone, pauses=pauses)
    second = due(start + timedelta(hours=later), rule, zone=zone, pauses=pauses)
    assert first is not None
    assert second is not None
    assert first <= second


@given(cases(), rules, zones)
def test_a_limit_in_working_days_never_ends_on_a_day_off(
    case: tuple[datetime, list[Pause]], rule: Rule, zone: ZoneInfo
) -> None:
    start, pauses = case
    last = due(start, rule, zone=zone, pauses=pauses)
    assert last is not None
    assert rule.unit is Unit.CALENDAR_DAYS or is_working_day(last.date())
    assert last.tzinfo is zone
    assert (last.hour, last.minute, last.second) == (23, 59, 59)


@given(cases(), st.integers(0, 1500), rules, zones)
def test_an_open_pause_holds_back_what_has_not_run_out_before_it(
    case: tuple[datetime, list[Pause]], hours: int, rule: Rule, zone: ZoneInfo
) -> None:
    start, pauses = case
    stopped = start + timedelta(hours=hours)
    closed = due(start, rule, zone=zone, pauses=pauses)
    assert closed is not None
    standing = due(start, rule, zone=zone, pauses=[*pauses, (stopped, None)])
    assert standing == (closed if closed < stopped else None)


@given(cases(), rules, zones)
def test_order_and_overlap_of_pauses_change_nothing(
    case: tuple[datetime, list[Pause]], rule: Rule, zone: ZoneInfo
) -> None:
    start, pauses = case
    twice = [*reversed(pauses), *pauses]
    assert due(start, rule, zone=zone, pauses=twice) == due(start, rule, zone=zone, pauses=pauses)


def _day_by_day(start: datetime, rule: Rule, zone: ZoneInfo, pauses: list[Pause]) -> datetime:
    day, left = start.astimezone(zone).date(), rule.number
    while left:
        day += DAY
        end = end_of_day(day, zone)
        stands = any(begins <= end and (ends is None or end < ends) for begins, ends in pauses)
        counts = rule.unit is Unit.CALENDAR_DAYS or is_working_day(day)
        left -= counts and not stands
    return end_of_day(day, zone)
