"""English, compiled: what gettext reads is made from `locale/en/LC_MESSAGES/django.po` in pure Python.

`python -m lapor.operate.translation` compiles; `lapor` itself does it where the .po is newer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PO = Path(__file__).resolve().parents[1] / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")


def refresh() -> bool:
    """Whether there was anything to compile. Many processes may do it at once: the file comes whole.

    A folder that cannot be written is said, not fatal: without the file all pages are in Indonesian.
    """
    if not PO.exists() or (MO.exists() and MO.stat().st_mtime_ns >= PO.stat().st_mtime_ns):
        return False
    try:
        _compile()
    except OSError as error:
        print(f"lapor: the English translation was not compiled: {error}", file=sys.stderr)
        return False
    return True


def _compile() -> None:
    fresh = MO.with_suffix(f".{os.getpid()}.mo")
    with PO.open("rb") as source, fresh.open("wb") as target:
        write_mo(target, read_po(source, locale="en", abort_invalid=True))
    fresh.replace(MO)


if __name__ == "__main__":
    refresh()
