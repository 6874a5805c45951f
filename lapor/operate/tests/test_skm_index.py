"""`lapor skm-index` as the contract has it: a file in, one JSON object out, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lapor.operate.cli import main


def test_needs_no_settings_and_no_database(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("U1,U2,U4\n4,3,\n3,,2\n,,\n4,4,4\n")
    env = {"PATH": os.environ["PATH"], "LAPOR_DATA": str(tmp_path / "nothing")}
    command = [sys.executable, "-m", "lapor.operate", "skm-index", str(file), "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not (tmp_path / "nothing").exists()
    assert json.loads(answer.stdout) == {
        "n": 3,
        "elements": {
            "U1": {"nrr": pytest.approx(11 / 3), "ikm": 91.67, "grade": "A"},
            "U2": {"nrr": 3.5, "ikm": 87.5, "grade": "B"},
            "U4": {"nrr": 3.0, "ikm": 75.0, "grade": "C"},
        },
        "weights": "exact",
        "nrr": pytest.approx((11 / 3 + 3.5 + 3) / 3),
        "ikm": 84.72,
        "grade": "B",
    }


Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    """Runs the command in this process: exit status, output, complaint."""
    monkeypatch.setenv("LAPOR_BASE_URL", "http://127.0.0.1:8000")  # which the command takes away
    monkeypatch.setattr("signal.signal", lambda *_handler: None)

    def run(file: Path, *more: str) -> tuple[int, str, str]:
        status = main(["skm-index", str(file), "--json", *more])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_a_workbook_with_numbers_and_the_printed_weights(tmp_path: Path, told: Told) -> None:
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Jawaban")
        sheet.write_row(0, 0, ["Hasil survei"])
        sheet.write_row(2, 0, ["umur", *(f"u{number}" for number in range(1, 10))])
        for row in range(3, 6):
            sheet.write_row(row, 0, ["20-29", *[4] * 9])
        sheet.write_row(6, 0, ["30-39"])
    status, out, _err = told(file, "--weights", "printed")
    found = json.loads(out)
    assert (status, found["n"], found["ikm"], found["weights"]) == (0, 3, 99.9, "printed")


@pytest.mark.parametrize("cell", ["5", "0", "-1", "3.5", "x", "1 2", "٣", "\0", "4" * 5000])
def test_anything_but_1_to_4_is_refused_with_its_line(tmp_path: Path, told: Told, cell: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"nama;U1;U9\nSiti;4;3\n\nBudi;2;{cell}\n")
    status, out, err = told(file)
    assert (status, out) == (1, "")
    assert err.startswith("lapor: line 4, column U9: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no header"),
        (b"nama,umur\nSiti,3\n", "no header"),
        (b"U1,U2,u1\n1,2,3\n", "U1 more than once"),
        (b"U1,U2\n1,2,3\n", "line 2, column -: more cells"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_file_that_is_no_survey(tmp_path: Path, told: Told, content: bytes, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    status, out, err = told(file)
    assert (status, out) == (1, "")
    assert said in err


def test_nobody_answered(tmp_path: Path, told: Told) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("U1\tU2\n\t\n".encode("utf-16"))
    status, out, _err = told(file)
    found = json.loads(out)
    assert (status, found["n"], found["ikm"], found["grade"]) == (0, 0, None, None)
    assert found["elements"]["U1"] == {"nrr": None, "ikm": None, "grade": None}
