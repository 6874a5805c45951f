"""The project's own files, and the layers as the import contract in pyproject.toml states them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = {"var", "__pycache__", "node_modules"}
HIDDEN = {".ci", ".gitignore"}  # the only dotted names that are ours


@cache
def files() -> tuple[Path, ...]:
    """Every file of ours, without asking git: the tests also run from an unpacked archive."""
    return tuple(_walk(ROOT))


def sources(*, migrations: bool = False) -> list[Path]:
    found = [path for path in files() if path.suffix == ".py"]
    return found if migrations else [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in files() if "templates" in path.parts and path.is_relative_to(ROOT / "lapor")]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def layers() -> dict[str, int]:
    """Room -> height, 0 at the bottom. Rooms of one height may not know each other."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    rows = reversed(contract["layers"])
    return {name.strip(" ()"): height for height, row in enumerate(rows) for name in row.split("|")}


def looks_down(upper: str, lower: str) -> bool:
    return upper == lower or layers()[upper] > layers()[lower]


def room(path: Path) -> str:
    """lapor/reports/models/event.py -> reports; lapor/urls.py -> urls."""
    return path.relative_to(ROOT / "lapor").parts[0].removesuffix(".py")


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in LEFT_OUT or path.suffix == ".egg-info" or path.is_symlink():
            continue
        if path.name.startswith(".") and path.name not in HIDDEN:
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path
