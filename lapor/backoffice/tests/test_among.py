"""What officers do among themselves at the desk: notes and mentions, taking, handing over, watching."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.backoffice.tests.stages import DRAFT, Stages
from lapor.notifications import in_app
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.reports import followup, notes
from lapor.reports.models import Handling, Note, Report
from lapor.reports.tests.world import World

SECRET = "Guru ini kemenakan kepala dinas."


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def subjects(name: str) -> list[str]:
    return [row.subject.partition(": ")[2] for row in in_app.notices(user(name).pk)]


def test_a_note_is_read_at_the_desk_and_whoever_is_named_hears_of_it(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    work_off()
    in_app.choose_mail(user("lilis").pk, mail="never")
    page = desk("budi").get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert f"/kelola/laporan/{report.pk}/catatan/" in page
    form = desk("budi").get(f"/kelola/laporan/{report.pk}/catatan/").content.decode()
    assert "Lilis" in form  # a small office is all there to be ticked
    data = {"text": f"{SECRET} @wati tolong cek.", "people": "lil"}
    answer = desk("budi").post(f"/kelola/laporan/{report.pk}/catatan/", data)
    assert answer.status_code == 302
    page = desk("wati").get(answer.headers["Location"]).content.decode()
    assert SECRET in page
    assert SECRET in desk("ratna").get(f"/kelola/laporan/{report.pk}/").content.decode()
    for name in ("karin", "yusuf"):
        assert SECRET not in desk(name).get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert {one.name for one in Note.objects.get().mentions.all()} == {"Wati", "Lilis"}
    for name, mails in (("wati", 1), ("lilis", 0)):
        assert subjects(name)[0] == "Anda disebut dalam catatan"
        told = Delivery.objects.filter(user=user(name), event=None)
        assert told.filter(channel="email").count() == mails
        assert not any(SECRET in row.body for row in told)


def test_many_notes_are_read_in_pages_at_the_cost_of_few(desk: Any, stages: Stages, world: World) -> None:
    report, client = stages.at_unit(), desk("budi")
    address = f"/kelola/laporan/{report.pk}/?antrean=jawab"
    client.get(address)
    counts = []
    for first, more in ((0, 5), (5, 40)):
        for number in range(first, first + more):
            note(report, world, f"Catatan nomor {number}.")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    read = numbers(page)
    assert read == list(range(44, 24, -1))
    for _page in range(2):
        older = re.search(r'href="(\?[^"]*catatan=[^"#]+)#catatan">Lebih lama', page)
        assert older
        assert "antrean=jawab" in older[1]
        page = client.get(f"/kelola/laporan/{report.pk}/{unescape(older[1])}").content.decode()
        read += numbers(page)
    assert read == list(range(44, -1, -1))
    assert client.get(f"/kelola/laporan/{report.pk}/?catatan=bukan-kunci").status_code == 404


def note(report: Report, world: World, text: str) -> None:
    made = notes.write(report, by=world.actor("budi"), text=text, now=timezone.now())
    assert made
    made.mentions.add(user("wati"))


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"Catatan nomor (\d+)\.", page)]


def test_names_in_doubt_come_back_as_choices_and_the_note_stays_typed(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    User.objects.filter(email="lilis@demo.lapor").update(name="Wati Lestari")
    User.objects.filter(email="wati@demo.lapor").update(name="Wati Sari")
    address = f"/kelola/laporan/{report.pk}/catatan/"
    for data in (
        {"text": f"{SECRET} @wati"},
        {"text": SECRET, "people": "wa"},
        {"text": SECRET, "people": "Tono"},
    ):
        answer = desk("budi").post(address, data)
        assert answer.status_code == 422
        assert SECRET in answer.content.decode()
    picked = {"text": f"{SECRET} @wati", "people": "wa", "people_pick": [str(user("lilis").pk)]}
    assert desk("budi").post(address, picked).status_code == 302
    assert [one.name for one in Note.objects.get().mentions.all()] == ["Wati Lestari"]
    mail = {"text": "Tulis ke budi@contoh.example atau @kantorpusat, ya.", "people_pick": ["x", "9" * 30]}
    assert desk("budi").post(address, mail).status_code == 302


def test_colleagues_are_found_as_one_types_and_those_ticked_stay(
    desk: Any, stages: Stages, django_assert_max_num_queries: Any
) -> None:
    report = stages.at_unit()
    address, wati = f"/kelola/laporan/{report.pk}/rekan/", user("wati").pk
    client = desk("budi")
    with django_assert_max_num_queries(12):
        found = client.get(address, {"field": "people", "people": "lil", "people_pick": str(wati)})
    page = found.content.decode()
    assert "Lilis" in page
    assert f'value="{wati}" checked' in page
    assert "Tono" not in desk("budi").get(address, {"people": "to"}).content.decode()
    assert 'type="radio"' in desk("budi").get(address, {"field": "to", "to": "wa"}).content.decode()
    with django_assert_max_num_queries(150):  # each name that is looked for costs a query
        note = desk("budi").post(
            f"/kelola/laporan/{report.pk}/catatan/", {"text": "", "people": "x,y" * 5000}
        )
    assert note.status_code == 422
    for odd in ("a" * 5000, "\u202e", "(", "\\", "%"):
        assert desk("budi").get(address, {"people": odd}).status_code == 200


def test_taken_with_one_touch_handed_over_and_let_go(desk: Any, stages: Stages, world: World) -> None:
    report = stages.at_unit()
    address = f"/kelola/laporan/{report.pk}/"
    assert "Saya tangani" in desk("budi").get(address).content.decode()
    assert desk("budi").post(f"{address}penanganan/").status_code == 302
    assert "Anda menangani" in desk("budi").get(address).content.decode()
    late = desk("wati").post(f"{address}penanganan/")
    assert late.status_code == 409
    assert "Budi sudah menangani laporan ini" in late.content.decode()
    menu = 'serah-terima/">'
    offered = {name: menu in desk(name).get(address).content.decode() for name in ("budi", "wati", "kurnia")}
    assert offered == {"budi": True, "wati": True, "kurnia": True}
    beside = User.objects.create_user("dian@demo.lapor", "lapor-demo", name="Dian")
    Seat.objects.create(user=beside, role=Role.LIAISON, agency=world.unit)
    assert menu not in desk("dian").get(address).content.decode()  # another's work is not hers to give away
    assert (
        desk("dian").post(f"{address}serah-terima/", {"seen": user("budi").pk, "to": "wati"}).status_code
        == 403
    )
    seen = {"seen": str(user("budi").pk), "to": "wati"}
    form = desk("kurnia").get(f"{address}serah-terima/").content.decode()
    assert f'name="seen" value="{user("budi").pk}"' in form
    assert desk("kurnia").post(f"{address}serah-terima/", {"seen": "", "to": "wati"}).status_code == 409
    assert desk("kurnia").post(f"{address}serah-terima/", {**seen, "to": "lilis"}).status_code == 422
    assert desk("kurnia").post(f"{address}serah-terima/", seen).status_code == 302
    assert Handling.objects.get().user == user("wati")
    assert subjects("wati")[0] == "diserahkan kepada Anda"
    assert desk("wati").post(f"{address}pelepasan/").status_code == 302
    assert not Handling.objects.exists()


def test_watchers_read_of_acts_in_the_application_and_nobody_twice(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    work_off()
    for name in ("karin", "wati", "budi"):
        assert desk(name).post(f"/kelola/laporan/{report.pk}/pantauan/", {"on": "1"}).status_code == 302
    assert "Berhenti memantau" in desk("karin").get(f"/kelola/laporan/{report.pk}/").content.decode()
    followup.draft(report, by=stages.world.actor("budi"), text=DRAFT, final=True, now=timezone.now())
    work_off()
    assert subjects("karin") == ["Draf jawaban dibuat"]
    assert subjects("wati")[0] == "draf jawaban menunggu Anda"  # told as the superior, not as a watcher too
    assert len(subjects("wati")) == 1
    assert "Draf jawaban dibuat" not in subjects("budi")  # who did it
    assert not Delivery.objects.filter(user=user("karin"), channel="email").exists()
    desk("karin").post(f"/kelola/laporan/{report.pk}/pantauan/", {"on": "0"})
    followup.approve_draft(report, by=stages.world.actor("wati"), now=timezone.now())
    work_off()
    assert len(subjects("karin")) == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 5000])
def test_a_note_without_words_or_too_long_comes_back(desk: Any, stages: Stages, text: str) -> None:
    answer = desk("ratna").post(f"/kelola/laporan/{stages.received().pk}/catatan/", {"text": text})
    assert answer.status_code == 422
    assert not Note.objects.exists()
