"""Files of innovations and replications: what a curator looked at is what is shown, and whose they are."""

from __future__ import annotations

import io

import pytest

from lapor.jipp import curating, files, replicating, writing
from lapor.jipp.codes import FileKind
from lapor.jipp.models import Attachment, Innovation, Replication
from lapor.jipp.tests.networking import ALL_TICKED, ONE_PIXEL, Network, drafted, network, shown
from lapor.reports.refusals import NotAllowed, WrongState
from lapor.reports.tests.world import NOW

WORDS = "Waktu tunggu turun dari 90 menit menjadi 20 menit."


@pytest.fixture
def made(db: None) -> Network:
    return network()


def attached(
    made: Network,
    innovation: Innovation,
    name: str,
    kind: FileKind = FileKind.PICTURE,
    replication: Replication | None = None,
) -> Attachment:
    clean = files.prepare(io.BytesIO(ONE_PIXEL), kind)
    return files.attach(
        innovation, clean, kind=kind, caption="Loket baru", by=made.actor(name), now=NOW,
        replication=replication,
    )  # fmt: skip


def test_no_file_comes_or_goes_while_a_curator_looks(made: Network) -> None:
    version, tono = drafted(made), made.actor("tono")
    innovation = version.innovation
    first = attached(made, innovation, "tono")
    writing.submit(version, by=tono, now=NOW)
    with pytest.raises(WrongState):
        attached(made, innovation, "tono")
    with pytest.raises(WrongState):
        files.remove(first, by=tono)
    curating.publish(version, ticked=ALL_TICKED, by=made.actor("wulan"), now=NOW)
    second = attached(made, innovation, "tono")
    assert [one.pk for one in files.shown(innovation)] == [first.pk]  # the new one waits for a curator
    files.remove(second, by=tono)
    files.remove(first, by=tono)
    assert not files.shown(innovation)


def test_evidence_is_whoever_copies_s_and_stands_still_after_the_end(made: Network) -> None:
    innovation, tono, gita = shown(made).innovation, made.actor("tono"), made.actor("gita")
    row = replicating.ask(innovation, made.learner, request=WORDS, by=gita, now=NOW)
    replicating.accept(row, by=tono, now=NOW)
    replicating.agree(row, agreement="Bertemu tiap pekan.", start=NOW.date(), by=gita, now=NOW)
    with pytest.raises(NotAllowed):
        attached(made, innovation, "tono", FileKind.EVIDENCE, row)
    proof = attached(made, innovation, "gita", FileKind.EVIDENCE, row)
    assert files.may_remove(row, tono)
    replicating.finish(row, outcome=WORDS, evidence=WORDS, by=gita, now=NOW)
    proof.refresh_from_db()
    with pytest.raises(WrongState):
        files.remove(proof, by=tono)
    with pytest.raises(WrongState):
        attached(made, innovation, "gita", FileKind.EVIDENCE, row)
    assert [one.pk for one in files.shown(innovation)] == [proof.pk]
    files.remove(proof, by=gita)
    assert not files.shown(innovation)
