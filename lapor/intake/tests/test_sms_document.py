"""docs/sms.md shows what 1708 really answers: its second half is made here (LAPOR_WRITE_DOCS=1 writes it)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import override_settings

from lapor.intake.tests.sms_document import TITLES, document, rows
from lapor.notifications.wording.words import SMS_MAX, gsm, places
from lapor.reports.tests.world import build

FILE = Path(__file__).parents[3] / "docs" / "sms.md"
MARKER = "<!-- From here on generated: LAPOR_WRITE_DOCS=1 pytest lapor/intake/tests/test_sms_document.py -->"


@pytest.mark.django_db
def test_the_document_prints_each_answer_as_the_user_sees_it() -> None:
    with override_settings(BASE_URL="https://lapor.example"):
        made = document(build())
    written, _, generated = FILE.read_text(encoding="utf-8").partition(MARKER)
    if os.environ.get("LAPOR_WRITE_DOCS") == "1":
        FILE.write_text(f"{written}{MARKER}\n\n{made}", encoding="utf-8")
        return
    assert generated.strip() == made.strip()


def test_the_table_is_whole() -> None:
    assert len(rows()) >= 150
    assert {row.intent for row in rows()} == set(TITLES)


def test_every_answer_printed_is_one_sms() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    answers = [line[2:].rpartition(" (")[0] for line in lines if line.startswith("> ") and "/160)" in line]
    assert len(answers) > len(TITLES)
    for answer in answers:
        assert places(answer) <= SMS_MAX
        assert gsm(answer) == answer
