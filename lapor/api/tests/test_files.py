"""Attachments by API: the reporter's alone, made harmless, all or none."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lapor.api.tests.calls import BODY, Answer, Caller, answered, caller, reporter
from lapor.api.tests.stages import stage
from lapor.reports.models import Report
from lapor.reports.tests.world import World


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Any) -> None:
    """No file of a test stays."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def picture(name: str = "budi-di-rumah.png") -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), "image/png")


def send(who: Caller, number: int | str, *files: SimpleUploadedFile) -> Answer:
    path = f"/api/v1/reports/{number}/attachments"
    return answered(Client().post(path, {"attachments": list(files)}, headers=who.headers))


def test_the_reporter_adds_pictures_under_names_of_ours(world: World) -> None:
    made = stage(world, "verified")
    assert send(reporter(made.access_code), made.report.pk, picture(), picture()).status == 200
    assert [row.name for row in made.report.attachments.order_by("number")] == [
        "lampiran-1.png",
        "lampiran-2.png",
    ]


def test_the_partner_that_filed_adds_files(world: World) -> None:
    dewi = caller("dewi")
    number = dewi.post("", BODY).json["tracking_id"]
    assert send(dewi, number, picture()).status == 200
    assert Report.objects.get(pk=number).attachments.count() == 1


def test_others_do_not(world: World) -> None:
    report = stage(world, "verified").report
    assert send(caller("ratna"), report.pk, picture()).status == 403
    assert send(caller("tono"), report.pk, picture()).status == 404
    assert send(Caller(), report.pk, picture()).status == 401


def test_one_bad_file_keeps_all_out_and_is_named(world: World) -> None:
    made = stage(world, "verified")
    liar = SimpleUploadedFile("foto.png", b"MZ\x90\x00 not a picture", "image/png")
    answer = send(reporter(made.access_code), made.report.pk, picture(), liar)
    assert (answer.status, set(answer.json["errors"])) == (422, {"attachments"})
    assert made.report.attachments.count() == 0


def test_no_file_and_half_a_form_are_refused(world: World) -> None:
    made = stage(world, "verified")
    who = reporter(made.access_code)
    assert send(who, made.report.pk).status == 422
    assert who.act(made.report.pk, "attachments", {"attachments": "x"}).status == 422
    half = Client().generic(
        "POST",
        f"/api/v1/reports/{made.report.pk}/attachments",
        b"--x\r\nContent-Disposition: form-data; name=",
        content_type="multipart/form-data",
        headers=who.headers,
    )
    assert answered(half).status == 400


def test_a_closed_report_takes_no_files(world: World) -> None:
    made = stage(world, "closed")
    assert send(reporter(made.access_code), made.report.pk, picture()).status == 409
