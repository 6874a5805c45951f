"""An unsafe setting of a real service stops the start with a message that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {
    "LAPOR_BASE_URL": "https://lapor.example",
    "LAPOR_SECRET_KEY": "k" * 60,
    "LAPOR_IDENTITY_KEYS": "bGFwb3ItdGVzdC1rZXktb25seS1mb3ItdGVzdHMhISE=",
}


def started(folder: Path, **changes: str) -> str:
    """What importing the settings of a real service says: nothing, or the last line of the error."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LAPOR_")}
    done = subprocess.run(
        [sys.executable, "-c", "import lapor.settings"],
        env={**kept, **GOOD, "LAPOR_DATA": str(folder), **changes},
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_a_safe_one_starts(tmp_path: Path) -> None:
    assert started(tmp_path) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAPOR_BASE_URL", "http://lapor.example"),
        ("LAPOR_BASE_URL", ""),
        ("LAPOR_SECRET_KEY", "short"),
        ("LAPOR_SMS_SECRET", "lapor-demo"),
        ("LAPOR_SECRET_KEY", ""),
        ("LAPOR_IDENTITY_KEYS", "no-key"),
        ("LAPOR_IDENTITY_KEYS", ""),
        ("LAPOR_TESTING", "1"),
    ],
)
def test_an_unsafe_one_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert name in started(tmp_path, **{name: value})
