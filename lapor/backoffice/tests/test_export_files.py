"""The files of exports: one comes of however many tries, and it ends with its days or with what it tells."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from lapor.audit.models import Entry
from lapor.backoffice.tests.stages import Stages
from lapor.backoffice.tests.test_exports import CANARY, FORM, LIST, exported, fetched, files
from lapor.notifications.tests.working import work_off
from lapor.reports import filing, verification
from lapor.reports.erasing import erase_identity
from lapor.reports.export import keeping, taking_back, writing
from lapor.reports.export.choosing import table
from lapor.reports.models import Export
from lapor.reports.tests.world import World, holder_of_code


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def test_cancelled_before_and_while_it_is_written(
    proven: Any, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(3):
        stages.received()
    client = proven("ratna")
    client.post(FORM, {"format": "xlsx"})
    client.post(f"/kelola/ekspor/{Export.objects.get().pk}/pembatalan/")
    work_off()
    client.post(FORM, {"format": "xlsx"})
    export = Export.objects.latest("pk")

    def then_cancelled(*args: Any, **more: Any) -> Any:
        yield from list(table(*args, **more))[:2]
        client.post(f"/kelola/ekspor/{export.pk}/pembatalan/")

    monkeypatch.setattr("lapor.reports.export.writing.table", then_cancelled)
    work_off()
    assert {one.state for one in Export.objects.all()} == {"cancelled"}
    assert client.get(f"/kelola/ekspor/{export.pk}/berkas/").status_code == 404
    assert not Entry.objects.filter(act="export").exists()
    assert files() == []


def test_a_worker_dies_half_way_and_one_file_comes_of_it(
    proven: Any, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages.received()
    client = proven("ratna")
    client.post(FORM, {"format": "xlsx"})
    export = Export.objects.get()
    left = keeping.folder() / f"{export.pk}-1-dead.xlsx"
    left.write_bytes(b"half")
    Export.objects.update(state="running", attempt=1, written=1)  # as a killed worker leaves it
    work_off()
    writing.write.func(export.pk)  # the job once more, after it was done
    export.refresh_from_db()
    assert (export.state, export.attempt, files()) == ("done", 2, [export.key])
    assert Entry.objects.filter(act="export").count() == 1

    client.post(FORM, {"format": "csv"})
    monkeypatch.setattr("lapor.reports.export.writing.table", lambda *_args, **_more: iter([["x"], None]))
    for _try in range(writing.TRIES):
        work_off(failing=True)
    export = Export.objects.latest("pk")
    assert (export.state, export.why) == ("failed", "broken")
    assert "Coba minta lagi" in client.get(LIST).content.decode()
    assert len(files()) == 1


def test_a_try_that_was_overtaken_leaves_the_file_of_the_other_alone(
    proven: Any, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was thought dead goes on after another has written the file."""
    stages.received()
    client = proven("ratna")
    client.post(FORM, {"format": "csv"})
    export = Export.objects.get()
    key = f"{export.pk}-2-other.csv"

    def overtaken(*args: Any, **more: Any) -> Any:
        yield from table(*args, **more)
        (keeping.folder() / key).write_bytes(b"whole")
        Export.objects.update(state="done", attempt=2, key=key, scope="national_verifier:")

    monkeypatch.setattr("lapor.reports.export.writing.table", overtaken)
    work_off()
    assert (files(), fetched(client)) == ([key], b"whole")


def test_a_file_ends_when_a_report_in_it_is_hidden_erased_or_blanked(
    proven: Any, stages: Stages, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    report, now = stages.at_unit(name=CANARY, anonymous=False), timezone.now()
    mine, strange = proven("kurnia"), proven("tono")
    exported(strange)
    other = Export.objects.get()
    identity, rest = report.reporter, {"begin": f"{timezone.localdate():%Y-%m-%d}"}
    assert identity
    for taken_back in (
        partial(filing.change_privacy, report, by=holder_of_code(report), anonymous=True, secret=False),
        partial(erase_identity, identity),
        partial(verification.redact, report, by=world.actor("ratna")),
    ):
        assert exported(mine, **rest)
        assert exported(mine, end="2020-01-01") == []
        unhurt, export = Export.objects.order_by("-pk")[:2]
        taken_back(now=now)
        with django_capture_on_commit_callbacks(execute=True):
            work_off()
        assert mine.get(f"/kelola/ekspor/{export.pk}/berkas/").status_code == 404
        assert fetched(mine, unhurt) is not None
        assert export.key not in files()
    assert "Minta ekspor baru" in mine.get(LIST).content.decode()
    assert fetched(strange, other)
    assert mine.post(FORM, {"format": "csv"}).status_code == 302
    Export.objects.filter(state="waiting").update(state="running", attempt=1)  # one is at it
    taking_back.expire.func([report.pk])
    assert Export.objects.latest("pk").state == "waiting"


def test_files_go_after_their_days_and_those_that_nobody_knows(proven: Any, stages: Stages) -> None:
    client = proven("ratna")
    exported(client)
    export = Export.objects.get()
    stray = keeping.folder() / "999-1-stray.csv"
    stray.write_bytes(b"")
    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(stray, (old, old))
    assert keeping.forget_exports(timezone.now() + timedelta(days=6, hours=23)) == 0
    assert files() == [export.key]
    assert keeping.forget_exports(timezone.now() + timedelta(days=7, hours=1)) == 1
    assert files() == []
    assert client.get(f"/kelola/ekspor/{export.pk}/berkas/").status_code == 404
    assert "Berkas sudah dihapus" in client.get(LIST).content.decode()
