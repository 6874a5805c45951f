"""What the columns mean, for machines: CSV on the Web (W3C), at `csv-metadata.json` beside the files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from lapor.oversight.opendata.columns import LICENCE, Column, Table

CONTEXT = "http://www.w3.org/ns/csvw"
SOURCE = "LAPOR!, Kementerian PANRB"


def group(tables: Iterable[Table]) -> dict[str, Any]:
    """A table group, in Indonesian whoever asks; addresses in it are relative to its own."""
    with translation.override("id"):
        return {
            "@context": [CONTEXT, {"@language": "id"}],
            "dc:license": {"@id": LICENCE},
            "dc:publisher": SOURCE,
            "tables": [_table(table) for table in tables],
        }


def _table(table: Table) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "dc:title": str(table.title),
        "dc:description": str(table.meaning),
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            "primaryKey": list(table.key),
        },
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.meaning),
        "datatype": str(column.type),
        "null": "",
    }
