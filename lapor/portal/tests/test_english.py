"""A page for a browser that asks for English is in English, but for what people wrote."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest

from lapor.accounts.models import User
from lapor.portal.tests.conftest import Make
from lapor.reports.tests.world import World
from tests.client import CheckedClient

XML = "{http://www.w3.org/1999/xhtml}"
LEFT = re.compile(r"(?i)\b(anda|yang|tidak|dengan|untuk|sudah|belum|pelapor|laporan|tulis|surel|atau)\b(?!-)")
SPOKEN = ("aria-label", "placeholder", "title", "alt")
ENGLISH = {"Accept-Language": "en-US,en;q=0.9"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Write a report"),
        ("/lapor/", "What happened?"),
        ("/laporan/", "Public reports"),
        ("/lacak/", "Track a report"),
        ("/statistik/", "Statistics"),
        ("/instansi/", "Agencies"),
        ("/data/", "Open data"),
        ("/tentang/", "The laws behind it"),
        ("/bantuan/", "Limits in working days"),
        ("/privasi/", "400 days after the report ended"),
        ("/masuk/", "Send the code"),
        ("/tidak-ada/", "This page does not exist"),
    ],
)
def test_public_pages(world: World, client: CheckedClient, path: str, words: str) -> None:
    page = client.get(path, headers=ENGLISH).content.decode()
    assert words in page
    assert left(page) == []


def test_a_reports_page_keeps_the_words_of_people(client: CheckedClient, answered: Make) -> None:
    report = answered().report
    page = client.get(f"/laporan/{report.pk}/", headers=ENGLISH).content.decode()
    assert "Answered by the agency" in page
    assert '<p dir="auto" lang="id">Tunjangan dibayar minggu ini' in page
    assert left(page) == []


def test_messages_follow_the_language_of_the_last_log_in(world: World, client: CheckedClient) -> None:
    password = {"login": "kurnia@demo.lapor", "password": "lapor-demo"}
    client.post("/masuk/", password, headers=ENGLISH)
    assert User.objects.get(email="kurnia@demo.lapor").language == "en"


def left(page: str) -> list[str]:
    """Sentences that stayed Indonesian, but for what is marked so and for addresses shown as such."""
    found: list[str] = []
    _gather(html5lib.parse(page, treebuilder="etree").find(f"{XML}body"), found)
    return [text for text in found if LEFT.search(text)]


def _gather(node: Element, found: list[str]) -> None:
    if node.get("lang") == "id" or node.tag in (f"{XML}code", f"{XML}script"):
        return
    found += [
        node.text or "",
        *(node.get(name, "") for name in ("aria-label", "placeholder", "title", "alt")),
    ]
    for child in node:
        _gather(child, found)
        found.append(child.tail or "")
