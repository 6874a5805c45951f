"""What runs needs no tool of the tests: every import outside tests is in what `make run` installs."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.architecture.tree import short, sources
from tests.shared import ROOT


def _listed() -> set[str]:
    lines = (ROOT / "requirements" / "run.txt").read_text().splitlines()
    return {_plain(found[1]) for line in lines if (found := re.match(r"([A-Za-z0-9_.-]+)(\[.*\])?==", line))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imports(code: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"lapor", "tests"}


def test_every_import_outside_tests_is_installed_by_make_run() -> None:
    listed, homes = _listed(), packages_distributions()
    missing = {
        (short(path), name)
        for path in sources()
        if short(path).startswith("lapor/") and "/tests/" not in short(path)
        for name in _imports(path.read_text())
        if not {_plain(home) for home in homes.get(name, [name])} & listed
    }
    assert missing == set()
