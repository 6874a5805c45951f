"""The name of an anonymous reporter is nowhere on the desk, but where a verifier has opened it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from lapor.backoffice.tests.stages import Stages
from lapor.reports import attaching
from lapor.reports.cleaning import clean
from lapor.reports.looking import look
from lapor.reports.models import IdentityOpening, Report
from lapor.reports.tests.world import World, holder_of_code
from tests.client import stepped_up

CANARY = "Kenanga Wulandari"
MAIL = "kenanga@contoh.example"
REASON = "Bukti asli perlu diminta langsung."
AGENCY = ("kurnia", "budi", "wati", "lilis", "irwan")
OVERSEERS = ("pratiwi", "karin", "yusuf")


def pages(client: Any, report: Report) -> str:
    addresses = ["/kelola/?antrean=semua", "/kelola/?q=Kenanga", f"/kelola/laporan/{report.pk}/"]
    addresses += [f"/kelola/laporan/{report.pk}/{noun}/" for noun in ("draf", "jawaban", "identitas", "unit")]
    return "".join(client.get(address).content.decode() for address in addresses)


def test_the_canary_is_nowhere(desk: Any, stages: Stages) -> None:
    report = stages.drafted(anonymous=True)
    for name in (*AGENCY, *OVERSEERS, "ratna", "tono"):
        shown = pages(desk(name), report)
        assert CANARY not in shown, name
        assert MAIL not in shown, name


def test_agencies_see_a_name_that_is_not_hidden_and_overseers_do_not(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    assert CANARY in pages(desk("kurnia"), report)
    assert CANARY in pages(desk("ratna"), report)
    assert CANARY not in pages(desk("karin"), report)


def test_a_verifier_opens_an_identity_for_a_reason(desk: Any, stages: Stages) -> None:
    report = stages.disposed(anonymous=True)
    client, address = stepped_up(desk("ratna")), f"/kelola/laporan/{report.pk}/identitas/"
    assert client.post(address, {"reason": "ah"}).status_code == 422
    assert client.post(address, {"reason": REASON}).status_code == 302
    page = client.get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert CANARY in page
    assert "Terbuka untuk Anda sampai" in page
    assert address not in page
    assert CANARY not in desk("andi").get(f"/kelola/laporan/{report.pk}/").content.decode()
    opening = IdentityOpening.objects.get()
    assert opening.until - opening.opened_at == timedelta(minutes=15)
    ratna = stages.world.actor("ratna")
    assert look(report, ratna, now=opening.until - timedelta(seconds=1)).person is not None
    assert look(report, ratna, now=opening.until).person is None


def test_pages_of_the_desk_are_kept_by_nobody(desk: Any, stages: Stages) -> None:
    answer = desk("kurnia").get(f"/kelola/laporan/{stages.disposed().pk}/")
    assert "no-store" in answer.headers["Cache-Control"]


def with_picture(report: Report) -> Report:
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    file.seek(0)
    attaching.attach(
        report, [clean(file, limit_bytes=1_000_000)], by=holder_of_code(report), now=timezone.now()
    )
    return report


def test_a_file_is_read_in_scope_and_released_by_the_verifier(desk: Any, stages: Stages) -> None:
    report = with_picture(stages.disposed())
    address = f"/kelola/laporan/{report.pk}/lampiran/1/"
    answer = desk("kurnia").get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert desk("tono").get(address).status_code == 404
    assert desk("kurnia").get(f"/kelola/laporan/{report.pk}/lampiran/2/").status_code == 404
    assert desk("kurnia").post(f"{address}penerbitan/").status_code == 403
    assert desk("ratna").get(f"{address}penerbitan/").status_code == 405
    for public in (True, False):
        sent = desk("ratna").post(f"{address}penerbitan/", {"public": str(int(public))})
        assert sent.status_code == 302
        assert report.attachments.get().released is public


def test_what_could_not_be_cleaned_is_the_verifiers_alone_and_only_downloaded(
    desk: Any, stages: Stages, world: World
) -> None:
    report = with_picture(stages.disposed())
    report.attachments.update(cleaned=False)
    address = f"/kelola/laporan/{report.pk}/lampiran/1/"
    assert desk("kurnia").get(address).status_code == 404
    answer = desk("ratna").get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "<img" not in desk("ratna").get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert desk("ratna").post(f"{address}penerbitan/").status_code == 409
