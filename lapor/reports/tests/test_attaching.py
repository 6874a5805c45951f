"""Files of a report: limits, numbers, who adds, who releases, what redaction leaves."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from lapor.accounts.actors import PUBLIC
from lapor.audit.models import Entry
from lapor.reports.access import files_of, sight
from lapor.reports.attaching import attach, keep, open_file, prepare, release
from lapor.reports.models import Attachment, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code
from lapor.reports.verification import redact, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def photo(colour: str = "red") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), colour).save(out, "PNG")
    out.seek(0)
    return out


def given(report: Report, count: int = 1) -> list[Attachment]:
    return attach(report, prepare([photo() for _ in range(count)]), by=holder_of_code(report), now=NOW)


def test_files_are_numbered_on(world: World) -> None:
    report = filed().report
    given(report, 2)
    assert [row.name for row in given(report)] == ["lampiran-3.png"]
    with open_file(report.attachments.get(number=1)) as file:
        assert file.read(4) == b"\x89PNG"


def test_strangers_add_nothing(world: World) -> None:
    report = filed().report
    for actor in (PUBLIC, world.actor("tono"), world.actor("karin")):
        with pytest.raises(NotAllowed):
            attach(report, prepare([photo()]), by=actor, now=NOW)


def test_the_limits_count_what_is_there(world: World, settings: Any) -> None:
    report = filed().report
    given(report)
    settings.ATTACHMENTS_MAX_FILES = 1
    with pytest.raises(BadInput):
        prepare([photo()], report=report)
    with pytest.raises(BadInput) as refused:
        given(report)
    assert "attachments" in refused.value.errors
    settings.ATTACHMENTS_MAX_FILES = 9
    settings.ATTACHMENTS_MAX_BYTES = report.attachments.get().size + 1
    with pytest.raises(BadInput):
        keep(report, [*prepare([photo()])], now=NOW)


def test_the_public_sees_what_the_verifier_releases(world: World) -> None:
    report, ratna = filed().report, world.actor("ratna")
    (row,) = given(report)
    verify(report, by=ratna, now=NOW)
    with pytest.raises(NotAllowed):
        release(row, by=world.actor("kurnia"), now=NOW)
    assert not files_of(report, sight(report, PUBLIC, now=NOW)).exists()
    release(row, by=ratna, now=NOW)
    assert files_of(report, sight(report, PUBLIC, now=NOW)).get() == row
    assert Entry.objects.filter(act="release_attachment", subject_id=row.pk).exists()
    release(row, by=ratna, now=NOW, public=False)
    assert not files_of(report, sight(report, PUBLIC, now=NOW)).exists()


def test_what_could_not_be_cleaned_is_never_public(world: World) -> None:
    (row,) = given(filed().report)
    row.cleaned = False
    with pytest.raises(WrongState):
        release(row, by=world.actor("ratna"), now=NOW)


def test_redaction_deletes_the_files(world: World, django_capture_on_commit_callbacks: Any) -> None:
    report = filed().report
    (row,) = given(report)
    path = Path(default_storage.path(row.key))
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        redact(report, by=world.actor("ratna"), now=NOW)
    assert not path.exists()
    row.refresh_from_db()
    assert (row.key, row.redacted_at) == ("", NOW)
    with pytest.raises(FileNotFoundError):
        open_file(row)
