"""Writes rows as csv and Parquet at once, a chunk at a time, and says what came of it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
from pyarrow import parquet

from lapor.oversight.opendata.columns import LICENCE, Row, Table, Type
from lapor.oversight.opendata.csvs import plain
from lapor.oversight.opendata.keeping import CHECKSUMS

# Rows of one group of a Parquet file: what a writer holds in memory.
GROUP = 10_000
_TYPES: dict[Type, Any] = {
    Type.STRING: pa.string(),
    Type.JSON: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.DATE: pa.date32(),
}


class Writer:
    """Two files of one table, open while the block lasts. The same rows make the same bytes."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table, self.rows = table, 0
        self._waiting: list[Row] = []
        self._schema = _schema(table)
        self._file = (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(table.names)
        self._parquet = parquet.ParquetWriter(
            folder / f"{table.name}.parquet", self._schema, compression="zstd"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._file.close()
        self._parquet.close()

    def write(self, rows: Iterable[Row]) -> None:
        """Add rows; each has one cell for each column of the table."""
        for row in rows:
            self._csv.writerow([plain(cell) for cell in row])
            self._waiting.append(row)
            if len(self._waiting) >= GROUP:
                self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        arrays = [
            pa.array(cells, field.type)
            for cells, field in zip(_turned(self._waiting), self._schema, strict=True)
        ]
        self._parquet.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self.rows += len(self._waiting)
        self._waiting.clear()


def checksums(folder: Path, rows: dict[str, int]) -> dict[str, dict[str, str | int]]:
    """Write the list of checksums beside the files, as `sha256sum -c` reads it.

    Says of each file, the list too, its SHA-256, its size in bytes and how many rows it has.
    """
    paths = sorted(folder.iterdir())
    found = {path.name: _described(path, rows[path.stem]) for path in paths}
    listing = folder / CHECKSUMS
    listing.write_text("".join(f"{one['sha256']}  {name}\n" for name, one in found.items()))
    return {**found, CHECKSUMS: _described(listing, len(found))}


def _described(path: Path, rows: int) -> dict[str, str | int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "size": path.stat().st_size, "rows": rows}


def _schema(table: Table) -> Any:
    fields = [pa.field(column.name, _TYPES[column.type]) for column in table.columns]
    return pa.schema(fields, metadata={"license": LICENCE, "table": table.name})


def _turned(rows: list[Row]) -> Iterable[tuple[Any, ...]]:
    return zip(*rows, strict=True)
