"""A report's whole life by SMS, through Kannel's own programs, `lapor serve` and `lapor worker`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.db import connection
from django.utils import timezone

from lapor.intake.models import InboundSms
from lapor.notifications.models import Delivery, Fate
from lapor.reports import disposition, followup, secrecy, verification
from lapor.reports.models import Report
from lapor.reports.states import Status
from lapor.reports.tests.world import World, build
from tests.journeys.kannel import SECRET, Kannel, kannel, until
from tests.journeys.operators import FakeSmsc, Operator
from tests.journeys.serving import Server, serving
from tests.journeys.workers import working

NUMBER = "+6281234567890"
STORY = (
    "Jembatan kayu dekat SD di Desa Warujayeng Kecamatan Tanjunganom papannya lepas sejak banjir, "
    "anak sekolah harus memutar dua kilometer"
)


class Phone:
    """A reporter's phone, at the operator that is Kannel's `fakesmsc`."""

    def __init__(self, port: int) -> None:
        self.operator, self.read = FakeSmsc(port), 0

    def say(self, text: str, answer: str) -> str:
        """Send one SMS; the reply must hold `answer`."""
        self.operator.send(NUMBER, text)
        return self.hear(answer)

    def hear(self, words: str) -> str:
        """Wait for the next SMS; it must hold these words."""
        try:
            arrived = self.operator.inbox.wait(lambda sms: len(sms) > self.read, f"no SMS with {words!r}")
        except AssertionError as missing:
            sent = Delivery.objects.order_by("pk").values_list(
                "event__act", "channel", "status", "why", "attempts"
            )
            raise AssertionError(f"{missing}; what the worker did: {list(sent)}; jobs: {_jobs()}") from None
        sms = arrived[self.read]
        self.read += 1
        assert (sms.sender, sms.receiver) == ("1708", NUMBER)
        assert words in sms.text, sms.text
        assert len(sms.text) <= 160
        return sms.text


@contextmanager
def town(folder: Path) -> Iterator[tuple[Server, Kannel]]:
    """The web, a worker and Kannel."""
    with serving(LAPOR_SMS_SECRET=SECRET) as web, kannel(folder, web.address) as gateway:
        settings = {
            "LAPOR_BASE_URL": web.address,
            "LAPOR_SMS_SECRET": SECRET,
            "LAPOR_SMS_SEND_URL": gateway.send_url,
        }
        with working(**settings):
            yield web, gateway


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


def test_from_the_first_sms_to_closed_again(world: World, tmp_path: Path) -> None:
    with town(tmp_path) as (_web, gateway):
        phone = Phone(gateway.ports["operator"])
        report = file(phone)
        handle(world, phone, report)
        number = report.pk
        phone.say(f"CEK {number}", f"SELESAI {number} 5")
        phone.say(f"BALAS {number} masih ada satu papan lepas", "tulisan Anda kami terima")
        assert status(report) == Status.REPLIED
        answer(world, phone, report, "Papan itu sudah kami ganti juga.")
        phone.say(f"SELESAI {number} 5", "dengan nilai 5")
        assert (status(report), report.rating) == (Status.CLOSED, 5)
        phone.say(f"BUKA {number} papannya lepas lagi", "dibuka lagi")
        assert status(report) == Status.REPLIED
        answer(world, phone, report, "Kali ini kami pasang papan baru.")
        phone.say(f"SELESAI {number} 4", "dengan nilai 4")
        assert (status(report), report.rating, report.closing) == (Status.CLOSED, 4, "confirmed")
        phone.say(f"CEK {number}", "Selesai")
        until(all_delivered, "the delivery reports did not arrive")
        assert_nothing_leaks(gateway)
        phone.operator.close()


def _jobs() -> list[tuple[object, ...]]:
    """What still waits for the worker, and since when."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, queue_name, args, status, attempts, scheduled_at FROM procrastinate_jobs"
            " WHERE status <> 'succeeded' ORDER BY id DESC LIMIT 20"
        )
        return list(cursor.fetchall())


