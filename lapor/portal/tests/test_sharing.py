"""What a report's page says to other sites and to those who support it."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from django.test import override_settings
from django.utils.html import escape
from PIL import Image

from lapor.accounts.actors import Actor
from lapor.portal.tests.conftest import Make, opened
from lapor.reports.following import support
from lapor.reports.tests.world import filed
from lapor.ui.preview import PICTURE
from tests.client import CheckedClient

BASE = "https://lapor.example"


def said(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([a-z:]+)" content="([^"]*)">', page))


def test_a_link_to_a_public_report_has_a_card(client: CheckedClient, disposed: Make) -> None:
    one = disposed(title='Jembatan "putus" <b>', text="Hubungi 0812-3456-7890.")
    with override_settings(BASE_URL=BASE):
        page = client.get(f"/laporan/{one.report.pk}/?x=1").content.decode()
        head = page.partition("</head>")[0]
    tags = said(head)
    assert f'<link rel="canonical" href="{BASE}/laporan/{one.report.pk}/">' in head
    assert tags["og:url"] == f"{BASE}/laporan/{one.report.pk}/"
    assert tags["og:title"] == escape('Jembatan "putus" <b>')
    assert tags["og:description"] == f"Laporan #{one.report.pk}: Terdisposisi"
    assert tags["og:image"].startswith(f"{BASE}/static/ui/preview")
    assert Image.open(BytesIO(PICTURE.read_bytes())).size == (1200, 630)
    assert len(PICTURE.read_bytes()) < 20_000


def test_a_card_says_nothing_that_is_not_public_whoever_asks(
    client: CheckedClient, verified: Make, now: datetime
) -> None:
    for one in (verified(title="Perkara gelap", secret=True), filed(title="Perkara gelap", now=now)):
        for browser in (client, opened(CheckedClient(), one)):
            head = browser.get(f"/laporan/{one.report.pk}/").content.decode().partition("<title>")[2]
            tags = said(head.partition("</head>")[0])
            assert tags["og:title"] == f"Laporan #{one.report.pk}"
            assert "gelap" not in "".join(tags.values())


def test_supports_without_a_contact_are_shown_apart(
    client: CheckedClient, verified: Make, now: datetime
) -> None:
    one = verified()
    for number in range(3):
        support(one.report, by=Actor(), supporter=f"k{number}", confirmed=True, now=now)
    path = f"/laporan/{one.report.pk}/"
    assert "tidak ikut dihitung" in client.get(f"{path}dukungan/").content.decode()
    client.post(f"{path}dukungan/")
    page = client.get(path).content.decode()
    assert "Dukungan Anda sudah dicatat." in page
    assert "3 orang" in page
    assert "1 lagi tanpa kontak yang dipastikan." in page
