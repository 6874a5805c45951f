"""The `lapor` command as an operator meets it, in processes of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lapor.operate import folder
from lapor.operate.cli import COMMANDS
from lapor.operate.embedded import Cluster


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own; whatever runs there afterwards is stopped."""
    place = tmp_path / "data"
    yield place
    if (place / "pg").exists():
        with Cluster(place):
            pass


def test_help_lists_every_command(data: Path) -> None:
    answer = _lapor(data, "--help")
    assert answer.returncode == 0
    assert all(name in answer.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", ["init", "serve", "token"])
def test_help_of_a_command_needs_no_settings_and_makes_nothing(data: Path, name: str) -> None:
    answer = _lapor(data, name, "--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not data.exists()


def test_unknown_command_is_one_line(data: Path) -> None:
    answer = _lapor(data, "fly")
    assert answer.returncode == 2
    assert answer.stderr == "lapor: there is no command 'fly'; lapor --help lists them\n"


def test_missing_setting_is_named_in_one_line(data: Path) -> None:
    answer = _lapor(data, "init")
    assert answer.returncode == 1
    assert answer.stderr.startswith("lapor: LAPOR_SECRET_KEY is not set")
    assert answer.stderr.count("\n") == 1


def test_address_without_tls_stops_the_start(data: Path) -> None:
    secrets = {"LAPOR_SECRET_KEY": "s" * 60, "LAPOR_IDENTITY_KEYS": os.environ["LAPOR_IDENTITY_KEYS"]}
    answer = _lapor(data, "serve", **secrets, LAPOR_BASE_URL="http://lapor.example")
    assert answer.returncode == 1
    assert "LAPOR_BASE_URL" in answer.stderr


def test_doctor_says_what_is_missing(data: Path) -> None:
    answer = _lapor(data, "doctor")
    assert answer.returncode == 1
    assert "run `lapor init`" in answer.stdout
    assert "LAPOR_SECRET_KEY" in answer.stdout


def test_demo_keys_are_private_and_kept(data: Path) -> None:
    folder.mark_as_demo(data)
    first = (data / "keys" / "secret").read_text()
    folder.mark_as_demo(data)
    assert folder.is_demo(data)
    assert (data / "keys" / "secret").read_text() == first
    assert (data / "keys" / "identity").stat().st_mode & 0o777 == 0o600


def test_folder_with_real_data_never_becomes_a_demo(data: Path) -> None:
    (data / "uploads").mkdir(parents=True)
    answer = _lapor(data, "demo")
    assert answer.returncode == 1
    assert "set LAPOR_DATA to an empty folder" in answer.stderr
    assert not folder.is_demo(data)


def test_demo_is_served_to_this_machine_only(data: Path) -> None:
    folder.mark_as_demo(data)
    answer = _lapor(data, "serve", "--host", "0.0.0.0", "--port", "0")
    assert answer.returncode == 1
    assert "127.0.0.1 only" in answer.stderr
    assert not Cluster(data).answers()


def _lapor(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LAPOR", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "lapor.operate", *words],
        env={**clean, "LAPOR_DATA": str(data), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