def file(phone: Phone) -> Report:
    """The receipt holds the report's number, and the code that opens it on the web."""
    receipt = phone.say(STORY, "diterima. Kode akses")
    found = re.search(r"#(\d+) .* akses ([0-9A-Z-]{14})", receipt)
    assert found
    report = Report.objects.get(pk=found[1])
    assert (report.channel, report.text.text) == ("sms", STORY)
    assert secrecy.code_opens(report.pk, found[2], now=timezone.now())
    return report


def handle(world: World, phone: Phone, report: Report) -> None:
    """Each act of the officers reaches the phone."""
    verification.verify(report, by=world.actor("ratna"), now=timezone.now())
    phone.hear(f"#{report.pk}")
    disposition.dispose(report, by=world.actor("ratna"), agency=world.unit, now=timezone.now())
    phone.hear("diteruskan")
    answer(world, phone, report, "Jembatan sudah kami perbaiki.")


def answer(world: World, phone: Phone, report: Report, text: str) -> None:
    report.refresh_from_db()
    followup.answer(report, by=world.actor("wati"), text=text, final=True, now=timezone.now())
    assert f"SELESAI {report.pk} 5" in phone.hear(f'Jawab: "{text[:20]}')
    assert status(report) == Status.ANSWERED


def status(report: Report) -> str:
    report.refresh_from_db()
    return report.status


def all_delivered() -> bool:
    """What the worker sent; what was said in a reply has no delivery report."""
    sent = Delivery.objects.filter(channel="sms", person="reporter").exclude(why="in_reply")
    fates = set(sent.values_list("status", flat=True))
    return fates == {Fate.DELIVERED}


def assert_nothing_leaks(gateway: Kannel) -> None:
    """Kannel's logs hold neither numbers nor texts nor secrets."""
    logs = gateway.logs()
    for kept_out in (NUMBER.lstrip("+"), "Jembatan", quote(SECRET), "sandi-uji"):
        assert kept_out not in logs


def test_every_writing_arrives_as_it_was_written(world: World, tmp_path: Path) -> None:
    written = {
        "gsm": ("data", "Jalan rusak di Desa Pace [dekat pasar] {lama} ~ biaya 5€ @ pak RT ñ"),
        "emoji": ("ucs2", "Banjir 😀 sampai 🏠 di Desa Pace, tolong 🙏"),
        "javanese": ("ucs2", "ꦢꦭꦤ꧀ꦫꦸꦱꦏ꧀ ing Desa Pace wis suwe banget"),
    }
    with town(tmp_path) as (web, gateway):
        operator = Operator(gateway.ports["operator"])
        for turn, (kind, text) in enumerate(written.values()):
            operator.send(f"+62812000000{turn:02}", text, kind)
        long = "".join(f"{number:03} jalan rusak di Desa Pace sejak banjir. " for number in range(38))[:1600]
        parts = [long[at : at + 153] for at in range(0, len(long), 153)]
        operator.send_parts("+6281200000099", parts, name=7)
        operator.inbox.wait(lambda arrived: len(arrived) >= 4, "not all were answered")
        kept = {sms.text for sms in InboundSms.objects.all()}
        assert kept == {text for _kind, text in written.values()} | {long}
        assert len(long) == 1600
        assert_secret_is_asked(web)
        operator.close()


def assert_secret_is_asked(web: Server) -> None:
    rows = InboundSms.objects.count()
    for secret in ("salah", "", quote(SECRET) + "x"):
        address = f"{web.address}/gateway/sms/kannel?secret={secret}&id=x&from=0812345678&to=1708&text=halo"
        with pytest.raises(HTTPError) as refused:
            urlopen(address)
        assert refused.value.code == 403
    assert InboundSms.objects.count() == rows


def test_a_message_waits_while_the_web_is_away(world: World, tmp_path: Path) -> None:
    with town(tmp_path) as (web, gateway):
        operator = Operator(gateway.ports["operator"])
        web.kill()
        operator.send(NUMBER, STORY)
        until(lambda: any((gateway.folder / "store").rglob("*-*")), "Kannel has not taken it")
        gateway.kill()
        gateway.start()
        web.start()
        arrived = operator.inbox.wait(lambda all_sms: bool(all_sms), "no answer after the outage")
        assert "diterima. Kode akses" in arrived[0].text
        assert Report.objects.count() == InboundSms.objects.count() == 1
        operator.close()
