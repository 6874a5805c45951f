"""Loaded by pytest before everything else (`-p tests.database`): gives Django a database and test keys.

It works at import because pytest-django reads the settings as soon as pytest starts. The data folder is
always a subfolder `test`, so that a test run can never reach real data, and the server there need not be
durable. Each process of a parallel run has a folder of its own in it: one collects static files while another
reads its own.
"""

import atexit
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from lapor.operate import translation
from lapor.operate.embedded import Cluster, EmbeddedError

ROOT = Path(__file__).resolve().parent.parent
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "test")
DATA = Path(os.environ.get("LAPOR_DATA") or ROOT / "var").resolve() / PROCESS
# The server that a run started. Each process of it starts one of its own all the same, for what one test
# leaves open would hold back another's: `pg_snapshot_xmin` looks at all databases of a server.
OURS = "LAPOR_TESTS_STARTED"
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def _environment() -> None:
    os.environ["LAPOR_DATA"] = str(DATA)
    os.environ["LAPOR_TESTING"] = "1"
    os.environ["LAPOR_SECRET_KEY"] = "only-for-tests-" + "x" * 50
    os.environ["LAPOR_IDENTITY_KEYS"] = "bGFwb3ItdGVzdC1rZXktb25seS1mb3ItdGVzdHMhISE="
    gateways = ("EMAIL_URL", "EMAIL_IN_URL", "EMAIL_REPLY_ADDRESS", "SMS_SEND_URL", "SMS_SECRET")
    for name in ("BASE_URL", *gateways):
        os.environ.pop(f"LAPOR_{name}", None)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start() -> None:
    _environment()
    translation.refresh()  # pages in English are tested too
    if os.environ.get("DATABASE_URL") not in (None, os.environ.get(OURS)):
        return
    signal.signal(signal.SIGTERM, _stop)
    cluster = Cluster(DATA, NOT_DURABLE)
    try:
        cluster.join()
    except EmbeddedError as error:
        sys.exit(f"The tests need PostgreSQL: {error}")
    atexit.register(cluster.leave)  # also when pytest gives up before its first hook
    os.environ["DATABASE_URL"] = os.environ[OURS] = cluster.url


_start()
