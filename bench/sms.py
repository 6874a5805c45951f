"""What an SMS to 1708 costs over what PostgreSQL must do anyway: several messages at once, durable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from bench.scratch import ENVIRONMENT, copy, using
from bench.serving import serving
from bench.timing import Compared, in_turns
from bench.writing import recorded, replay

CLIENTS = 4
BATCH = 10
ROUNDS = 11
SECRET = ENVIRONMENT["LAPOR_SMS_SECRET"]  # here and in the server of its own
STORY = (
    "Jalan di depan pasar Desa Warujayeng Kecamatan Tanjunganom berlubang besar sejak banjir bulan lalu, "
    "sudah tiga orang jatuh, laporan dari rumah nomor {}"
)
Work = Iterator[Callable[[], None]]


def measure() -> Compared:
    """A: the gateway's calls to `lapor serve`, by four clients; each is a new report with its receipt.

    B: the SQL that such calls wrote, by four clients at once. Each has a database of its own, for the rows
    name each other by number, and a sequence gives the same numbers only in the order of their writing.
    """
    recordings = [_recorded(client) for client in range(CLIENTS)]
    plain = [copy(f"sms_plain_{client}") for client in range(CLIENTS)]
    for database in plain:
        database.inc_thread_sharing()  # made here, used by a thread
    with serving(copy("sms"), secret=SECRET) as port, ThreadPoolExecutor(CLIENTS) as threads:
        calls = [_calls(port, CLIENTS + client) for client in range(CLIENTS)]
        one, other = in_turns(
            lambda: list(threads.map(_some, calls)),
            lambda: list(threads.map(_some_in, plain, recordings)),
            rounds=ROUNDS,
        )
    for database in plain:
        database.close()
    a_second = [f"{CLIENTS * BATCH / taken * 1000:.0f}" for taken in (one, other)]
    note = f"A {a_second[0]}, B {a_second[1]} SMS a second, {CLIENTS} at a time; A over HTTP, a report each"
    return Compared("inbound SMS: the gateway's call / plain inserts", one, other, note)


def _some(work: Work) -> None:
    for _turn in range(BATCH):
        next(work)()


def _some_in(database: BaseDatabaseWrapper, work: Work) -> None:
    with using(database):
        _some(work)


def _message(client: int, number: int) -> str:
    """The address that Kannel asks, each time from another number."""
    said = {
        "secret": SECRET,
        "id": f"{client}-{number}",
        "from": f"+62812{client:03}{number:05}",
        "to": "1708",
        "text": STORY.format(f"{client}/{number}"),
    }
    return f"/gateway/sms/kannel?{urlencode(said)}"


def _calls(port: int, client: int) -> Work:
    line, number = HTTPConnection("127.0.0.1", port, timeout=60), 0
    while True:
        number += 1
        yield partial(_call, line, _message(client, number))


def _call(line: HTTPConnection, address: str) -> None:
    line.request("GET", address)
    answer = line.getresponse()
    _answered(answer.status, answer.read())


def _answered(status: int, body: bytes) -> None:
    if status != 200 or b"Kode akses" not in body:
        raise RuntimeError(f"{status}: {body!r}")


def _recorded(client: int) -> Work:
    """What as many calls of one client write, to be sent again."""
    database, web = copy(f"sms_recorded_{client}"), Client()
    with using(database):
        written = [
            recorded(partial(_within, web, _message(client, number)))
            for number in range(BATCH * (ROUNDS + 2))
        ]
    database.close()
    return iter([partial(replay, statements) for statements in written])


def _within(web: Client, address: str) -> None:
    answer = web.get(address)
    _answered(answer.status_code, answer.content)
