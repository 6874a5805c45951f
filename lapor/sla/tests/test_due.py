"""Deadlines counted by hand. x = does not count; (n) = the n-th day that counts."""

from datetime import datetime

import pytest

from lapor.sla.calendar import due
from lapor.sla.rules import rule_by_code
from lapor.sla.zones import zone

NO_PAUSE: list[tuple[str, str]] = []

WEEKS_AND_HOLIDAYS = [
    # Fri 8 (1); 9-10 weekend; 11-14 leave, 15-17 Lebaran and weekend, 18-20 leave x; Thu 21 (2) Fri 22 (3)
    ("2018-06-07 10:00", "WIB", "verification-3", NO_PAUSE, "2018-06-22"),
    # Lebaran x to 20; Thu 21 (1) Fri 22 (2) Mon 25 (3)
    ("2018-06-08 10:00", "WIB", "verification-3", NO_PAUSE, "2018-06-25"),
    # from a Sunday: as above
    ("2018-06-10 10:00", "WIB", "verification-3", NO_PAUSE, "2018-06-25"),
    # from a day of leave: Thu 21 (1) Fri 22 (2) Mon 25 (3)
    ("2018-06-20 23:59", "WIB", "verification-3", NO_PAUSE, "2018-06-25"),
    # Fri 22 (1) Mon 25 (2) Tue 26 (3) Wed 27 election x Thu 28 (4) Fri 29 (5)
    ("2018-06-21 08:00", "WIB", "follow-up-5", NO_PAUSE, "2018-06-29"),
    # Wed 29 (1) Thu 30 (2) Fri 31 (3)
    ("2018-08-28 08:00", "WIB", "verification-3", NO_PAUSE, "2018-08-31"),
    # Thu 30 (1) Fri 31 (2) Mon 3 (3) Tue 4 (4) Wed 5 (5)
    ("2018-08-29 08:00", "WIB", "follow-up-5", NO_PAUSE, "2018-09-05"),
    # Fri 31 May (1), 30 May Ascension x; 1-2 weekend; 3-4 leave, 5-6 Lebaran, 7 leave x; 10 (2) .. 13 (5)
    ("2019-05-29 08:00", "WIB", "follow-up-5", NO_PAUSE, "2019-06-13"),
    # Thu 20 Islamic new year x, Fri 21 leave x; Mon 24 (1) 25 (2) 26 (3)
    ("2020-08-19 08:00", "WIB", "verification-3", NO_PAUSE, "2020-08-26"),
    # 28 leave, 29 Maulid, 30 leave x; Mon 2 Nov (1) 3 (2) 4 (3)
    ("2020-10-27 08:00", "WIB", "verification-3", NO_PAUSE, "2020-11-04"),
    # 12 leave, 13-14 Lebaran x; Mon 17 (1) 18 (2) 19 (3)
    ("2021-05-11 08:00", "WIB", "verification-3", NO_PAUSE, "2021-05-19"),
    # 29 April leave x, 2-3 May Lebaran x, 4-6 leave x; 9-13 (5); 16 Vesak x, 17-20 (9); 23-25 (12);
    # 26 Ascension x, 27 (13); Mon 30 (14)
    ("2022-04-28 08:00", "WIB", "resolution-complaint-14", NO_PAUSE, "2022-05-30"),
    # 19-21 leave, 22-23 weekend, 24-25 leave x; Wed 26 (1) 27 (2) 28 (3)
    ("2023-04-18 08:00", "WIB", "verification-3", NO_PAUSE, "2023-04-28"),
    # 8-9 leave, 10-11 Lebaran, 12 and 15 leave x; Tue 16 (1) 17 18 19 (4) Mon 22 (5)
    ("2024-04-05 08:00", "WIB", "follow-up-5", NO_PAUSE, "2024-04-22"),
    # 28 leave, 31 and 1 April Lebaran, 2-4 and 7 leave x; Tue 8 (1) 9 (2) 10 (3)
    ("2025-03-27 08:00", "WIB", "verification-3", NO_PAUSE, "2025-04-10"),
    # Mon 18 leave x; 19 (1) 20 (2) 21 (3)
    ("2025-08-15 08:00", "WIB", "verification-3", NO_PAUSE, "2025-08-21"),
    # 18 leave, 19 Nyepi, 20 leave, 21-22 Lebaran on a weekend, 23-24 leave x; 25 26 27 (3) 30 (4) 31 (5)
    ("2026-03-17 08:00", "WIB", "resolution-aspiration-5", NO_PAUSE, "2026-03-31"),
    # June: 8 (1) 21 22 (3) 25 26 (5) 27 x 28 29 (7); July 22 days (29); August 23 days less 17 and 22 (50);
    # September 3-7 (55) 10 (56) 11 x 12-14 (59) Mon 17 (60)
    ("2018-06-07 10:00", "WIB", "resolution-inspection-60", NO_PAUSE, "2018-09-17"),
]

