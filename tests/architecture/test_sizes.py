"""Functions of at most 40 lines, files under 300. Exceptions stand in sizes.toml, which only shrinks."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from tests.architecture.tree import parsed, short, sources

FUNCTION_LINES = 40
FILE_LINES = 299
ALLOWED = tomllib.loads((Path(__file__).parent / "sizes.toml").read_text())


def test_files_are_small() -> None:
    sizes = {short(path): len(path.read_text().splitlines()) for path in sources()}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == ALLOWED["files"]


def test_functions_are_small() -> None:
    sizes = {f"{short(path)}::{name}": size for path in sources() for name, size in _functions(path)}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == ALLOWED["functions"]


def _functions(path: Path) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
