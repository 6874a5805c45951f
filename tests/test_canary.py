"""A canary: the name and contacts of an anonymous reporter, looked for behind every door but addresses.

They may appear in two places: to the reporter, and to the national verifier who opened the identity, while it
is open. Every address and every role stands in test_permissions.py, which looks for the same canary; here are
mails and SMS, exports and open data, logs and error pages, names of files, search, and the database itself.
"""

from __future__ import annotations

import io
import logging
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from lapor.accounts.actors import actor_of
from lapor.accounts.codes import issue, prove
from lapor.accounts.models import User
from lapor.accounts.tokens import issue as token_of
from lapor.backoffice import views
from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.notifications.models import Delivery, Person
from lapor.notifications.tests.working import work_off
from lapor.operate.cli import main
from lapor.operate.logs import Discreet
from lapor.oversight.opendata import building
from lapor.reports import attaching, closing, disposition, followup, secrecy, verification
from lapor.reports.access import published
from lapor.reports.cleaning import clean
from lapor.reports.looking import look
from lapor.reports.matching import matching
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build, filed, holder_of_code
from tests.client import CheckedClient, stepped_up

NAME, MAIL, PHONE = "Sekar Canarinda", "sekar@canarinda.example", "81355557777"
CANARIES = (NAME, "Canarinda", "canarinda", PHONE)
OFFICERS = ("andi", "pratiwi", "karin", "yusuf", "kurnia", "budi", "wati", "lilis", "irwan", "tono", "dewi")


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World) -> Report:
    """A whole life, with a file named after its reporter, and everything that follows from it done."""
    now = timezone.now()
    report = filed(now=now, anonymous=True, name=NAME, email=MAIL, phone=f"+62{PHONE}").report
    assert report.reporter
    for channel in ("email", "sms"):
        prove(report.reporter, code=issue(report.reporter, channel=channel, now=now), now=now)
    picture = BytesIO()
    picture.name = f"Foto {NAME}.jpg"
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", comment=MAIL.encode())
    picture.seek(0)
    taken = clean(picture, limit_bytes=1_000_000)
    attaching.attach(report, [taken], by=holder_of_code(report), now=now)
    verification.verify(report, by=world.actor("ratna"), now=now)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=now)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=now)
    followup.ask(report, by=world.actor("karin"), text="Sampai di mana?", now=now)
    followup.draft(report, by=world.actor("budi"), text="Tunjangan dibayar Jumat.", final=True, now=now)
    followup.approve_draft(report, by=world.actor("wati"), now=now)
    closing.close(report, by=holder_of_code(report), rating=1, now=now)
    closing.object_to(report, by=holder_of_code(report), reason="Belum dibayar.", now=now)
    work_off()
    facts.count_day(facts.day_of(now), now)
    return report


