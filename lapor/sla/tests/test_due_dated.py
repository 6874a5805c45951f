"""More deadlines counted by hand: every Lebaran since 2018, year ends, zones, pauses, calendar days.

x = does not count; (n) = the n-th day that counts. Starts and pauses are in WIB where they name no zone.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from lapor.sla.calendar import due
from lapor.sla.rules import rule_by_code
from lapor.sla.zones import WIB, zone

Pauses = list[tuple[str, str]]
Case = tuple[str, str, str, Pauses, str]

LEBARAN: list[Case] = [
    # Fri 8 (1); 9-10 weekend; 11-14, 15, 18-20 x; Thu 21 (2) Fri 22 (3)
    ("2018-06-07 15:00", "WIB", "verification-3", [], "2018-06-22"),
    # Thu 7 Fri 8 (2); 11-20 x; 21 22 (4); 25 26 (6); 27 election x; 28 29 (8); 2-6 July (13); Mon 9 (14)
    ("2018-06-06 08:00", "WIB", "resolution-complaint-14", [], "2018-07-09"),
    # from Saturday, the second feast day: 21 22 (2); 25 26 (4); 27 x; 28 29 (6); 2 3 4 5 July (10)
    ("2018-06-16 08:00", "WIB", "quiet-10", [], "2018-07-05"),
    # 1-2 weekend; 3-4 leave, 5-6 feast, 7 leave x; Mon 10 (1) 11 (2) 12 (3)
    ("2019-05-31 08:00", "WIB", "verification-3", [], "2019-06-12"),
    # from the feast: Thu 6, Fri 7 x; Mon 10 (1) .. Fri 14 (5)
    ("2019-06-05 08:00", "WIB", "follow-up-5", [], "2019-06-14"),
    # Thu 21 Ascension x; Fri 22 (1); Sun 24, Mon 25 feast x; Tue 26 (2) Wed 27 (3)
    ("2020-05-20 08:00", "WIB", "verification-3", [], "2020-05-27"),
    # Mon 25 x; 26 (1) 27 (2) 28 (3) 29 (4); Mon 1 June Pancasila x; Tue 2 (5)
    ("2020-05-22 08:00", "WIB", "follow-up-5", [], "2020-06-02"),
    # Tue 11 (1); 12 leave, 13-14 feast x; 17 (2) 18 (3) 19 (4) 20 (5)
    ("2021-05-10 08:00", "WIB", "follow-up-5", [], "2021-05-20"),
    # 12-14 x; 17-21 (5); 24 25 (7); 26 Vesak x; 27 28 (9); Mon 31 (10)
    ("2021-05-11 08:00", "WIB", "quiet-10", [], "2021-05-31"),
    # Thu 28 (1); 29 leave, 2-3 feast, 4-6 leave x; Mon 9 (2) Tue 10 (3)
    ("2022-04-27 08:00", "WIB", "verification-3", [], "2022-05-10"),
    # 29 x; 2-6 x; 9-13 (5); 16 Vesak x; 17-20 (9); Mon 23 (10)
    ("2022-04-28 23:59", "WIB", "quiet-10", [], "2022-05-23"),
    # Tue 18 (1); 19-21, 24-25 x; 26 (2) 27 (3) 28 (4); Mon 1 May x; Tue 2 (5)
    ("2023-04-17 08:00", "WIB", "follow-up-5", [], "2023-05-02"),
    # from the feast, a Saturday: 24-25 x; 26-28 (3); 1 May x; 2-5 (7); 8-12 (12); 15 (13) 16 (14)
    ("2023-04-22 08:00", "WIB", "resolution-complaint-14", [], "2023-05-16"),
    # Fri 5 (1); 8-12 and 15 x; Tue 16 (2) Wed 17 (3)
    ("2024-04-04 08:00", "WIB", "verification-3", [], "2024-04-17"),
    # from the feast: 11, 12, 15 x; 16-19 (4); 22-26 (9); Mon 29 (10)
    ("2024-04-10 08:00", "WIB", "quiet-10", [], "2024-04-29"),
    # Idul Adha Mon 17, leave Tue 18 x; 19 (1) 20 (2) 21 (3)
    ("2024-06-14 08:00", "WIB", "verification-3", [], "2024-06-21"),
    # Thu 27 (1); 28 leave, 31 and 1 feast, 2-4 and 7 leave x; 8 (2) 9 (3) 10 (4) 11 (5)
    ("2025-03-26 08:00", "WIB", "follow-up-5", [], "2025-04-11"),
    # from the last day of leave: 8-11 (4); 14-17 (8); 18 Good Friday x; 21-25 (13); Mon 28 (14)
    ("2025-04-07 08:00", "WIB", "resolution-complaint-14", [], "2025-04-28"),
    # Tue 17 (1); 18 leave, 19 Nyepi, 20 leave, 23-24 leave x; 25 (2) 26 (3)
    ("2026-03-16 08:00", "WIB", "verification-3", [], "2026-03-26"),
    # from the last day of leave: 25-27 (3); 30 31 1 2 (7); 3 April Good Friday x; 6 7 8 (10)
    ("2026-03-24 08:00", "WIB", "quiet-10", [], "2026-04-08"),
    # Wed 13 (1); 14 Ascension, 15 leave x; 18 (2) 19 20 (4) Thu 21 (5)
    ("2026-05-12 08:00", "WIB", "follow-up-5", [], "2026-05-21"),
]

YEAR_ENDS: list[Case] = [
    # 24 leave, 25 x; 26 (1) 27 (2) 30 (3) 31 (4); 1 January x; Thu 2 (5)
    ("2019-12-23 08:00", "WIB", "follow-up-5", [], "2020-01-02"),
    # Fri 31 (1); Sat 1 January; Mon 3 (2) Tue 4 (3)
    ("2021-12-30 08:00", "WIB", "verification-3", [], "2022-01-04"),
    # Christmas and new year on Sundays, no leave that year: 26-30 (5); 2-6 January (10)
    ("2022-12-23 08:00", "WIB", "quiet-10", [], "2023-01-06"),
    # 25, 26 leave x; 27 28 29 (3); 1 January x; 2 (4) 3 (5)
    ("2023-12-22 08:00", "WIB", "follow-up-5", [], "2024-01-03"),
    # 1 January x; Thu 2 (1) Fri 3 (2) Mon 6 (3)
    ("2024-12-31 08:00", "WIB", "verification-3", [], "2025-01-06"),
    # 24 leave, 25 x; 28 (1) 29 (2) 30 (3)
    ("2026-12-23 08:00", "WIB", "verification-3", [], "2026-12-30"),
    # 29 30 31 (3); Fri 1 January x; Mon 4 (4); Tue 5 Isra Mikraj x; Wed 6 (5)
    ("2026-12-28 08:00", "WIB", "resolution-aspiration-5", [], "2027-01-06"),
]

# Wed 3 July 2024: 4 (1) 5 (2) Mon 8 (3). Tue 2 July: 3 (1) 4 (2) 5 (3).
NEAR_MIDNIGHT: list[Case] = [
    # 07.00 WIB on Wednesday
    ("2024-07-03 00:00Z", "WIB", "verification-3", [], "2024-07-08"),
    # a second before midnight UTC is Wednesday 06.59 too
    ("2024-07-02 23:59:59Z", "WIB", "verification-3", [], "2024-07-08"),
    # Tuesday 23.59 WIB
    ("2024-07-02 16:59Z", "WIB", "verification-3", [], "2024-07-05"),
    # the same instant is Wednesday 00.59 in Makassar
    ("2024-07-02 16:59Z", "WITA", "verification-3", [], "2024-07-08"),
    # Tuesday 23.30 in Makassar
    ("2024-07-02 15:30Z", "WITA", "verification-3", [], "2024-07-05"),
    # the same instant is Wednesday 00.30 in Jayapura
    ("2024-07-02 15:30Z", "WIT", "verification-3", [], "2024-07-08"),
    # 1 January 00.30 in Jayapura: Thu 2 (1) Fri 3 (2) Mon 6 (3)
    ("2024-12-31 15:30Z", "WIT", "verification-3", [], "2025-01-06"),
    # Sat 6 April 00.30 in Jayapura: 8-12, 15 x; 16 (1) 17 (2) 18 (3)
    ("2024-04-05 15:30Z", "WIT", "verification-3", [], "2024-04-18"),
    # 1 March 00.30 in Makassar: 31 March is the 30th day
    ("2024-02-29 16:30Z", "WITA", "completion-30", [], "2024-03-31"),
    # still 29 February in Jakarta: 30 March is the 30th day
    ("2024-02-29 16:30Z", "WIB", "completion-30", [], "2024-03-30"),
]

# Mon 1 July 2024, 5 days, without pause: 2 3 4 5 (4) Mon 8 (5).
PAUSES: list[Case] = [
    # inside a weekend: nothing lost
    ("2024-07-01 10:00", "WIB", "follow-up-5", [("2024-07-06 10:00", "2024-07-07 18:00")], "2024-07-08"),
    # from a Sunday: Mon 8 lost; 2-5 (4) Tue 9 (5)
    ("2024-07-01 10:00", "WIB", "follow-up-5", [("2024-07-07 10:00", "2024-07-09 09:00")], "2024-07-09"),
    # from the feast: 8-12, 15 x anyway, Tue 16 lost; 17 (1) 18 (2) 19 (3) 22 (4) 23 (5)
    ("2024-04-05 10:00", "WIB", "follow-up-5", [("2024-04-10 10:00", "2024-04-17 10:00")], "2024-04-23"),
    # 3, 4 and 10 lost; 2 (1) 5 (2) 8 9 (4) 11 12 (6) 15-19 (11) 22 23 24 (14)
    (
        "2024-07-01 10:00",
        "WIB",
        "resolution-complaint-14",
        [("2024-07-03 10:00", "2024-07-05 10:00"), ("2024-07-10 09:00", "2024-07-11 09:00")],
        "2024-07-24",
    ),
    # one inside another and a third over the end: 2-5, 8, 9 lost; 10 (1) 11 12 (3) 15 (4) 16 (5)
    (
        "2024-07-01 10:00",
        "WIB",
        "follow-up-5",
        [
            ("2024-07-08 09:00", "2024-07-10 12:00"),
            ("2024-07-02 08:00", "2024-07-09 08:00"),
            ("2024-07-03 08:00", "2024-07-04 08:00"),
        ],
        "2024-07-16",
    ),
    # one after another without a gap: 2 and 3 lost; 4 (1) 5 (2) 8 (3) 9 (4) 10 (5)
    (
        "2024-07-01 10:00",
        "WIB",
        "follow-up-5",
        [("2024-07-02 12:00", "2024-07-03 12:00"), ("2024-07-03 12:00", "2024-07-04 12:00")],
        "2024-07-10",
    ),
    # 2 lost, 3 and 4 count, from 5 on it stands
    (
        "2024-07-01 10:00",
        "WIB",
        "follow-up-5",
        [("2024-07-02 10:00", "2024-07-03 10:00"), ("2024-07-05 10:00", "")],
        "",
    ),
    # used up on Thu 4, before it stood still on a Saturday
    ("2024-07-01 10:00", "WIB", "verification-3", [("2024-07-06 10:00", "")], "2024-07-04"),
    # 2-5 (4), and from Saturday on it stands with a day left
    ("2024-07-01 10:00", "WIB", "follow-up-5", [("2024-07-06 10:00", "")], ""),
    # paused already at the start: Thu 4 lost; Fri 5 (1) 8 (2) 9 (3)
    ("2024-07-03 10:00", "WIB", "verification-3", [("2024-07-01 10:00", "2024-07-05 10:00")], "2024-07-09"),
    # Jayapura is at Thu 4, 00.30, when it stops: 2 3 (2), 4 lost; 5 (3) 8 (4) 9 (5)
    ("2024-07-01 10:00", "WIT", "follow-up-5", [("2024-07-03 15:30Z", "2024-07-04 15:30Z")], "2024-07-09"),
    # the same in Jakarta, from Wed 3, 22.30: 2 (1), 3 lost; 4 (2) 5 (3) 8 (4) 9 (5)
    ("2024-07-01 10:00", "WIB", "follow-up-5", [("2024-07-03 15:30Z", "2024-07-04 15:30Z")], "2024-07-09"),
]

CALENDAR_DAYS: list[Case] = [
    # 31 December is the 11th day, 31 January the 42nd, 18 February the 60th; 28-31 and 1-3 lost: 7 later
    ("2024-12-20 10:00", "WIB", "legal-maximum-60", [("2024-12-28 10:00", "2025-01-04 10:00")], "2025-02-25"),
    # 31 March is the 20th day, 10 April the 30th: the feast counts
    ("2024-03-11 10:00", "WIB", "completion-30", [], "2024-04-10"),
    # 31 December is the 16th day, 14 January the 30th
    ("2026-12-15 10:00", "WIB", "reopen-30", [], "2027-01-14"),
    # 29 February 2024 is the 365th day
    ("2023-03-01 10:00", "WIB", "reopen-lapsed-365", [], "2024-02-29"),
    # 29 February is the 29th day, 1 March the 30th
    ("2024-01-31 10:00", "WIB", "objection-window-30", [], "2024-03-01"),
    # Sat, Sun, Mon
    ("2024-07-05 10:00", "WIB", "undo-3", [], "2024-07-08"),
    # January 30, February 58, March 89, April 119, May 150, June 180
    ("2025-01-01 10:00", "WIB", "rights-180", [], "2025-06-30"),
]

CASES = LEBARAN + YEAR_ENDS + NEAR_MIDNIGHT + PAUSES + CALENDAR_DAYS


def moment(text: str) -> datetime:
    """WIB, or UTC behind a Z."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=WIB)


@pytest.mark.parametrize(("start", "where", "code", "pauses", "last"), CASES)
def test_due_as_counted_by_hand(start: str, where: str, code: str, pauses: Pauses, last: str) -> None:
    stood = [(moment(begins), moment(ends) if ends else None) for begins, ends in pauses]
    found = due(moment(start), rule_by_code(code), zone=zone(where), pauses=stood)
    expected = datetime.fromisoformat(f"{last} 23:59:59").replace(tzinfo=zone(where)) if last else None
    assert found == expected
