"""Anybody says that a text should not be public, without an account, and leaves no trace."""

from __future__ import annotations

import pytest
from django.utils import timezone

from lapor.accounts.models import Tally, User
from lapor.portal import flagging
from lapor.portal.tests.conftest import Make, opened
from lapor.reports.models import Flag, Flagged
from tests.client import CheckedClient

GIVEN = {"reason": "personal", "part": "report", "words": "Nama tetangga saya disebut"}


def test_a_flag_reaches_the_queue_and_stands_nowhere_in_public(client: CheckedClient, answered: Make) -> None:
    one = answered()
    page = f"/laporan/{one.report.pk}/"
    assert f'href="{page}pelaporan/"' in client.get(page).content.decode()
    client.force_login(User.objects.get(email="tono@demo.lapor"))
    said = client.post(f"{page}pelaporan/", GIVEN, REMOTE_ADDR="198.51.100.7", follow=True).content.decode()
    assert "Admin nasional memeriksa" in said
    assert Flagged.objects.get().report == one.report
    kept = str(list(Flag.objects.values()) + list(Flagged.objects.values()) + list(Tally.objects.values()))
    assert "198.51" not in kept
    user = User.objects.get(email="tono@demo.lapor")
    assert user.pk not in [value for row in Flag.objects.values() for value in row.values()]
    for reader in (CheckedClient(), opened(CheckedClient(), one)):
        assert "tetangga" not in reader.get(page).content.decode()
    assert "tetangga" not in CheckedClient().get(f"/api/v1/reports/{one.report.pk}/events").content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": "bom"},
        {"part": "x"},
        {"reason": "other", "words": " \u200b "[:1]},
        {"words": "x" * 1001},
        {"words": "x" * 1_000_000},
        {"words": "\x00"},
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_comes_back(
    client: CheckedClient, verified: Make, changes: dict[str, str]
) -> None:
    one = verified()
    answer = client.post(f"/laporan/{one.report.pk}/pelaporan/", GIVEN | changes)
    assert answer.status_code == 422
    assert not Flag.objects.exists()
    assert "perlu diperbaiki" in answer.content.decode()


def test_only_what_is_public_can_be_flagged(client: CheckedClient, verified: Make) -> None:
    secret = verified(secret=True)
    for number in (secret.report.pk, 99_999_999):
        assert client.get(f"/laporan/{number}/pelaporan/").status_code == 404
        assert client.post(f"/laporan/{number}/pelaporan/", GIVEN).status_code == 404
    assert "pelaporan/" not in client.get(f"/laporan/{secret.report.pk}/").content.decode()


def test_floods_are_stopped_by_sender_and_by_report(
    client: CheckedClient, verified: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_past = timezone.now().replace(minute=30)  # no hour ends while this runs
    monkeypatch.setattr(timezone, "now", lambda: half_past)
    monkeypatch.setattr(flagging, "CLIENT_FLAGS", 2)
    monkeypatch.setattr(flagging, "REPORT_FLAGS", 3)
    first, second = verified(), verified()
    mine = {"REMOTE_ADDR": "198.51.100.7"}

    def send(one: int, **extra: str) -> int:
        return client.post(f"/laporan/{one}/pelaporan/", GIVEN, **extra).status_code  # type: ignore[arg-type]

    assert [send(first.report.pk, **mine) for _ in range(3)] == [302, 302, 429]
    assert send(second.report.pk, **mine) == 429
    assert [send(first.report.pk, REMOTE_ADDR=f"203.0.113.{n}") for n in range(3)] == [302, 429, 429]
    assert Flag.objects.count() == 3
    assert Flagged.objects.get().flags == 3