YEAR_ENDS_AND_YEARS_WITHOUT_ROWS = [
    # Fri 21 (1); 24 leave, 25 Christmas x; 26 (2) 27 (3) 28 (4); Mon 31 (5)
    ("2018-12-20 08:00", "WIB", "follow-up-5", NO_PAUSE, "2018-12-31"),
    # Mon 31 (1); Tue 1 January x; Wed 2 (2) Thu 3 (3)
    ("2018-12-28 08:00", "WIB", "verification-3", NO_PAUSE, "2019-01-03"),
    # 17-21 (5); 24-25 x; 26-28 (8); 31 (9); 1 January x; Wed 2 (10)
    ("2018-12-14 08:00", "WIB", "quiet-10", NO_PAUSE, "2019-01-02"),
    # 24 leave, 25 Christmas x; 28 29 30 (3); 31 leave, 1 January x; Mon 4 (4) Tue 5 (5)
    ("2020-12-23 08:00", "WIB", "follow-up-5", NO_PAUSE, "2021-01-05"),
    # 25 Christmas, 26 leave x; Mon 29 (1) 30 (2) 31 (3)
    ("2025-12-24 08:00", "WIB", "verification-3", NO_PAUSE, "2025-12-31"),
    # before the file: 5-7 leave, 8-9 Lebaran x; Mon 12 (1) 13 (2) 14 (3)
    ("2013-08-02 08:00", "WIB", "verification-3", NO_PAUSE, "2013-08-14"),
    # before the file: Fri 23 leave, 26 Lebaran, 27-30 leave x; Mon 3 July (1) 4 (2) 5 (3)
    ("2017-06-22 08:00", "WIB", "verification-3", NO_PAUSE, "2017-07-05"),
    # after the file: Mon 25 Christmas x; 26 (1) 27 (2) 28 (3)
    ("2028-12-22 08:00", "WIB", "verification-3", NO_PAUSE, "2028-12-28"),
]

# Thu 5 July 2018: without a change of date Fri 6 (1) Mon 9 (2) Tue 10 (3); from Fri 6: 9 (1) 10 (2) 11 (3).
ZONES = [
    (
        "2018-07-05 22:30",
        "WITA",
        "verification-3",
        NO_PAUSE,
        "2018-07-10",
    ),  # 23:30 in Makassar, still Thursday
    ("2018-07-05 23:30", "WITA", "verification-3", NO_PAUSE, "2018-07-11"),  # Friday 00:30 there
    ("2018-07-05 21:59", "WIT", "verification-3", NO_PAUSE, "2018-07-10"),  # 23:59 in Jayapura
    ("2018-07-05 22:00", "WIT", "verification-3", NO_PAUSE, "2018-07-11"),  # Friday 00:00 there
    (
        "2018-07-05 23:59:59.9",
        "WIB",
        "verification-3",
        NO_PAUSE,
        "2018-07-10",
    ),  # the last instant of Thursday
]

