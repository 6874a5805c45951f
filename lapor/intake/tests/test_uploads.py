"""Attachments of the form: cleaned at once, kept through mistakes, counted, and gone when never sent."""

from __future__ import annotations

import re
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lapor.intake.models import Upload
from lapor.intake.tests.filling import filled, only_report, photo
from lapor.intake.web import floods
from lapor.intake.web.sending import forget_submissions
from lapor.intake.web.uploads import forget_uploads
from lapor.reports.models import Attachment
from tests.client import CheckedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]


def send(client: CheckedClient, *files: Any, **changes: Any) -> Any:
    return client.post("/lapor/", filled(attachments=list(files), **changes), follow=True)


def path_of(key: str) -> Path:
    return Path(default_storage.path(key))


def test_files_come_with_the_report_under_our_own_names(client: CheckedClient) -> None:
    send(client, photo("Bu Kenanga 3273.jpg"), photo("dua.jpg", "blue"))
    rows = list(only_report().attachments.order_by("number"))
    assert [row.name for row in rows] == ["lampiran-1.jpg", "lampiran-2.jpg"]
    for row in rows:
        assert row.cleaned
        assert not row.released
        assert stat.S_IMODE(path_of(row.key).stat().st_mode) == 0o600
        assert path_of(row.key).stat().st_size == row.size
    assert not Upload.objects.exists()


def test_files_survive_a_mistake_elsewhere(client: CheckedClient) -> None:
    form = filled(title="", attachments=[photo("jembatan.jpg"), photo("lain.jpg", "blue")])
    page = client.post("/lapor/", form).content.decode()
    assert "jembatan.jpg" in page
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    client.post("/lapor/", filled(token=token[1], title="Jembatan"), follow=True)
    assert only_report().attachments.count() == 2


def test_a_file_can_be_taken_out_again(
    client: CheckedClient, django_capture_on_commit_callbacks: Any
) -> None:
    form = filled(title="", attachments=[photo()])
    client.post("/lapor/", form)
    upload = Upload.objects.get()
    path = path_of(upload.key)
    stranger = CheckedClient().post("/lapor/", filled(remove=str(upload.pk)))
    assert stranger.status_code == 200
    assert Upload.objects.exists()
    form = {**form, "title": "Jalan", "text": "Teks yang sudah ditulis", "remove": str(upload.pk)}
    del form["attachments"]
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/lapor/", form)
    assert page.status_code == 200
    assert "Teks yang sudah ditulis" in page.content.decode()
    assert not Upload.objects.exists()
    assert not path.exists()


def test_a_file_that_lies_is_refused_in_words_and_the_rest_kept(client: CheckedClient) -> None:
    liar = SimpleUploadedFile("foto.jpg", b"MZ" + b"\0" * 400, "image/jpeg")
    empty = SimpleUploadedFile("kosong.png", b"", "image/png")
    answer = send(client, liar, empty, photo())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "foto.jpg: Jenis berkas ini tidak diterima" in page
    assert 'href="#id_attachments"' in page
    assert Upload.objects.count() == 1
    assert not Attachment.objects.exists()


def test_half_a_picture_goes_to_the_verifier_only_and_that_is_said(client: CheckedClient) -> None:
    whole = photo(size=(600, 400)).read()
    half = SimpleUploadedFile("setengah.jpg", whole[: len(whole) // 2], "image/jpeg")
    answer = send(client, half)
    assert "Hanya admin nasional yang melihatnya" in answer.content.decode()
    assert [row.cleaned for row in only_report().attachments.all()] == [False]


def test_too_many_files(client: CheckedClient, settings: Any) -> None:
    settings.ATTACHMENTS_MAX_FILES = 2
    answer = send(client, photo(), photo(colour="blue"), photo(colour="green"))
    assert "Paling banyak 2 berkas" in answer.content.decode()
    assert Upload.objects.count() == 2


def test_too_large_together(client: CheckedClient, settings: Any) -> None:
    settings.ATTACHMENTS_MAX_BYTES = 3000
    answer = send(client, photo(), SimpleUploadedFile("besar.jpg", photo().read() + b"x" * 3000))
    assert "Semua berkas bersama-sama" in answer.content.decode()
    assert Upload.objects.count() == 1


def test_what_is_far_too_large_never_reaches_the_disk(client: CheckedClient, settings: Any) -> None:
    settings.ATTACHMENTS_MAX_BYTES = 1024
    big = SimpleUploadedFile("film.mp4", b"\0" * (3 * 1024 * 1024), "video/mp4")
    answer = send(client, big, title="Judul tetap ada")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Semua berkas bersama-sama" in page
    assert "Judul tetap ada" in page


def test_one_network_cannot_fill_the_disk(client: CheckedClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "CLIENT_MEGABYTES", 1)
    answer = send(client, photo(), photo(colour="blue"))
    assert "sedang terlalu banyak" in answer.content.decode()


def test_the_same_file_twice_is_one(client: CheckedClient) -> None:
    send(client, photo(), photo("salinan.jpg"))
    assert only_report().attachments.count() == 1


def test_forms_never_sent_leave_nothing(client: CheckedClient) -> None:
    send(client, photo(), title="")
    now = timezone.now()
    assert forget_uploads(now) == 0
    assert forget_uploads(now + timedelta(hours=25)) == 1
    assert not Upload.objects.exists()


def test_access_codes_are_forgotten_after_an_hour(client: CheckedClient) -> None:
    send(client)
    now = timezone.now()
    assert forget_submissions(now) == 0
    assert forget_submissions(now + timedelta(minutes=61)) == 1
    assert forget_submissions(now + timedelta(minutes=61)) == 0
    assert forget_submissions(now + timedelta(days=31)) == 1
    assert only_report()


def test_uploads_lie_where_the_settings_say(client: CheckedClient) -> None:
    send(client, photo())
    key = only_report().attachments.get().key
    assert path_of(key).is_relative_to(settings.UPLOADS)
