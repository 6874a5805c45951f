"""The web process is killed while people file: whoever got a receipt has a report, and nobody has two."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from lapor.registry.sample import load_sample
from lapor.reports.models import Event, Report, TextVersion
from tests.journeys.serving import Server, serving

PEOPLE = 200
AT_ONCE = 4
KILLS = 12 if os.environ.get("LAPOR_LARGE") == "1" else 4
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
NUMBER = re.compile(r"#(\d{7,9})")
TRIES = 100


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    load_sample()
    with serving() as running:
        yield running


def test_every_receipt_is_kept_through_kill_minus_nine(server: Server) -> None:
    killer = Killer(server)
    with ThreadPoolExecutor(AT_ONCE) as people:
        receipts = list(people.map(lambda person: killer.count(file_one(server, person)), range(PEOPLE)))
    assert killer.kills == KILLS
    assert len(set(receipts)) == PEOPLE
    assert set(Report.objects.values_list("pk", flat=True)) == set(receipts)
    titles = dict(TextVersion.objects.values_list("report_id", "title"))
    assert all(titles[receipt] == title_of(person) for person, receipt in enumerate(receipts))
    assert Event.objects.filter(act="file").count() == PEOPLE


class Killer:
    """Kills the server each time another part of the people has a receipt, and starts it again."""

    def __init__(self, server: Server) -> None:
        self.server, self.kills, self.receipts = server, 0, 0
        self.turn = threading.Lock()

    def count(self, receipt: int) -> int:
        with self.turn:
            self.receipts += 1
            if self.receipts % (PEOPLE // (KILLS + 1)) == 0 and self.kills < KILLS:
                self.kills += 1
                self.server.kill()
                self.server.start()
        return receipt


def title_of(person: int) -> str:
    return f"Lampu jalan nomor {person} mati"


def file_one(server: Server, person: int) -> int:
    """One person fills the form and sends it again and again, the same form, until a receipt comes."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    hidden = dict(HIDDEN.findall(_patiently(browser, f"{server.address}/lapor/", None)))
    said = {
        "report_class": "aspiration",
        "title": title_of(person),
        "text": f"Sudah seminggu gelap di depan rumah nomor {person}.",
        "anonymous": "on",
    }
    page = _patiently(browser, f"{server.address}/lapor/", urlencode(hidden | said).encode())
    found = NUMBER.search(page)
    assert found, page[:2000]
    return int(found[1])


def _patiently(browser: OpenerDirector, address: str, data: bytes | None) -> str:
    for _ in range(TRIES):
        try:
            with browser.open(address, data, timeout=60) as answer:
                return str(answer.read().decode())
        except (URLError, OSError, HTTPException, ValueError):  # HTTPException: killed between head and body
            threading.Event().wait(0.2)  # as a person does before pressing the button again
    raise AssertionError(f"no answer from {address}")
