"""Real material that tests want but the repository does not hold: the folder that LAPOR_SHARED names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LAPOR_SHARED") or ROOT.parent / "shared")


def shared_file(name: str) -> Path:
    """The file, or a skip where the folder is absent (a failure with LAPOR_SHARED_REQUIRED=1)."""
    path = SHARED / name
    if path.exists():
        return path
    if os.environ.get("LAPOR_SHARED_REQUIRED") == "1":
        pytest.fail(f"{name} is not in the shared material")
    pytest.skip(f"no shared material: {name}")
