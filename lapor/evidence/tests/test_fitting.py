"""From a category with complaints, or a low element of the survey, to innovations that fit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lapor.evidence.fitting import fitting, remedies
from lapor.evidence.tests.innovating import MOMENT, innovation
from lapor.registry.models import Agency, Category
from lapor.reports.tests.world import build
from lapor.skm.codes import ELEMENTS


@pytest.fixture
def owner(db: None) -> Agency:
    return build().stranger


def test_the_nearest_in_the_tree_come_first_then_the_newest(
    owner: Agency, django_assert_max_num_queries: Any
) -> None:
    roads = Category.objects.get(code="pekerjaan-umum")
    holes = Category.objects.select_related("parent").get(code="pekerjaan-umum/jalan-berlubang")
    school = Category.objects.get(code="pendidikan")
    older = innovation("Tambal Cepat", owner, [holes])
    newer = innovation("Jalan Terpantau", owner, [roads, school], published_at=MOMENT + timedelta(days=9))
    innovation("Kelas Malam", owner, [school])
    innovation("Belum Terbit", owner, [holes], status="draft")
    with django_assert_max_num_queries(2):
        assert fitting(category=holes) == [older, newer]
    assert fitting(category=roads) == [newer, older]
    assert fitting(category=roads, most=1) == [newer]
    assert fitting(category=Category.objects.get(code="sosial")) == []
    later = [
        innovation(f"Jalan {number}", owner, [roads], published_at=MOMENT + timedelta(days=20 + number))
        for number in range(4)
    ]
    assert fitting(category=roads) == later[:0:-1]


def test_an_element_finds_those_that_speak_most_of_it(
    owner: Agency, django_assert_max_num_queries: Any
) -> None:
    quick = innovation(
        "Antrean Daring", owner, words="Warga tidak perlu menunggu lama: selesai dalam 15 menit."
    )
    little = innovation("Loket Sore", owner, words="Loket buka sampai malam, jadi tidak lama.")
    innovation("Jadwal Palsu", owner, words="Menunggu lama sekali.", status="withdrawn")
    with django_assert_max_num_queries(2):
        assert fitting(element="U3") == [quick, little]
    assert fitting(element="U7") == []
    assert fitting(element="U10") == []
    assert fitting() == []


def test_every_element_has_its_words() -> None:
    assert set(remedies()) == set(ELEMENTS)
