"""`lapor import-reports` and `lapor export-reports` as an operator meets them; what they cost in memory."""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from lapor.indicators.models import DayFacts, StaleDay
from lapor.operate import cli
from lapor.operate.commands import export_reports, import_reports
from lapor.registry.sample import load_sample
from lapor.reports.models import Report
from lapor.reports.tests.ringkas import csv_file, row, xlsx_file

LIMIT_MB = 300
# Of four thousand rows: 87 MB measured, so 7 kB a row; it was 150 MB for ten thousand.
FEW_MB = 115
MEASURED = """
import sys
from pathlib import Path
from lapor.operate.cli import main
code = main(["import-reports", sys.argv[1]])
# Not getrusage: its peak is inherited from the process that started this one.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
sys.exit(code)
"""


def test_both_are_listed() -> None:
    assert {"import-reports", "export-reports"} <= set(cli.COMMANDS)


@pytest.mark.django_db
def test_import_names_refused_rows_and_ends_with_the_tally(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_sample()
    path = csv_file(tmp_path, row(id="1"), row(id="2", day="32 Jan 2024"), row(id="3"), row(id="1"))
    assert _import(path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "line 3, column Tanggal Laporan Masuk: '32 Jan 2024' is no date such as 18 Jan 2024",
        "read 4, imported 2, already there 1, refused 1",
    ]
    assert not StaleDay.objects.exists()
    assert DayFacts.objects.get(scope="country").counts["received"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_export_appears_whole_and_imports(tmp_path: Path, name: str) -> None:
    load_sample()
    _import(csv_file(tmp_path, row(id="1"), row(id="2")))
    out = tmp_path / name
    assert _export(str(out)) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "ringkas.csv"])
    assert out.stat().st_mode & 0o077 == 0
    assert _import(out) == 0
    assert Report.objects.count() == 2


@pytest.mark.django_db
def test_export_to_standard_output(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    load_sample()
    _import(csv_file(tmp_path, row(id="1")))
    capfdbinary.readouterr()
    assert _export("-", "--agency", "KAB-BANDUNG", "--from", "2024-01-01", "--to", "2024-12-31") == 0
    head, first = csv.reader(capfdbinary.readouterr().out.decode().splitlines())
    assert (head[0], first[0]) == ("Tracking ID", "1")


@pytest.mark.django_db
def test_export_says_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(export_reports.ExportError, match="no agency"):
        _export("-", "--agency", "TIDAK-ADA")
    with pytest.raises(export_reports.ExportError, match="no folder"):
        _export(str(tmp_path / "none" / "out.csv"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("xlsx", 4_000),
        pytest.param("xlsx", 100_000, marks=pytest.mark.large),
        pytest.param("csv", 100_000, marks=pytest.mark.large),
    ],
)
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, kind: str, rows: int) -> None:
    """The limit holds for 100,000 rows; four thousand must stay far below it, as a row keeps little."""
    load_sample()
    path = (xlsx_file if kind == "xlsx" else csv_file)(tmp_path, *_many(rows))
    answer = _measured(path)
    assert answer.returncode == 0, answer.stderr
    tally, peak = answer.stdout.splitlines()[-2:]
    assert tally == f"read {rows}, imported {rows}, already there 0, refused 0"
    assert int(peak) < (LIMIT_MB if rows == 100_000 else FEW_MB)


def _many(rows: int) -> Iterator[dict[str, str]]:
    # Unlike each other, and about as long as what people write.
    for number in range(rows):
        words = " ".join(f"lubang {number % 97} di jalan {number * step % 991}" for step in range(1, 26))
        day = f"{number % 28 + 1:02} Jan {2012 + number % 3}"
        yield row(id=str(number + 1), day=day, text=words, final=f"{words} {number}")


def _import(path: Path) -> int:
    return cli_run(import_reports, str(path))


def _export(*words: str) -> int:
    return cli_run(export_reports, *words)


def cli_run(command: object, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)  # type: ignore[attr-defined]
    return int(command.run(parser.parse_args(words)))  # type: ignore[attr-defined]


def _measured(path: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own, on this test's database."""
    database = connection.settings_dict
    url = str(settings.DATABASES["default"].get("HOST") or "")
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={url}"
    return subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)],
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
