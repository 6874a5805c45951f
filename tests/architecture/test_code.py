"""How the code may be written: imports on top, no signals, no rules hidden in save()."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import parsed, short, sources

Function = ast.FunctionDef | ast.AsyncFunctionDef
SIGNALS = {
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
}


def test_no_import_inside_a_function() -> None:
    found = {
        f"{short(path)}:{inner.lineno}"
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, Function)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert sorted(found) == []


def test_no_django_signals() -> None:
    assert [
        f"{short(path)}: {name}" for path in sources() for name in _imported(path) if _is_signal(name)
    ] == []


def test_models_hold_no_save_of_their_own() -> None:
    found = [
        f"{short(path)}:{method.lineno}"
        for path in sources()
        if path.stem == "models" or path.parent.name == "models"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, Function) and method.name in ("save", "delete")
    ]
    assert found == []


def _is_signal(name: str) -> bool:
    return name in SIGNALS or (name.startswith("allauth") and name.endswith("signals"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
