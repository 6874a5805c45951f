"""Moderasi at the desk: the queue, both texts side by side, every public door after a word is closed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import User
from lapor.accounts.tokens import issue
from lapor.backoffice.tests.stages import Stages
from lapor.reports import closing, disposition, followup, moderation, verification
from lapor.reports.filing import Filed
from lapor.reports.models import Flag, Flagged, MaskedWords, Report
from lapor.reports.tests.world import World, filed, holder_of_code
from tests.client import CheckedClient

NAME = "Sukartiningsih"
QUEUE = "/kelola/moderasi/"


@pytest.fixture
def told(world: World) -> Filed:
    """Public, answered and praised: in every list there is, with a name in each of its texts."""
    one, now = (
        filed(title=f"Bu {NAME}", text=f"Ibu {NAME} begitu.", location=NAME, now=timezone.now()),
        timezone.now(),
    )
    verifier = world.actor("ratna")
    verification.verify(one.report, by=verifier, now=now)
    disposition.dispose(one.report, by=verifier, agency=world.ministry, now=now)
    followup.answer(one.report, by=world.actor("kurnia"), text=f"{NAME} ditegur.", final=True, now=now)
    closing.close(one.report, by=holder_of_code(one.report), rating=5, now=now)
    return one


def doors(report: Report) -> dict[str, bool]:
    """Every public address at which the name may stand, and whether it does."""
    client, number = CheckedClient(), report.pk
    paths = (
        "/",
        "/laporan/",
        f"/laporan/?q={NAME}",
        f"/laporan/{number}/",
        f"/laporan/{number}/dukungan/",
        f"/laporan/{number}/pelaporan/",
        "/instansi/kemendikdasmen/",
        "/api/v1/reports",
        f"/api/v1/reports?q={NAME}",
        f"/api/v1/reports/{number}",
        f"/api/v1/reports/{number}/events",
    )
    said = {path: client.get(path, follow=True).content.decode() for path in paths}
    return {
        path: NAME in page.replace(f'value="{NAME}"', "").replace(f"q={NAME}", "")
        for path, page in said.items()
    }


def test_a_closed_word_is_gone_from_every_door(desk: Any, told: Filed, world: World) -> None:
    report, api = told.report, CheckedClient()
    before = doors(report)
    assert {path for path, there in before.items() if there} >= {
        "/",
        "/laporan/",
        f"/laporan/?q={NAME}",
        f"/laporan/{report.pk}/",
        "/instansi/kemendikdasmen/",
        f"/api/v1/reports?q={NAME}",
        f"/api/v1/reports/{report.pk}/events",
    }
    tag = api.get(f"/api/v1/reports/{report.pk}")["ETag"]
    ratna, page = desk("ratna"), f"{QUEUE}{report.pk}/"
    assert "Tutup kata</a>" in ratna.get(f"/kelola/laporan/{report.pk}/").content.decode()
    shown = ratna.get(page).content.decode()
    assert f'value="{NAME}"' in shown  # offered with one tick
    answer = ratna.post(page, {"words": f"\r\n{NAME.lower()}\r\n", "reason": "personal"}, follow=True)
    assert "1 bagian ditutup" in answer.content.decode()
    assert f"<mark>{NAME}</mark>" in answer.content.decode()
    assert not any(doors(report).values())
    changed = api.get(f"/api/v1/reports/{report.pk}")["ETag"]
    assert changed != tag
    own = CheckedClient()
    own.post("/lacak/", {"nomor": str(report.pk), "code": told.access_code})
    mine = own.get(f"/laporan/{report.pk}/").content.decode()
    assert f"Ibu {NAME} begitu." in mine
    assert "admin nasional menutup kata ini" in mine
    row = MaskedWords.objects.get()
    ratna.post(f"{page}pembukaan/", {"kata": str(row.pk)})
    assert doors(report) == before
    for bad in ("", "x", "٣", str(row.pk), "9" * 30):
        assert ratna.post(f"{page}pembukaan/", {"kata": bad}).status_code == 409


def test_a_closed_word_stands_in_no_acts_way(stages: Stages, world: World) -> None:
    """An officer who read the report before a word was closed may still act by that reading, and after."""
    report, now = stages.disposed(title=f"Bu {NAME}"), timezone.now()
    token = issue(User.objects.get(email="ratna@demo.lapor"))
    api = CheckedClient(headers={"Authorization": f"Bearer {token}"})
    page = f"/api/v1/reports/{report.pk}"
    before = api.get(page)["ETag"]
    moderation.mask_words(report, by=world.actor("ratna"), words=[NAME], reason="personal", now=now)
    after = api.get(page)["ETag"]
    assert after != before
    for tag, code in ((before, 200), (before, 412), (after, 412)):
        body = {"title": f"{NAME} lagi"}
        held = {"If-Match": tag}
        assert api.post(f"{page}/classification", body, "application/json", headers=held).status_code == code
    body, held = {"title": f"{NAME} lagi"}, {"If-Match": api.get(page)["ETag"]}
    assert api.post(f"{page}/classification", body, "application/json", headers=held).status_code == 200
    assert "[ditutup] lagi" in CheckedClient().get(page).content.decode()


def flagged(report: Report, words: str = "", reason: str = "personal") -> Flag:
    return moderation.flag(report, reason=reason, part="report", words=words, now=timezone.now())


def test_the_queue_and_its_number(desk: Any, stages: Stages) -> None:
    ratna = desk("ratna")
    assert "Tidak ada laporan pembaca" in ratna.get(QUEUE).content.decode()
    first, second = stages.verified(title="Pertama"), stages.verified(title="Kedua")
    flagged(first)
    with CaptureQueriesContext(connection) as one:
        ratna.get(QUEUE)
    flagged(first)
    flagged(first, "Alamat saya", "other")
    flagged(second)
    with CaptureQueriesContext(connection) as two:
        page = ratna.get(QUEUE).content.decode()
    assert len(one) == len(two)
    assert page.index("Pertama") < page.index("Kedua")
    assert "Data pribadi seseorang (2), Lainnya" in page
    with CaptureQueriesContext(connection) as queries:
        assert 'Laporan pembaca<span class="count num">2<' in ratna.get("/kelola/").content.decode()
    assert sum("AS counted" in query["sql"] for query in queries) == 1
    assert "Laporan pembaca" not in desk("karin").get("/kelola/").content.decode()
    assert ratna.get(f"{QUEUE}?lanjut=xx").status_code == 404


def test_a_dismissal_needs_a_reason_and_takes_only_what_was_seen(desk: Any, stages: Stages) -> None:
    report, ratna = stages.verified(), desk("ratna")
    seen = flagged(report, "Kata <b>pembaca</b>")
    page = f"{QUEUE}{report.pk}/"
    assert "Kata &lt;b&gt;pembaca&lt;/b&gt;" in ratna.get(page).content.decode()
    later = flagged(report, "Susulan")
    assert ratna.post(f"{page}penolakan/", {"upto": seen.pk}).status_code == 422
    other = ratna.post(f"{page}penolakan/", {"upto": seen.pk, "dismissal": "other", "note": " "})
    assert other.status_code == 422
    assert ratna.post(f"{page}penolakan/", {"upto": seen.pk, "dismissal": "nothing"}).status_code == 302
    assert list(moderation.open_flags(report)) == [later]
    again = {"upto": seen.pk, "dismissal": "nothing"}
    assert ratna.post(f"{page}penolakan/", again).status_code == 409
    ratna.post(page, {"words": "Tunjangan", "reason": "insult", "upto": later.pk})
    assert not Flagged.objects.exists()


def test_bad_input_comes_back(desk: Any, stages: Stages) -> None:
    report, ratna = stages.answered(), desk("ratna")
    page = f"{QUEUE}{report.pk}/"
    for words in ("", "\x00", "Tidakada‮", "<script>alert(1)</script> 😀", "x" * 1_000_000):
        answer = ratna.post(page, {"words": words, "reason": "personal", "upto": "x"})
        assert answer.status_code == 422
    answer = ratna.post(page, {"words": "Tidakada", "reason": "personal"})
    assert "Tidak ditemukan" in answer.content.decode()
    assert "Tidakada</textarea>" in answer.content.decode()
    assert not MaskedWords.objects.exists()
    with CaptureQueriesContext(connection) as few:
        ratna.get(page)
    for n in range(5):
        followup.reply(report, by=holder_of_code(report), text=f"Kata ke{n}", now=timezone.now())
    moderation.mask_words(
        report,
        by=stages.world.actor("ratna"),
        words=["Kata ke1", "Kata ke2"],
        reason="other",
        now=timezone.now(),
    )
    with CaptureQueriesContext(connection) as many:
        ratna.get(page)
    assert len(few) == len(many)


def test_secret_reports_are_moderated_before_they_are_public(desk: Any, stages: Stages) -> None:
    report = stages.received(secret=True, title=f"Bu {NAME}")
    ratna = desk("ratna")
    assert "Tidak terbuka untuk umum." in ratna.get(f"{QUEUE}{report.pk}/").content.decode()
    assert ratna.post(f"{QUEUE}{report.pk}/", {"words": NAME, "reason": "personal"}).status_code == 302


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Terima kasih Bapak/Ibu. Tunjangan cair, kata Pak Rudi Hartono.", ["Rudi Hartono"]),
        ("Sdr. Budi bin Amat dan a.n. Siti; H. Slamet", ["Budi bin Amat", "Siti", "Slamet"]),
        ("ibu guru kami ANAK baik, nama: Joko", ["Joko"]),
        ("Ibu Sari, ibu sari, Ibu Sari", ["Sari"]),
    ],
)
def test_names_are_offered_with_one_tick(desk: Any, stages: Stages, text: str, offered: list[str]) -> None:
    report = stages.verified(text=text)
    page = desk("ratna").get(f"{QUEUE}{report.pk}/").content.decode()
    assert re.findall(r'name="suspects" value="([^"]*)"', page) == offered
    sent = {"words": "", "suspects": offered, "reason": "personal"}
    assert desk("ratna").post(f"{QUEUE}{report.pk}/", sent).status_code == 302
    assert list(MaskedWords.objects.values_list("words", flat=True)) == offered
