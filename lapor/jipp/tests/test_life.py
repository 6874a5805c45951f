"""The life of an innovation and of a replication, by the verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lapor.accounts.actors import OPERATOR, PUBLIC
from lapor.jipp import curating, hubs, replicating, writing
from lapor.jipp.codes import InnovationStatus, NoteKind, ReplicationStatus, VersionStatus
from lapor.jipp.learning import tree
from lapor.jipp.models import HistoryRow, Innovation, Replication
from lapor.jipp.rights import readable_innovations
from lapor.jipp.searching import search, similar
from lapor.jipp.tests.networking import ALL_TICKED, Network, drafted, facts, network, shown
from lapor.reports.refusals import BadInput, NotAllowed, Stale, WrongState
from lapor.reports.tests.world import NOW

REQUEST = "Kami punya masalah yang sama dan ingin belajar dari pengalaman Anda."


@pytest.fixture
def made(db: None) -> Network:
    return network()


def test_a_draft_is_returned_bettered_and_published(made: Network) -> None:
    tono, wulan, gita = (made.actor(name) for name in ("tono", "wulan", "gita"))
    version = writing.begin(made.owner, hub=made.hub, title="Antrean dari rumah", by=tono, now=NOW)
    with pytest.raises(BadInput) as missing:
        writing.submit(version, by=tono, now=NOW)
    assert {"summary", "sdg", "started_on", "contact_name"} <= missing.value.errors.keys()
    with pytest.raises(BadInput) as long:
        writing.write(version, {"summary": "kata " * 201}, edits=0, by=tono, now=NOW)
    assert "201" in long.value.errors["summary"]
    writing.write(version, facts(), edits=0, by=tono, now=NOW)
    with pytest.raises(Stale):
        writing.write(version, facts(title="Yang kedua kalah"), edits=0, by=tono, now=NOW)
    with pytest.raises(NotAllowed):
        writing.write(version, facts(), edits=1, by=gita, now=NOW)
    writing.submit(version, by=tono, now=NOW)
    with pytest.raises(WrongState):
        writing.write(version, facts(), edits=1, by=tono, now=NOW)
    with pytest.raises(NotAllowed):
        curating.publish(version, ticked=ALL_TICKED, by=tono, now=NOW)
    curating.give_back(
        version, ticked=["clear"], reason="Sebutkan angka sebelum dan sesudah.", by=wulan, now=NOW
    )
    assert version.innovation.versions.get().status == VersionStatus.RETURNED
    writing.write(version, {"significance": facts()["summary"]}, edits=1, by=tono, now=NOW)
    writing.submit(version, by=tono, now=NOW)
    with pytest.raises(BadInput):
        curating.publish(version, ticked=["clear"], by=wulan, now=NOW)
    curating.publish(version, ticked=ALL_TICKED, by=wulan, now=NOW)
    with pytest.raises(WrongState):
        curating.publish(version, ticked=ALL_TICKED, by=wulan, now=NOW)
    found = Innovation.objects.get()
    assert (found.status, found.sdg, found.published_id) == (InnovationStatus.PUBLISHED, 16, version.pk)
    assert list(found.categories.values_list("code", flat=True)) == ["kependudukan"]
    assert [row.decision for row in version.reviews.order_by("pk")] == ["returned", "published"]


def test_today_is_the_day_of_wib(made: Network) -> None:
    early = datetime(2018, 8, 27, 18, 30, tzinfo=UTC)  # in WIB half past one on the 28th
    tono = made.actor("tono")
    version = writing.begin(made.owner, hub=made.hub, title="Antrean dari rumah", by=tono, now=early)
    writing.write(version, {"started_on": date(2018, 8, 28)}, edits=0, by=tono, now=early)
    with pytest.raises(BadInput):
        writing.write(version, {"started_on": date(2018, 8, 29)}, edits=1, by=tono, now=early)
    code, name, host = "BALI", "JIPP Bali", made.learner
    hub = hubs.found_hub(host, code=code, name=name, region=None, by=OPERATOR, now=early)
    assert hub.members.get().since == date(2018, 8, 28)
    assert (
        hubs.found_hub(host, code="X", name="\ua9b2\ua98f", region=None, by=OPERATOR, now=early).slug == "hub"
    )


def test_what_is_shown_stays_until_its_new_version_is_published(made: Network) -> None:
    version = shown(made)
    tono, wulan = made.actor("tono"), made.actor("wulan")
    second = writing.renew(version.innovation, by=tono, now=NOW)
    assert writing.renew(version.innovation, by=tono, now=NOW) == second
    writing.write(second, {"title": "Antrean tanpa berdiri", "sdg": 10}, edits=0, by=tono, now=NOW)
    writing.submit(second, by=tono, now=NOW)
    before = Innovation.objects.get()
    assert (before.title, before.sdg, before.status) == ("Antrean dari rumah", 16, InnovationStatus.PUBLISHED)
    curating.publish(second, ticked=ALL_TICKED, by=wulan, now=NOW)
    after, version_one = Innovation.objects.get(), before.versions.get(number=1)
    assert (after.title, after.sdg) == ("Antrean tanpa berdiri", 10)
    assert version_one.status == VersionStatus.SUPERSEDED
    curating.withdraw(after, by=tono, now=NOW)
    assert not search({}).exists()
    with pytest.raises(NotAllowed):
        curating.restore(after, by=tono, now=NOW)
    curating.restore(after, by=wulan, now=NOW)
    assert search({}).get() == after


def test_nobody_reviews_what_they_wrote_and_nobody_else_reads_a_draft(made: Network) -> None:
    version = drafted(made)
    innovation = Innovation.objects.get()
    readers = {name for name in ("tono", "gita", "wulan", "hana", "pratiwi", "dodi", "kurnia")
               if readable_innovations(made.actor(name)).filter(pk=innovation.pk).exists()}  # fmt: skip
    assert readers == {"tono", "wulan", "hana", "pratiwi"}
    assert not readable_innovations(PUBLIC).exists()
    writing.submit(version, by=made.actor("tono"), now=NOW)
    type(version).objects.filter(pk=version.pk).update(submitted_by_id=made.user("wulan").pk)
    version.refresh_from_db()
    with pytest.raises(NotAllowed):
        curating.publish(version, ticked=ALL_TICKED, by=made.actor("wulan"), now=NOW)
    curating.publish(version, ticked=ALL_TICKED, by=made.actor("hana"), now=NOW)


def test_search_knows_indonesian_phrases_and_minus_and_filters(made: Network) -> None:
    first = shown(made, title="Penjemputan ibu hamil di desa", sector="health", sdg=3).innovation
    second = shown(made, title="Antrean loket di kota").innovation

    def titles(**chosen: object) -> set[int]:
        return set(search(chosen).values_list("pk", flat=True))

    assert titles(q="jemput") == {first.pk}
    assert titles(q='"loket di kota"') == {second.pk}
    assert titles(q="warga -loket") == {first.pk}
    assert titles(bidang="health") == titles(sdg=3) == {first.pk}
    assert titles(wilayah=made.owner.region) == titles(hub=made.hub) == {first.pk, second.pk}
    assert titles(replikasi="selesai") == set()
    assert titles(replikasi="belum") == {first.pk, second.pk}
    assert titles(kategori=first.categories.get()) == {first.pk, second.pk}
    assert similar(first) == [second]


def test_a_replication_is_mentored_finished_and_stands_in_the_tree(made: Network) -> None:
    innovation = shown(made).innovation
    tono, gita, dodi = (made.actor(name) for name in ("tono", "gita", "dodi"))
    with pytest.raises(WrongState):
        replicating.ask(innovation, made.owner, request=REQUEST, by=tono, now=NOW)
    row = replicating.ask(innovation, made.learner, request=REQUEST, by=gita, now=NOW)
    with pytest.raises(WrongState):
        replicating.ask(innovation, made.learner, request=REQUEST, by=gita, now=NOW)
    with pytest.raises(NotAllowed):
        replicating.accept(row, by=gita, now=NOW)
    replicating.accept(row, by=tono, now=NOW)
    with pytest.raises(BadInput):
        replicating.name_mentor(row, made.user("budi"), by=tono, now=NOW)
    replicating.name_mentor(row, made.user("dodi"), by=tono, now=NOW)
    replicating.agree(row, agreement="Bertemu setiap dua pekan.", start=NOW.date(), by=gita, now=NOW)
    assert row.steps.count() == 8
    step = row.steps.get(number=1)
    later = NOW + timedelta(days=10)
    replicating.do_step(step, done_on=later.date(), by=gita, now=later)
    with pytest.raises(WrongState):
        replicating.do_step(step, done_on=later.date(), by=gita, now=later)
    replicating.note(row, NoteKind.QUESTION, "Berapa petugasnya?", by=gita, now=later)
    replicating.note(row, NoteKind.REPLY, "Dua orang cukup.", by=dodi, now=later)
    with pytest.raises(NotAllowed):
        replicating.note(row, NoteKind.REPLY, "Saya jawab sendiri.", by=gita, now=later)
    with pytest.raises(BadInput):
        replicating.finish(row, outcome="Turun dari 90 menit ke 20 menit.", evidence="", by=gita, now=later)
    outcome = "Waktu tunggu turun dari 90 menit menjadi 20 menit."
    read_before = Replication.objects.get(pk=row.pk)
    replicating.finish(row, outcome=outcome, evidence=f"Catatan loket: {outcome}", by=gita, now=later)
    with pytest.raises(WrongState):
        replicating.note(read_before, NoteKind.QUESTION, "Masih bisa bertanya?", by=gita, now=later)
    branches = tree(innovation)
    assert [(one.agency.pk, one.depth) for one in branches] == [(made.owner.pk, 0), (made.learner.pk, 1)]
    with pytest.raises(WrongState):
        replicating.stop(row, reason="Tidak jadi diteruskan.", by=gita, now=later)


def test_what_stands_still_is_reminded_once_a_fortnight(made: Network) -> None:
    innovation = shown(made).innovation
    row = replicating.ask(innovation, made.learner, request=REQUEST, by=made.actor("gita"), now=NOW)
    reminded = HistoryRow.objects.filter(act="remind")
    assert replicating.remind_stalled(NOW + timedelta(days=13)) == 0
    late = NOW + timedelta(days=15)
    assert [replicating.remind_stalled(late), replicating.remind_stalled(late)] == [1, 0]
    assert replicating.remind_stalled(NOW + timedelta(days=30)) == 1
    replicating.refuse(row, reason="Kami belum siap mendampingi.", by=made.actor("tono"), now=late)
    assert replicating.remind_stalled(NOW + timedelta(days=60)) == 0
    assert reminded.count() == 2
    assert Replication.objects.get().status == ReplicationStatus.REFUSED


def test_who_catches_up_step_by_step_is_not_reminded_after_each(made: Network) -> None:
    innovation = shown(made).innovation
    tono, gita, late = made.actor("tono"), made.actor("gita"), NOW + timedelta(days=300)
    row = replicating.ask(innovation, made.learner, request=REQUEST, by=gita, now=NOW)
    replicating.accept(row, by=tono, now=NOW)
    replicating.agree(row, agreement="Bertemu setiap dua pekan.", start=NOW.date(), by=gita, now=NOW)
    assert replicating.remind_stalled(late) == 1
    replicating.do_step(row.steps.get(number=1), done_on=late.date(), by=gita, now=late)
    assert replicating.remind_stalled(late + timedelta(minutes=5)) == 0
    assert replicating.remind_stalled(late + timedelta(days=15)) == 1
