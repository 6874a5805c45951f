"""Two officers on one report: whoever is second sees both texts, and no text is ever lost."""

from __future__ import annotations

import re
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.backoffice.tests.stages import Stages
from lapor.reports.models import Draft, Report
from lapor.reports.tests.world import World, build
from tests.client import CheckedClient

MINE, OTHER = "Kami sudah memeriksa berkas Anda.", "Kami akan memeriksa berkas Anda besok."
CLASSED = {
    "title_text": "Tunjangan guru belum cair",
    "report_class": "complaint",
    "supervision": "no",
}


def plain(page: str) -> str:
    """The words of a page without its marks and without what only screen readers are told."""
    page = re.sub(r'<span class="sr">[^<]*</span>', "", page)
    return unescape(re.sub(r"<[^>]+>", "", page))


def test_a_text_bettered_by_two_stands_beside_the_own_with_the_difference(desk: Any, stages: Stages) -> None:
    report = stages.disposed()
    address = f"/kelola/laporan/{report.pk}/klasifikasi/"
    seen = str(report.version)
    theirs, mine = "Tunjangan guru belum dibayar.", "Tunjangan guru sejak Juni belum dibayar."
    desk("andi").post(address, {**CLASSED, "text": theirs, "version": seen})
    answer = desk("ratna").post(address, {**CLASSED, "text": mine, "version": seen})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Klasifikasi diperbarui" in page.split("Yang berubah sejak")[1].split("</ul>")[0]
    beside = page.split('id="h-beda"')[1].split("</section>")[0]
    assert theirs in plain(beside)
    assert mine in plain(beside)
    assert re.search(r"<ins>.*sejak Juni.*</ins>", beside)
    assert "Andi" in beside
    report.refresh_from_db()
    again = desk("ratna").post(address, {**CLASSED, "text": mine, "version": str(report.version)})
    assert again.status_code == 302
    page = desk("budi" if report.unit else "kurnia").get(f"/kelola/laporan/{report.pk}/").content.decode()
    for text in (theirs, mine, "Hubungi saya di 0812-3456-7890."):  # every version, with who bettered it
        assert text in plain(page)
    assert "Versi 2: Andi" in page
    assert "Diperbaiki Ratna" in page


def test_words_for_an_act_that_is_gone_stand_beside_those_that_were_sent(desk: Any, stages: Stages) -> None:
    report = stages.received()
    address, seen = f"/kelola/laporan/{report.pk}/verifikasi/", str(report.version)
    theirs, mine = "Tunjangan belum cair.", "Tunjangan guru belum cair juga."
    desk("andi").post(address, {**CLASSED, "text": theirs, "hanya": "1", "version": seen})
    answer = desk("ratna").post(address, {**CLASSED, "text": mine, "hanya": "1", "version": seen})
    assert answer.status_code == 409
    beside = answer.content.decode().split('id="h-beda"')[1].split("</section>")[0]
    assert theirs in plain(beside)
    assert mine in plain(beside)
    assert mine in answer.content.decode().split('id="tulisan"')[1]


def test_own_words_alone_are_no_conflict(desk: Any, stages: Stages) -> None:
    report = stages.disposed()
    seen = str(report.version)
    desk("kurnia").post(f"/kelola/laporan/{report.pk}/unit/", {"unit": stages.world.unit.pk, "version": seen})
    data = {**CLASSED, "text": "Tunjangan guru belum dibayar.", "version": seen}
    answer = desk("ratna").post(f"/kelola/laporan/{report.pk}/klasifikasi/", data)
    assert answer.status_code == 409
    assert 'id="h-beda"' not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("noun", "names"), [("draf", ("budi", "bima")), ("jawaban", ("wati", "kurnia"))])
def test_of_two_who_write_at_once_the_second_sees_both_texts(noun: str, names: tuple[str, str]) -> None:
    world = build()
    second_liaison(world)
    report = Stages(world).at_unit()
    clients = [logged_in(name) for name in names]
    start, answers = Barrier(2), dict[str, Any]()

    def send(client: CheckedClient, text: str) -> None:
        try:
            start.wait(20)
            data = {"text": text, "kind": "interim", "version": str(report.version), "anyway": "1"}
            answers[text] = client.post(f"/kelola/laporan/{report.pk}/{noun}/", data)
        finally:
            connection.close()

    threads = [Thread(target=send, args=pair) for pair in zip(clients, (MINE, OTHER), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers.values()) == [302, 409]
    lost, kept = sorted(answers, key=lambda text: answers[text].status_code, reverse=True)
    page = answers[lost].content.decode()
    beside = page.split('id="h-beda"')[1].split("</section>")[0]
    assert kept in plain(beside)
    assert lost in plain(beside)
    assert f">\n{lost}</textarea>" in page  # and can be sent again
    assert stored(report) == {kept}
    again = clients[(MINE, OTHER).index(lost)]
    version = Report.objects.get(pk=report.pk).version
    data = {"text": lost, "kind": "interim", "version": str(version), "anyway": "1"}
    assert again.post(f"/kelola/laporan/{report.pk}/{noun}/", data).status_code == 302
    assert stored(report) == {kept, lost}


def second_liaison(world: World) -> None:
    """A colleague of budi's, so that two may draft at once."""
    user = User.objects.create_user("bima@demo.lapor", "lapor-demo", name="Bima")
    Seat.objects.create(user=user, role=Role.LIAISON, agency=world.unit)


def logged_in(name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return client


def stored(report: Report) -> set[str]:
    drafts = Draft.objects.filter(report=report).values_list("text", flat=True)
    return {*drafts, *report.messages.filter(kind="interim").values_list("text", flat=True)}