def sings(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def read(client: CheckedClient, *addresses: str) -> str:
    answers = [client.get(address) for address in addresses]
    return "\n".join(f"{one.headers}{one.getvalue().decode(errors='replace')}" for one in answers)


def browser(name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return client


def test_messages_to_others_do_not_name_the_reporter(report: Report) -> None:
    told = Delivery.objects.all()
    assert {row.person for row in told} >= {Person.REPORTER, Person.OFFICER}
    for row in told.exclude(person=Person.REPORTER):
        assert sings(f"{row.address} {row.subject} {row.body} {row.ref}") == []


def test_exports_and_open_data_do_not(report: Report, tmp_path: Any, world: World) -> None:
    now, month = timezone.now(), f"/data/{facts.day_of(report.received):%Y-%m}"
    mark_days([facts.day_of(report.received)])
    facts.roll_up(now)
    assert building.build_data(now) == 1
    files = ("laporan.csv", "peristiwa.csv", "angka-bulanan.csv", "laporan.parquet", "csv-metadata.json")
    said = read(CheckedClient(), "/data/", "/data/daftar.json", *(f"{month}/{file}" for file in files))
    assert all(column in said for column in ("report_class", "followed_up_10", "PAR1"))
    assert str(report.pk) not in said  # an anonymous one stands there only among five of its kind
    assert sings(said) == []
    for name in ("out.csv", "out.xlsx"):
        file = tmp_path / name
        assert main(["export-reports", str(file)]) == 0
        raw = file.read_bytes()
        assert len(raw) > 500
        assert not any(canary.encode() in raw for canary in CANARIES)
        if name.endswith("xlsx"):
            assert sings(_unpacked(raw)) == []


def test_names_of_files_do_not(report: Report) -> None:
    for name in (*OFFICERS, "ratna"):
        address = f"/kelola/laporan/{report.pk}/lampiran/1/"
        assert sings(read(browser(name), address, f"/laporan/{report.pk}/lampiran/1/")) == []
    stored = report.attachments.get()
    assert sings(str(stored.__dict__)) == []


def test_search_does_not_find_the_reporter(report: Report) -> None:
    for words in (NAME, MAIL, PHONE, f"0{PHONE}"):
        assert not matching(published(), words).exists()
        for name in ("ratna", "kurnia"):
            said = browser(name).get("/kelola/", {"q": words}).content.decode()
            assert f"/kelola/laporan/{report.pk}/" not in said, (name, words)


def test_logs_and_error_pages_do_not(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page fails while it holds the person in its hands; a job fails too."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)

    def fails(*_args: object, **_more: object) -> None:
        person = look(report, holder_of_code(report), now=timezone.now()).person
        raise RuntimeError(f"{person}")

    monkeypatch.setattr(views, "open_report", fails)
    try:
        for name in ("ratna", "kurnia"):
            client = browser(name)
            client.raise_request_exception = False
            answer = client.get(f"/kelola/laporan/{report.pk}/?q={NAME}")
            assert answer.status_code == 500
            assert sings(answer.content.decode()) == []
    finally:
        logging.getLogger().removeHandler(handler)
    assert "RuntimeError" in written.getvalue()
    assert sings(written.getvalue()) == []


def test_the_database_itself_does_not(report: Report, world: World) -> None:
    """A copy of it tells nobody who filed: no column of any table holds the canary in clear."""
    secrecy.open_identity(
        report, by=world.actor("ratna"), reason=f"Mencari {NAME} segera.", now=timezone.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                assert sings(row) == [], table
                assert not any(canary.encode().hex() in row for canary in CANARIES), table


def test_the_reporter_reads_it_and_can_take_it_along(report: Report) -> None:
    account = User.objects.create_user(MAIL, name="")
    client = CheckedClient()
    client.force_login(account)
    account.emailaddress_set.create(email=MAIL, verified=True, primary=True)  # type: ignore[attr-defined]
    assert actor_of(account, now=timezone.now()).contacts
    assert NAME in client.get("/akun/data/unduhan/").content.decode()
    assert NAME in client.get(f"/laporan/{report.pk}/data-saya/").content.decode()


def test_the_verifier_reads_it_after_opening_and_nobody_else_ever(report: Report) -> None:
    pages = (
        f"/kelola/laporan/{report.pk}/",
        f"/kelola/laporan/{report.pk}/identitas/",
        "/kelola/?antrean=semua",
    )
    api = tuple(f"/api/v1/reports/{report.pk}{part}" for part in ("", "/events", "/deadlines"))
    ratna = stepped_up(browser("ratna"))
    assert sings(read(ratna, *pages)) == []
    opened = ratna.post(pages[1], {"reason": "Pelapor terancam bahaya."})
    assert opened.status_code == 302
    assert NAME in read(ratna, pages[0])
    for name in OFFICERS:
        assert sings(read(browser(name), *pages, "/kelola/kabar/")) == [], name
        token = token_of(User.objects.get(email=f"{name}@demo.lapor"))
        program = CheckedClient(headers={"Authorization": f"Bearer {token}"})
        assert sings(read(program, *api)) == [], name
    assert sings(read(CheckedClient(), *pages, *api)) == []


def _unpacked(raw: bytes) -> str:
    with ZipFile(BytesIO(raw)) as file:
        return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
