"""The keys of the desk: each letter means one thing, and the help that lists them needs no script."""

from typing import Any

from lapor.backoffice.acts import ACTS
from lapor.backoffice.keys import KEYS, RESERVED
from lapor.backoffice.tests.stages import Stages


def test_no_act_takes_a_letter_of_the_desk() -> None:
    taken = {act.noun: act.key for act in ACTS.values() if act.key in RESERVED}
    assert taken == {}


def test_no_two_acts_offered_together_share_a_letter(desk: Any, stages: Stages) -> None:
    reports = {
        "ratna": [stages.received(), stages.verified(), stages.disposed(), stages.closed()],
        "kurnia": [stages.disposed(), stages.drafted(), stages.asked()],
        "wati": [stages.drafted()],
        "budi": [stages.at_unit()],
        "yusuf": [stages.disposed()],
    }
    for name, rows in reports.items():
        for report in rows:
            page = desk(name).get(f"/kelola/laporan/{report.pk}/?antrean=semua").content.decode()
            letters = [part[0] for part in page.split('accesskey="')[1:]]
            assert len(letters) == len(set(letters)), (name, report.status, letters)


def test_the_help_stands_on_a_page_and_in_the_desk(desk: Any, stages: Stages) -> None:
    client = desk("ratna")
    page, queue = client.get("/kelola/tombol/").content.decode(), client.get("/kelola/").content.decode()
    assert 'href="/kelola/tombol/" data-dialog="tombol"' in queue
    for text in (page, queue.split('<dialog class="wide" id="tombol"')[1]):
        assert all(f"<kbd>{key}</kbd></dt><dd>{meaning}</dd>" in text for key, meaning in KEYS)
        assert "<kbd>V</kbd></dt><dd>Verifikasi &amp; disposisi</dd>" in text
