"""`lapor doctor --deep`: nothing wrong with what is right, and each thing that is broken is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.operate import deep
from lapor.reports.models import Attachment, Report
from lapor.reports.tests.bulk import FIRST, fill
from lapor.reports.tests.ringkas import brought
from lapor.reports.tests.test_export import SHARED
from lapor.reports.tests.world import NOW, build
from tests.shared import shared_file

# The check that must say so, and what is broken, in SQL; `{closed}` is the newest report of that kind.
BREAKS = {
    "status is that of the last event": "UPDATE reports_report SET status = 'answered' WHERE id = {closed}",
    "each event begins where the one before ended": (
        "DELETE FROM reports_event WHERE report_id = {closed} AND act = 'verify'"
    ),
    "acts allowed by the lifecycle": (
        "UPDATE reports_event SET act = 'close' WHERE report_id = {archived} AND act = 'archive'"
    ),
    "dates are those of their events": (
        "UPDATE reports_report SET verified_at = verified_at + interval '1 hour' WHERE id = {closed}"
    ),
    "a closed report says how, and only it": (
        "UPDATE reports_report SET closing = 'by_officer' WHERE id = {silent}"
    ),
    "nobody closed in silence without word and reminder": (
        "UPDATE reports_report SET reminded_at = NULL WHERE id = {silent}"
    ),
    "one lead, where the report says it lies": (
        "UPDATE reports_disposition SET until = now() WHERE report_id = {closed}"
    ),
    "public is what is verified, not secret and not redacted": (
        "UPDATE reports_report SET secret = true WHERE id = {closed}"
    ),
    "a merged report says into which, and only it": (
        "UPDATE reports_report SET merged_into_id = NULL WHERE id = {merged}"
    ),
    "no clock of an ended report runs": (
        "UPDATE reports_deadline SET stopped_at = NULL WHERE report_id = {closed} AND step = 'resolution'"
    ),
    "the nearest duty is the one that queues sort by": (
        "UPDATE reports_report SET due = due + interval '1 day' WHERE id = {disposed}"
    ),
    "clocks stand exactly while postponed or merged": (
        "UPDATE reports_pause SET ended_at = now() WHERE report_id = {merged}"
    ),
    "an open objection has its clock, and only it": (
        "INSERT INTO reports_objection (report_id, level, raised_at) VALUES ({closed}, 'coordinator', now())"
    ),
    "what went up to the Ombudsman is in its lane": "DELETE FROM reports_ombudsmancase",
    "holds know when their report came, when it is due, its status and whether it is over": (
        "UPDATE reports_disposition SET live = false"
    ),
    "every report has its text": "DELETE FROM reports_textversion WHERE report_id = {closed}",
    "every answer has its words": "DELETE FROM reports_message WHERE report_id = {closed}",
    "texts and drafts belong to events of their own report": (
        "UPDATE reports_message SET report_id = {archived} WHERE report_id = {closed}"
    ),
    "clocks counted again (a sample)": "UPDATE reports_deadline SET due = due - interval '1 day'",
    "no row without the row it names": "DELETE FROM accounts_identity WHERE id IN ({person})",
    "figures counted again (a sample)": "UPDATE indicators_dayfacts SET counts = '{{\"received\": 1}}'",
}


def wrong(only: str = "") -> list[str]:
    return [finding.subject for finding in deep.examine(NOW, only=only) if not finding.fine]


@pytest.fixture
def filled(db: None) -> None:
    world = build()
    fill(900, until=NOW, biggest=world.ministry, backlog=0.1, days=150)
    mark_days({facts.day_of(one) for one in Report.objects.values_list("received", flat=True)})
    while facts.roll_up(NOW):
        pass


def examples() -> dict[str, int | None]:
    """The newest report of each kind that the breaks are done to."""
    bulk = Report.objects.filter(pk__gt=FIRST)
    answered = bulk.filter(status="closed", secret=False, first_answer_at__isnull=False)
    kinds = {
        "closed": answered.filter(report_class="complaint", closing="confirmed"),
        "silent": answered.filter(closing="silent"),
        "archived": bulk.filter(status="archived", verified_at=None),
        "merged": bulk.filter(status="merged"),
        "disposed": bulk.filter(status="disposed"),
    }
    found: dict[str, int | None] = {name: rows.latest("pk").pk for name, rows in kinds.items()}
    return found | {"person": bulk.filter(identity__isnull=False).latest("pk").identity_id}


def test_each_thing_that_is_broken_is_found(filled: None) -> None:
    assert wrong() == []
    names = examples()
    missed = []
    for subject, damage in BREAKS.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(damage.format(**names))
            if wrong(subject) != [subject]:
                missed.append(subject)
            transaction.set_rollback(True)
    assert missed == []
    a_file_that_is_lost_is_found()


def a_file_that_is_lost_is_found() -> None:
    key = default_storage.save("aa/lampiran.txt", ContentFile(b"isi"))
    row = Attachment(report=Report.objects.latest("pk"), number=1, content_type="text/plain", size=3, key=key)
    row.sha256, row.name, row.cleaned, row.created_at = "0" * 64, "lampiran-1.txt", True, NOW
    row.save()
    assert wrong("files of attachments") == []
    default_storage.delete(key)
    assert wrong("files of attachments") == ["files of attachments"]


def test_nothing_is_wrong_with_an_import(db: None) -> None:
    build()
    for name in SHARED:
        brought(shared_file(name))
    now = timezone.now() + timedelta(minutes=1)
    mark_days({facts.day_of(one) for one in Report.objects.values_list("received", flat=True)})
    while facts.roll_up(now):
        pass
    assert [finding for finding in deep.examine(now) if not finding.fine] == []
