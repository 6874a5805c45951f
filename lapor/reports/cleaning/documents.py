"""PDF cleaned in a process of its own, with a ceiling on memory and time: a bomb ends only that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lapor.reports.cleaning.kinds import Kind
from lapor.reports.cleaning.reasons import Reason, Uncleanable

_SECONDS = 20
_CHILD = Path(__file__).with_name("strip_pdf.py")
# Exit codes of the child; anything else (killed, out of memory) means too much for us.
_REASONS = {3: Reason.DAMAGED, 4: Reason.LOCKED, 5: Reason.TOO_COMPLEX}


def strip(source: Path, target: Path, _kind: Kind) -> None:
    """Raises Uncleanable for what is locked, broken or too large inside."""
    command = [sys.executable, "-I", str(_CHILD), str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise Uncleanable(Reason.TOO_COMPLEX) from late
    if done.returncode != 0 or not target.exists():
        raise Uncleanable(_REASONS.get(done.returncode, Reason.TOO_COMPLEX))
