"""`lapor rotate-keys` is killed in the middle of its work, twice, beside a service that goes on writing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import override_settings

from lapor.accounts import rotating
from lapor.accounts.models import Identity
from tests.journeys.serving import database_url
from tests.shared import ROOT

ROWS = 6000
NEW = Fernet.generate_key().decode()
COMMAND = (sys.executable, "-m", "lapor.operate", "rotate-keys")


def start() -> subprocess.Popen[bytes]:
    keys = ",".join([NEW, *settings.IDENTITY_KEYS[-1:]])
    return subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url(), "LAPOR_IDENTITY_KEYS": keys},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def killed_below(number: int) -> None:
    """Kill -9 as soon as fewer than so many rows are left."""
    process = start()
    while rotating.left_over() >= number and process.poll() is None:
        pass
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_killed_twice_it_comes_to_its_end_and_nothing_is_lost() -> None:
    Identity.objects.bulk_create([Identity(name=f"Orang {n}") for n in range(ROWS)])
    with override_settings(IDENTITY_KEYS=[NEW, *settings.IDENTITY_KEYS]):
        assert rotating.left_over() == ROWS
        killed_below(ROWS - 500)
        first = rotating.left_over()
        assert 0 < first < ROWS
        late = Identity.objects.create(name="Baru")  # the service goes on, with the new key in front
        Identity.objects.filter(pk=late.pk - 1).update(name="Diperbaiki")
        killed_below(first - 500)
        assert rotating.left_over() < first
        process = start()
        said, _none = process.communicate(timeout=300)
        assert process.returncode == 0
        assert said.startswith(b"resealed ")
        assert rotating.left_over() == 0
    with override_settings(IDENTITY_KEYS=[NEW]):
        names = set(Identity.objects.values_list("name", flat=True))
    assert names == {*(f"Orang {n}" for n in range(ROWS - 1)), "Diperbaiki", "Baru"}
