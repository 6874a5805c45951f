"""Reads an xlsx workbook row by row, however large: never more than one row and the short texts in memory.

python-calamine is faster, but holds a sheet whole: 360 MB for 100,000 reports of ordinary length.
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from lapor.reports.importing import columns
from lapor.reports.importing.cells import bare
from lapor.reports.importing.rows import Raw
from lapor.reports.importing.sheets import CELL_MAX, TITLE_ROWS, ImportFileError, checked, no_header

CHUNK = 1 << 16
# What a part may unpack to. Compressed XML can be a thousand times smaller than what it stands for.
PART_MAX = 4 << 30
SMALL_PART_MAX = 4 << 20
# Texts up to this length are kept in memory, longer ones in a nameless file.
SHORT = 120
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REF = re.compile("([A-Z]{1,3})[0-9]+")

Start = Callable[[str, dict[str, str]], None]


def read(path: Path) -> Iterator[Raw]:
    """The rows below the header of the sheet "Laporan Ringkas", else of the first sheet."""
    yield from _below_header(sheet_rows(path))


def sheet_rows(path: Path, *, most: int = PART_MAX) -> Iterator[tuple[int, dict[int, str]]]:
    """Every row of that sheet: its number from 1, and its cells by their place from 0.

    `most`: bytes that its sheet, and its texts, may unpack to; ImportFileError beyond.
    """
    try:
        with zipfile.ZipFile(path) as book:
            sheet = _sheet_part(book)
            with _SharedTexts() as shared:
                if "xl/sharedStrings.xml" in book.namelist():
                    shared.load(book, most)
                yield from _rows(book, sheet, shared, most)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ImportFileError(f"this workbook is damaged or locked: {error}") from None
    except expat.ExpatError as error:
        raise ImportFileError(f"this workbook is damaged: {error}") from None


def _below_header(rows: Iterator[tuple[int, dict[int, str]]]) -> Iterator[Raw]:
    titles: list[str] | None = None
    for seen, (line, cells) in enumerate(rows):
        if titles is None:
            width = max(cells, default=-1) + 1
            titles = columns.header([cells.get(index, "") for index in range(width)])
            if titles is not None:
                checked(titles)
            elif seen >= TITLE_ROWS:
                break
        elif any(cells.values()):
            named = {titles[index]: bare(text) for index, text in cells.items() if index < len(titles)}
            named.pop("", None)
            if any(named.values()):
                yield Raw(line, named)
    if titles is None:
        raise no_header()


def _sheet_part(book: zipfile.ZipFile) -> str:
    """The part that holds the sheet wanted: workbook.xml names the sheets, its relations their parts."""
    sheets: list[tuple[str, str]] = []
    parts: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith("id")), "")
            sheets.append((attributes.get("name", ""), identity))

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            parts[attributes.get("Id", "")] = attributes.get("Target", "")

    if "xl/workbook.xml" not in book.namelist():
        raise ImportFileError("this is no workbook: save it as xlsx or csv and try again")
    _parse(book, "xl/workbook.xml", start=sheet, most=SMALL_PART_MAX)
    _parse(book, "xl/_rels/workbook.xml.rels", start=relation, most=SMALL_PART_MAX)
    wanted = [identity for name, identity in sheets if name == "Laporan Ringkas"]
    chosen = next(iter(wanted or [identity for _name, identity in sheets]), "")
    target = parts.get(chosen, "worksheets/sheet1.xml")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    if part not in book.namelist():
        raise ImportFileError("this workbook is damaged: it has no sheet")
    return part


def _rows(
    book: zipfile.ZipFile, part: str, shared: _SharedTexts, most: int
) -> Iterator[tuple[int, dict[int, str]]]:
    sheet = _Sheet(shared)
    parser = _parser(sheet.start, sheet.end, sheet.text)
    for chunk in _chunks(book, part, most):
        parser.Parse(chunk, False)
        yield from sheet.rows
        sheet.rows.clear()
    parser.Parse(b"", True)
    yield from sheet.rows


class _Texts:
    """Gathers the text of `v` and `t` elements, phonetic readings left out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.reading = False
        self.phonetic = False

    def text(self, data: str) -> None:
        # What is longer than any cell may be is refused later; no need to hold all of it.
        if self.reading and self.length <= CELL_MAX:
            self.parts.append(data)
            self.length += len(data)

    def begin(self, name: str) -> None:
        if name == "rPh":
            self.phonetic = True
        elif name in ("v", "t"):
            self.reading = not self.phonetic

    def finish(self, name: str) -> None:
        if name == "rPh":
            self.phonetic = False
        elif name in ("v", "t"):
            self.reading = False

    def take(self) -> str:
        whole = "".join(self.parts)
        self.parts, self.length = [], 0
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), whole) if "_x" in whole else whole


