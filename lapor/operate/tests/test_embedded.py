"""The embedded server under real processes: who starts it, who stops it, and what a kill leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import psycopg
import pytest

from lapor.operate.embedded import Cluster, EmbeddedError, own_folder

HOLDER = """
import signal, sys
from pathlib import Path
from lapor.operate.embedded import Cluster
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
with Cluster(Path(sys.argv[1]), {"fsync": "off"}) as cluster:
    print("up", flush=True)
    sys.stdin.readline()
"""


class Holder:
    """A process that uses the server until it is told to leave."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert _pipe(self.process.stdout).readline() == "up\n"

    def leave(self) -> None:
        self.process.communicate("\n", timeout=60)

    def end(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.communicate(timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Whatever a test leaves running is stopped by one that joins and leaves."""
    place = tmp_path / "data"
    yield place
    with Cluster(place):
        pass


def test_second_user_keeps_the_server_when_the_first_leaves(folder: Path) -> None:
    first, second = Holder(folder), Holder(folder)
    first.leave()
    assert _query(folder) == 1
    second.leave()
    assert not Cluster(folder).answers()


def test_users_at_once_on_a_new_folder(folder: Path) -> None:
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for process in starting:
        process.communicate(b"\n", timeout=120)
    assert [process.returncode for process in starting] == [0, 0, 0, 0]
    assert not Cluster(folder).answers()


def test_sigterm_of_the_last_user_stops_the_server(folder: Path) -> None:
    Holder(folder).end(signal.SIGTERM)
    assert not Cluster(folder).answers()


def test_killed_user_is_no_user(folder: Path) -> None:
    Holder(folder).end(signal.SIGKILL)
    assert _query(folder) == 1
    Holder(folder).leave()
    assert not Cluster(folder).answers()


def test_killed_server_starts_again_with_what_was_committed(folder: Path) -> None:
    with Cluster(folder) as cluster:
        with closing(psycopg.connect(cluster.url, autocommit=True)) as database:
            database.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(_postmaster(folder), signal.SIGKILL)
        _wait_until_gone(cluster)
    with Cluster(folder) as cluster, closing(psycopg.connect(cluster.url)) as database:
        assert database.execute("SELECT number FROM kept").fetchone() == (7,)


def test_pid_file_of_a_stranger_does_not_stop_the_start(folder: Path) -> None:
    """After a machine's restart the old number may belong to any process, here to this very test."""
    with Cluster(folder):
        remembered = (folder / "pg" / "postmaster.pid").read_text()
    stale = remembered.replace(remembered.split("\n", 1)[0], str(os.getpid()), 1)
    (folder / "pg" / "postmaster.pid").write_text(stale)
    with Cluster(folder):
        assert _query(folder) == 1


def test_long_path_moves_the_socket_and_keeps_it_private(tmp_path: Path) -> None:
    place = tmp_path / ("x" * 60) / ("y" * 60)
    with Cluster(place) as cluster:
        assert len(str(cluster.socket)) < 60
        assert cluster.socket.stat().st_mode & 0o777 == 0o700
        assert _query(place) == 1


def test_cut_off_creation_is_made_anew(folder: Path) -> None:
    (folder / "pg.new").mkdir(parents=True)
    (folder / "pg.new" / "PG_VERSION").write_text("18\n")
    with Cluster(folder):
        assert _query(folder) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of another user")
def test_socket_folder_of_a_stranger_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "sock"
    place.mkdir()
    os.chown(place, 12345, 12345)
    with pytest.raises(EmbeddedError, match="belongs to another user"):
        own_folder(place, Cluster(tmp_path)._owner())


def _query(folder: Path) -> int:
    with closing(psycopg.connect(Cluster(folder).url)) as database:
        row = database.execute("SELECT 1").fetchone()
    assert row is not None
    return int(row[0])


def _postmaster(folder: Path) -> int:
    return int((folder / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])


def _wait_until_gone(cluster: Cluster) -> None:
    while cluster.answers():
        pass


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
