"""What is asked of the service over HTTP: pages as they are, files once and held against their checksums."""

from __future__ import annotations

import csv
import hashlib
import time
from collections.abc import Iterator
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

try:
    from pyarrow import parquet
except ImportError:
    parquet = None
READS_PARQUET = parquet is not None

WAIT_SECONDS, TRIES = 20, 6


class NotToBeHad(Exception):
    """The service does not answer, or a file is not what the list of checksums says."""


class Service:
    """What is asked of the service; files go into a folder once and are checked there."""

    def __init__(self, address: str, folder: Path, form: str) -> None:
        self.address, self.folder, self.form = address.rstrip("/"), folder, form
        self.today = date.today()
        self._sums: dict[date, dict[str, str]] = {}

    def read(self, path: str) -> bytes | None:
        """None for what is not there; waits for what is being written anew."""
        for _try in range(TRIES):
            request = Request(self.address + path, headers={"Accept-Language": "id"})
            try:
                with urlopen(request, timeout=60) as answer:
                    moment = parsedate_to_datetime(answer.headers["Date"])
                    self.today = (moment + timedelta(hours=7)).date()
                    return bytes(answer.read())
            except HTTPError as refusal:
                refusal.close()
                if refusal.code == 404:
                    return None
                if refusal.code not in (429, 503):
                    raise NotToBeHad(f"{path}: {refusal.code}") from refusal
                time.sleep(WAIT_SECONDS)
            except URLError as fault:
                raise NotToBeHad(f"{self.address}: {fault.reason}") from fault
        raise NotToBeHad(f"{path}: still being written")

    def page(self, path: str) -> str:
        """A page; NotToBeHad where there is none."""
        found = self.read(path)
        if found is None:
            raise NotToBeHad(f"{path}: 404")
        return found.decode()

    def rows(self, month: date, table: str) -> Iterator[dict[str, str]]:
        """The rows of one file; none where the month has no data."""
        name = f"{table}.{self.form}"
        path = self.folder / f"{month:%Y-%m}-{name}"
        if not path.exists():
            path.write_bytes(self._fetched(month, name))
        if path.stat().st_size:
            yield from _csv(path) if self.form == "csv" else _parquet(path)

    def _fetched(self, month: date, name: str) -> bytes:
        """Once more with a new list where the file was written anew between the two."""
        for _try in range(2):
            wanted = self._checksums(month).get(name)
            content = self.read(f"/data/{month:%Y-%m}/{name}") if wanted else b""
            if not wanted or hashlib.sha256(content or b"").hexdigest() == wanted:
                return content or b""
            del self._sums[month]
        raise NotToBeHad(f"{month:%Y-%m}/{name}: not what the checksum says")

    def _checksums(self, month: date) -> dict[str, str]:
        if month not in self._sums:
            lines = (self.read(f"/data/{month:%Y-%m}/SHA256SUMS") or b"").decode().splitlines()
            self._sums[month] = {name: checksum for checksum, name in (line.split("  ") for line in lines)}
        return self._sums[month]


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _parquet(path: Path) -> Iterator[dict[str, str]]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield {name: "" if cell is None else str(cell) for name, cell in row.items()}