# Mon 2 July 2018, 5 days, without pause: 3 4 5 6 (4) Mon 9 (5).
PAUSES = [
    # 3 and 4 end paused; 5 (1) 6 (2) 9 (3) 10 (4) 11 (5)
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-03 10:00", "2018-07-05 10:00")], "2018-07-11"),
    # over before the day ends: nothing lost
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-04 09:00", "2018-07-04 15:00")], "2018-07-09"),
    # one second, but the last of Wed 4: 3 (1) 5 (2) 6 (3) 9 (4) 10 (5)
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-04 23:59:59", "2018-07-05 00:00")], "2018-07-10"),
    # running again at the last second of Wed 4: only Tue 3 is lost; 4 5 6 (3) 9 (4) 10 (5)
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-03 12:00", "2018-07-04 23:59:59")], "2018-07-10"),
    # overlapping, later one first: 3 4 5 lost; 6 (1) 9 (2) 10 (3) 11 (4) 12 (5)
    (
        "2018-07-02 10:00",
        "WIB",
        "follow-up-5",
        [("2018-07-04 08:00", "2018-07-06 08:00"), ("2018-07-03 08:00", "2018-07-05 08:00")],
        "2018-07-12",
    ),
    # over a weekend only Fri 6 is lost: 3 4 5 (3) 9 (4) 10 (5)
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-06 20:00", "2018-07-09 06:00")], "2018-07-10"),
    # before the start: nothing lost
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-06-04 08:00", "2018-06-08 08:00")], "2018-07-09"),
    # over Lebaran: Fri 8 lost, the rest was free anyway; 21 (1) 22 (2) Mon 25 (3)
    ("2018-06-07 10:00", "WIB", "verification-3", [("2018-06-08 09:00", "2018-06-21 09:00")], "2018-06-25"),
    # in Jayapura from Wed 4 00:30 to Thu 5 00:00: Wed 4 lost; 3 (1) 5 (2) 6 (3) 9 (4) 10 (5)
    ("2018-07-02 10:00", "WIT", "follow-up-5", [("2018-07-03 22:30", "2018-07-04 22:00")], "2018-07-10"),
    # still paused: no due time
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-05 10:00", "")], ""),
    # paused on the last day, before it ended
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-09 23:59:59", "")], ""),
    # paused only when it was late already
    ("2018-07-02 10:00", "WIB", "follow-up-5", [("2018-07-10 00:00", "")], "2018-07-09"),
]

CALENDAR_DAYS = [
    # 30 June is the 29th day, Sunday 1 July the 30th: it counts
    ("2018-06-01 10:00", "WIB", "completion-30", NO_PAUSE, "2018-07-01"),
    # leap year: 29 February is the 28th day, 1 March the 29th, Sat 2 March the 30th
    ("2024-02-01 10:00", "WIB", "completion-30", NO_PAUSE, "2024-03-02"),
    # 31 December is the 30th day, 30 January the 60th
    ("2018-12-01 10:00", "WIB", "legal-maximum-60", NO_PAUSE, "2019-01-30"),
    # 3, 4 and 5 December lost: three days later
    ("2018-12-01 10:00", "WIB", "legal-maximum-60", [("2018-12-03 10:00", "2018-12-06 10:00")], "2019-02-02"),
]

CASES = WEEKS_AND_HOLIDAYS + YEAR_ENDS_AND_YEARS_WITHOUT_ROWS + ZONES + PAUSES + CALENDAR_DAYS


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone("WIB"))


@pytest.mark.parametrize(("start", "where", "code", "pauses", "last"), CASES)
def test_due_as_counted_by_hand(
    start: str, where: str, code: str, pauses: list[tuple[str, str]], last: str
) -> None:
    """Starts and pauses are written in WIB, the last day in the zone of the case; "" is none."""
    intervals = [(wib(begins), wib(ends) if ends else None) for begins, ends in pauses]
    found = due(wib(start), rule_by_code(code), zone=zone(where), pauses=intervals)
    expected = datetime.fromisoformat(f"{last} 23:59:59").replace(tzinfo=zone(where)) if last else None
    assert found == expected
    assert found is None or found.utcoffset() == zone(where).utcoffset(found.replace(tzinfo=None))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40
