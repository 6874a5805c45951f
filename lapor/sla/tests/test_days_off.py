"""Days off: the package, the file over it, regions, and what a clerk is told about a bad row."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from lapor.sla.calendar import add_working_days, due, is_working_day, why_off, working_days_between
from lapor.sla.datafile import DataFileError
from lapor.sla.days_off import CalendarError, load
from lapor.sla.rules import rule_by_code
from lapor.sla.working_days import WorkingDays
from lapor.sla.zones import WIB, label, short_name, zone
from tests.shared import shared_file

HEADER = "date,name,kind,region,source\n"


def calendar(tmp_path: Path, *rows: str) -> WorkingDays:
    path = tmp_path / "days_off.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return WorkingDays(load(path))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2018, 6, 11), "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2018, 6, 15), "Hari Raya Idul Fitri"),
        (date(2018, 6, 16), "Hari kedua dari Hari Raya Idul Fitri"),  # a Saturday: the feast says more
        (date(2018, 6, 17), "Minggu"),
        (date(2018, 6, 23), "Sabtu"),
        (date(2020, 12, 31), "Pengganti Cuti Bersama Hari Raya Idul Fitri"),
        (date(2016, 7, 4), "Cuti Bersama Hari Raya Idul Fitri"),  # a year the file does not list
        (date(2030, 2, 4), "Hari Raya Idul Fitri (perkiraan)"),  # not decreed yet
        (date(2018, 6, 21), None),
    ],
)
def test_a_day_off_says_why(day: date, reason: str | None) -> None:
    assert why_off(day) == reason
    assert is_working_day(day) is (reason is None)


def test_a_local_holiday_counts_in_its_region_and_below_only(tmp_path: Path) -> None:
    off = calendar(tmp_path, "2018-07-04,Hari Jadi,local,51.71,Keputusan Wali Kota")
    assert off.why_off(date(2018, 7, 4), "51.71.01.1001") == "Hari Jadi"
    assert off.add(date(2018, 7, 3), 1, "51.71") == date(2018, 7, 5)
    for elsewhere in (None, "", "51", "51.72", "5", "31"):
        assert off.add(date(2018, 7, 3), 1, elsewhere) == date(2018, 7, 4)


def test_the_file_has_the_last_word(tmp_path: Path) -> None:
    off = calendar(
        tmp_path,
        "2018-06-20,Cuti Bersama,joint_leave,,SKB",  # so the package's other leave of 2018 is void
        "2018-06-27,Hari kerja,working,,Keppres",
        "2018-06-30,Hari kerja pengganti,working,,Keppres",  # a Saturday
    )
    assert off.why_off(date(2018, 6, 11), None) is None
    assert off.why_off(date(2018, 6, 20), None) == "Cuti Bersama"
    assert off.why_off(date(2018, 6, 27), None) is None
    assert off.add(date(2018, 6, 29), 1, None) == date(2018, 6, 30)
    assert off.why_off(date(2016, 7, 4), None) == "Cuti Bersama Hari Raya Idul Fitri"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2018-06-31,Libur,national,,SKB", "'2018-06-31' is not a date"),
        ("2018-06-11,Libur,holiday,,SKB", "kind 'holiday' is none of"),
        ("2018-06-11,,national,,SKB", "needs a name and the source"),
        ("2018-06-11,Libur,national,,", "needs a name and the source"),
        ("2018-06-11,Libur,local,,SKB", "a local day names its region"),
        ("2018-06-11,Libur,local,Bali,SKB", "region 'Bali' is not an official code"),
        ("2018-06-11,Libur,national,", "4 cells, expected 5"),
        ("2018-06-12,Libur,national,,SKB", "day and region stand in line 2 too"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(DataFileError, match=f"days_off.csv, line 3: .*{problem}"):
        calendar(tmp_path, "2018-06-12,Libur,national,,SKB", row)


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "days_off.csv"
    path.write_text("tanggal;nama\n")
    with pytest.raises(DataFileError, match="line 1: the columns must be date,name,kind,region,source"):
        load(path)


def test_what_cannot_be_counted_is_an_error_and_ends() -> None:
    now = datetime(2018, 6, 7, 9, tzinfo=WIB)
    rule = rule_by_code("verification-3")
    with pytest.raises(CalendarError, match="forwards only"):
        add_working_days(date(2018, 6, 7), -1)
    with pytest.raises(CalendarError, match="1946 to 2100"):
        add_working_days(date(2100, 12, 31), 10**9)
    with pytest.raises(CalendarError, match="1946 to 2100"):
        working_days_between(date(1900, 1, 1), date(2018, 1, 1))
    with pytest.raises(CalendarError, match="without a time zone"):
        due(now.replace(tzinfo=None), rule, zone=WIB)
    with pytest.raises(CalendarError, match="ends before it begins"):
        due(now, rule, zone=WIB, pauses=[(now, now.replace(hour=8))])


def test_zones_have_names_people_use() -> None:
    assert zone("WITA").key == "Asia/Makassar"
    assert zone("Asia/Pontianak") is WIB
    assert short_name(zone("WIT")) == "WIT"
    assert label(WIB) == "Waktu Indonesia Barat (WIB)"
    with pytest.raises(ValueError, match="none of WIB, WITA, WIT"):
        zone("Europe/London")


def test_every_compiled_holiday_is_off() -> None:
    with shared_file("data/id_holidays_2018_2027.csv").open(encoding="utf-8") as file:
        listed = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
    weekdays = (
        date.fromordinal(n) for n in range(date(2018, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
    )
    assert {d for d in weekdays if d.weekday() < 5 and not is_working_day(d)} == {
        d for d in listed if d.weekday() < 5
    }
