"""The sentences that people read, gathered from the code: `make messages` brings the .po up to date.

Indonesian in the code is the source; a sentence without English is listed, and the tests refuse it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from lapor.operate.translation import PO

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"tests", "migrations", "static", "locale"}
_CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _CONTEXT),
    "npgettext": (*_CONTEXT, 3),
}
# No dates and line numbers: they would change with every commit.
HEADER = """# English of LAPOR. `make messages` adds new sentences; the words follow docs/glossary.md.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def gathered() -> Catalog:
    """Every marked sentence of Python and templates, without translations."""
    catalog = Catalog(locale="en")
    for path, source in _sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            catalog.add(message, locations=[(path, 1)], context=context)
    return catalog


def translated() -> Catalog:
    """What the .po holds."""
    with PO.open("rb") as source:
        return read_po(source, locale="en", abort_invalid=True)


def update() -> list[str]:
    """Writes the .po: new sentences come in empty, those no longer in the code go. The empty ones."""
    catalog = translated() if PO.exists() else Catalog(locale="en")
    catalog.update(gathered(), no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalog, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(HEADER + body.getvalue().decode())
    return [str(message.id) for message in catalog if message.id and not all(_forms(message.string))]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _sources() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "lapor").rglob("*")):
        if not LEFT_OUT.isdisjoint(path.parts) or path.suffix not in (".py", ".html", ".txt"):
            continue
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            yield name, path.read_bytes()
        elif "templates" in path.parts:
            yield name, _as_python(path.read_text())


def _as_python(template: str) -> bytes:
    """Django's own rewriting; what the page indents would be an error in Python."""
    return "\n".join(line.lstrip() for line in templatize(template).splitlines()).encode()


if __name__ == "__main__":
    for missing in update():
        print("no English yet:", missing)
