"""Reads JSON lines: one report a line, with the keys that docs/import.md lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lapor.reports.importing.cells import RefusedCell
from lapor.reports.importing.rows import Raw
from lapor.reports.importing.sheets import LINE_MAX, encoding_of

LINE = "line"  # what is named where no key is at fault


def read(path: Path) -> Iterator[Raw | tuple[int, RefusedCell]]:
    """One row a line, empty lines left out; a line that is no JSON object as what is wrong with it."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="\n") as file:
        number = 0
        while line := file.readline(LINE_MAX):
            number += 1
            if len(line) == LINE_MAX and not line.endswith("\n"):
                while rest := file.readline(LINE_MAX):
                    if rest.endswith("\n"):
                        break
                yield number, RefusedCell(LINE, f"longer than {LINE_MAX:,} characters")
            elif line.strip():
                yield _row(number, line)


def _row(number: int, line: str) -> Raw | tuple[int, RefusedCell]:
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError):
        return number, RefusedCell(LINE, "is no JSON")
    if not isinstance(cells, dict):
        return number, RefusedCell(LINE, "is no JSON object")
    return Raw(number, cells)
