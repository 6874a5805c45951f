"""Identity keys rotate: everything sealed comes under the newest, also when killed half-way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField
from django.test import override_settings

from lapor.accounts import rotating
from lapor.accounts.adapter import MFAAdapter
from lapor.accounts.contacts import new_identity
from lapor.accounts.models import Identity, User
from lapor.accounts.sealing import SealedBytesField, mark, seal_bytes, unseal_bytes
from lapor.intake.models import InboundMail
from lapor.reports import secrecy
from lapor.reports.models import Follower, IdentityOpening
from lapor.reports.tests.world import NOW, build, filed

NEW = Fernet.generate_key().decode()
ROWS = 25


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def sealed(db: None) -> Iterator[None]:
    """Rows of every kind under the old key, and then a newer key in front of it."""
    world = build()
    report = filed(anonymous=True, phone="+6281211112222").report
    secrecy.open_identity(report, by=world.actor("ratna"), reason="Untuk keselamatan pelapor.", now=NOW)
    Follower.objects.create(
        report=report, contact_mark=mark("email", "a@b.example"), contact="a@b.example", created_at=NOW
    )
    InboundMail.objects.create(mail_mark="m", raw=seal_bytes(b"Kepada Yth."), received_at=NOW)
    ratna = User.objects.get(email="ratna@demo.lapor")
    Authenticator.objects.create(
        user=ratna, type=Authenticator.Type.TOTP, data={"secret": MFAAdapter().encrypt("RAHASIA")}
    )
    for number in range(ROWS):
        new_identity(name=f"Orang {number}")
    with override_settings(IDENTITY_KEYS=[NEW, *settings.IDENTITY_KEYS]):
        yield


def everything_opens() -> None:
    """With the newest key alone."""
    with override_settings(IDENTITY_KEYS=[NEW]):
        assert {one.name for one in Identity.objects.all()} == {
            "Kenanga Wulandari",
            *(f"Orang {number}" for number in range(ROWS)),
        }
        assert IdentityOpening.objects.get().reason == "Untuk keselamatan pelapor."
        assert Follower.objects.get().contact == "a@b.example"
        assert unseal_bytes(InboundMail.objects.get().raw) == b"Kepada Yth."
        assert MFAAdapter().decrypt(Authenticator.objects.get().data["secret"]) == "RAHASIA"


def test_everything_comes_under_the_newest_key(sealed: None) -> None:
    with override_settings(IDENTITY_KEYS=[NEW]), pytest.raises(InvalidToken):
        list(Identity.objects.all())
    before = rotating.left_over()
    assert before >= ROWS + 5
    assert rotating.rotate(lambda table, rows: None).resealed == before
    assert rotating.left_over() == 0
    everything_opens()
    assert rotating.rotate(lambda table, rows: None) == rotating.Done(0, 0)


def test_a_run_that_was_killed_goes_on(sealed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 4)
    done: list[int] = []

    def told(table: str, rows: int) -> None:
        done.append(rows)
        if sum(done) > 12:
            raise Killed

    with pytest.raises(Killed):
        rotating.rotate(told)
    left = rotating.left_over()
    assert 0 < left < ROWS + 5
    assert {one.name for one in Identity.objects.all()} >= {"Orang 0", f"Orang {ROWS - 1}"}  # both keys open
    assert rotating.rotate(lambda table, rows: None).resealed == left
    everything_opens()


def test_what_is_written_meanwhile_is_not_lost(sealed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and writing a batch another process corrects a name; its word stands."""
    monkeypatch.setattr(rotating, "BATCH", 4)
    first = Identity.objects.get(pk=Identity.objects.order_by("pk").values_list("pk", flat=True)[1])
    reseal = rotating._reseal

    def meanwhile(table: rotating.Sealed, rows: list[tuple[object, ...]]) -> rotating.Done:
        if table.model is Identity:
            Identity.objects.filter(pk=first.pk).update(name="Nama yang benar")
        return reseal(table, rows)

    monkeypatch.setattr(rotating, "_reseal", meanwhile)
    rotating.rotate(lambda table, rows: None)
    assert Identity.objects.get(pk=first.pk).name == "Nama yang benar"
    assert rotating.left_over() == 0


def test_a_row_that_no_key_opens_is_left_and_told(sealed: None) -> None:
    lost = new_identity(name="Hilang")
    with override_settings(IDENTITY_KEYS=[Fernet.generate_key().decode()]):
        Identity.objects.filter(pk=lost.pk).update(name="Hilang")
    done = rotating.rotate(lambda table, rows: None)
    assert done.closed == 1
    assert rotating.left_over() == 1


def test_counting_is_cheap_after_a_rotation(sealed: None) -> None:
    """The doctor looks only beyond what the rotation has passed, by the primary key's index."""
    rotating.rotate(lambda table, rows: None)
    table = next(one for one in rotating.sealed_tables() if one.model is Identity)
    assert rotating._reached(table) == Identity.objects.latest("pk").pk


def test_no_column_of_bytes_escapes_a_rotation() -> None:
    """Bytes in a table of ours are sealed ones, by their field's class."""
    loose = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("lapor.")
        for field in model._meta.fields
        if isinstance(field, BinaryField) and not isinstance(field, SealedBytesField)
    ]
    assert loose == []
