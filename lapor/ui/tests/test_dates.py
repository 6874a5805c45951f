from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from lapor.ui.dates import ago_words, day_words, moment_words

MOMENT = datetime(2018, 8, 29, 7, 5, tzinfo=UTC)


def test_day_in_words() -> None:
    assert day_words(date(2018, 8, 29)) == "Rabu, 29 Agu 2018"
    with translation.override("en"):
        assert day_words(date(2018, 5, 31)) == "Thursday, 31 May 2018"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (None, "Rabu, 29 Agu 2018, 14.05 WIB"),
        ("Asia/Pontianak", "Rabu, 29 Agu 2018, 14.05 WIB"),
        ("Asia/Makassar", "Rabu, 29 Agu 2018, 15.05 WITA"),
        ("Asia/Jayapura", "Rabu, 29 Agu 2018, 16.05 WIT"),
    ],
)
def test_moment_in_the_zone_of_the_agency(zone: str | None, words: str) -> None:
    assert moment_words(MOMENT, zone) == words


def test_the_day_is_the_day_of_the_zone() -> None:
    late = datetime(2018, 8, 29, 16, 30, tzinfo=UTC)
    assert day_words(late) == "Rabu, 29 Agu 2018"
    assert day_words(late, "Asia/Jayapura") == "Kamis, 30 Agu 2018"


def test_moment_in_english() -> None:
    with translation.override("en"):
        assert moment_words(MOMENT) == "Wednesday, 29 Aug 2018, 14:05 WIB"


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=5), "5 menit lalu"),
        (timedelta(hours=3), "3 jam lalu"),
        (timedelta(days=1), "kemarin"),
        (timedelta(days=12), "12 hari lalu"),
        (timedelta(days=70), "2 bulan lalu"),
        (timedelta(days=800), "2 tahun lalu"),
        (timedelta(hours=-1), "hari ini"),
        (timedelta(days=-1), "besok"),
        (timedelta(days=-3), "dalam 3 hari"),
    ],
)
def test_how_long_ago(back: timedelta, words: str) -> None:
    assert ago_words(MOMENT - back, MOMENT) == words
