"""The data folder: embedded database, uploads, keys, static files; and the mark that makes it a demo's.

Needs no Django: it is asked before the settings are read.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "demo"


class FolderRefused(Exception):
    """The folder cannot be used so; the text says what to do."""


def data_folder() -> Path:
    """LAPOR_DATA, else `var/` beside the Makefile."""
    return Path(os.environ.get("LAPOR_DATA") or ROOT / "var").resolve()


def is_demo(folder: Path) -> bool:
    return (folder / MARK).exists()


def mark_as_demo(folder: Path) -> None:
    """Marks a new folder and gives it keys of its own. A folder that holds real data is refused."""
    if is_demo(folder):
        return
    for trace in ("pg", "uploads"):
        if (folder / trace).exists():
            raise FolderRefused(
                f"{folder} holds data that is not a demo's: set LAPOR_DATA to an empty folder"
            )
    # Others may walk through (the database server runs as a user of its own), not look around.
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    write_key(folder, "secret", secrets.token_urlsafe(64))
    write_key(folder, "identity", Fernet.generate_key().decode())
    (folder / MARK).write_text(
        "This folder belongs to a demo of LAPOR. Delete the whole folder to start anew.\n"
    )


def write_key(folder: Path, name: str, value: str) -> None:
    """A key only the owner may read, from its first byte on. An existing key is never replaced."""
    keys = folder / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    if (keys / name).exists():
        return
    handle = os.open(keys / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(value + "\n")