class _Sheet(_Texts):
    """Turns the elements of a sheet into rows: number and cells by their place from 0."""

    def __init__(self, shared: _SharedTexts) -> None:
        super().__init__()
        self.rows: list[tuple[int, dict[int, str]]] = []
        self._shared = shared
        self._number = 0
        self._cells: dict[int, str] = {}
        self._place = -1
        self._type = ""
        self._places: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place = self._place_of(attributes.get("r", ""))
            self._type = attributes.get("t", "")
        elif name == "row":
            number = attributes.get("r", "")
            self._number = int(number) if number.isdecimal() else self._number + 1
            self._cells, self._place = {}, -1
        else:
            self.begin(name)

    def end(self, name: str) -> None:
        if name == "c":
            text = self.take()
            if text:
                self._cells[self._place] = self._shared.at(text) if self._type == "s" else text
        elif name == "row":
            self.rows.append((self._number, self._cells))
        else:
            self.finish(name)

    def _place_of(self, reference: str) -> int:
        found = _REF.fullmatch(reference)
        if found is None:
            return self._place + 1
        letters = found[1]
        if letters not in self._places:
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            self._places[letters] = place - 1
        return self._places[letters]


class _SharedTexts(_Texts):
    """The table of texts that cells point to; long ones lie in a file that has no name."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[str | int] = []
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed on exit
        self._end = 0

    def __enter__(self) -> _SharedTexts:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def load(self, book: zipfile.ZipFile, most: int) -> None:
        def end(name: str) -> None:
            if name == "si":
                self._keep(self.take())
            else:
                self.finish(name)

        _parse(book, "xl/sharedStrings.xml", lambda name, _: self.begin(name), end, self.text, most=most)
        self._file.flush()

    def at(self, index: str) -> str:
        """The text that a cell points to; empty where it points nowhere."""
        place = int(index) if index.isdecimal() else -1
        entry = self._entries[place] if 0 <= place < len(self._entries) else ""
        if isinstance(entry, str):
            return entry
        return os.pread(self._file.fileno(), entry & 0xFFFFFF, entry >> 24).decode("utf-8", "surrogatepass")

    def _keep(self, text: str) -> None:
        if len(text) <= SHORT:
            self._entries.append(text)
            return
        data = text.encode("utf-8", "surrogatepass")[:0xFFFFFF]
        self._file.write(data)
        self._entries.append(self._end << 24 | len(data))
        self._end += len(data)


def _parse(
    book: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Callable[[str], None] = lambda _name: None,
    text: Callable[[str], None] = lambda _data: None,
    *,
    most: int = PART_MAX,
) -> None:
    parser = _parser(start, end, text)
    for chunk in _chunks(book, part, most):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _parser(start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _no_doctype(*_declaration: object) -> None:
    """No workbook has one; an entity that grows a million times would stand in it."""
    raise ImportFileError("this workbook is damaged: it declares a document type")


def _chunks(book: zipfile.ZipFile, part: str, most: int) -> Iterator[bytes]:
    try:
        # What the archive says of a part is all that is ever unpacked of it.
        if book.getinfo(part).file_size > most:
            raise ImportFileError("this workbook is too large; save it as csv and import that")
        with book.open(part) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except KeyError:
        raise ImportFileError(f"this workbook is damaged: {part} is missing") from None
