"""`lapor serve` as in production, processes and threads with the pool: each call gets its own answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connections

from bench.serving import serving
from lapor.intake.models import InboundSms
from lapor.registry.sample import load_sample
from lapor.reports.models import Report

SECRET = "rahasia-uji-yang-panjang"
AT_ONCE = 4
EACH = 15


def test_calls_at_the_same_moment_do_not_meet(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_sample()
    monkeypatch.setenv("LAPOR_DATA", str(tmp_path))
    with serving(connections["default"], secret=SECRET) as port, ThreadPoolExecutor(AT_ONCE) as clients:
        answers = list(clients.map(lambda client: ask(port, client), range(AT_ONCE)))
    assert [status for client in answers for status, _body in client] == [200] * (AT_ONCE * EACH)
    assert all("diterima. Kode akses" in body for client in answers for _status, body in client)
    assert Report.objects.count() == InboundSms.objects.count() == AT_ONCE * EACH


def ask(port: int, client: int) -> list[tuple[int, str]]:
    line, answers = HTTPConnection("127.0.0.1", port, timeout=60), []
    for number in range(EACH):
        said = {
            "secret": SECRET,
            "id": f"{client}-{number}",
            "from": f"+62812{client:03}{number:05}",
            "to": "1708",
            "text": f"Lampu jalan di Desa Pace nomor {client}/{number} mati sejak sebulan, gelap sekali",
        }
        line.request("GET", f"/gateway/sms/kannel?{urlencode(said)}")
        answer = line.getresponse()
        answers.append((answer.status, answer.read().decode()))
    return answers
