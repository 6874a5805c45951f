"""English is whole: every sentence of the code has one, with the same places for names and numbers."""

from __future__ import annotations

import ast
import re
from functools import cache

from babel.messages.catalog import Catalog, Message

from lapor.operate import messages, translation
from tests.architecture.tree import parsed, short, sources

PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?\w+[^>]*>")
GETTEXT = re.compile(r"^n?p?gettext(_lazy|_noop)?$")
HINT = "run `make messages`, then write the English into the .po"


@cache
def code() -> Catalog:
    return messages.gathered()


@cache
def english() -> Catalog:
    return messages.translated()


def test_the_po_holds_what_the_code_says() -> None:
    new, gone = _keys(code()) - _keys(english()), _keys(english()) - _keys(code())
    assert (sorted(new), sorted(gone)) == ([], []), HINT


def test_every_sentence_has_its_english() -> None:
    assert [message.id for message in _sentences() if not all(_forms(message.string))] == [], HINT
    assert [message.id for message in _sentences() if message.fuzzy] == []


def test_english_keeps_the_places_of_names_and_numbers() -> None:
    wrong = []
    for message in _sentences():
        wanted = _places(_forms(message.id)[-1])
        forms = _forms(message.string)
        # "One thing" needs no number; the plural does.
        if _places(forms[-1]) != wanted or not set(_places(forms[0])) <= set(wanted):
            wrong.append(message.id)
    assert wrong == []


def test_english_is_no_copy_and_breaks_no_markup() -> None:
    copied = [
        m.id for m in _sentences() if m.string == m.id and " " in str(m.id) and "CC BY" not in str(m.id)
    ]
    assert copied == []
    quoted = [m.id for m in _sentences() if '"' in re.sub(r"<[^>]*>", "", " ".join(_forms(m.string)))]
    assert quoted == []  # it may stand in an attribute: write “ ” instead


def test_sentences_are_marked_by_names_that_are_gathered() -> None:
    """An alias such as `gettext as words` would hide its sentences."""
    hidden = [
        f"{short(path)}: {alias.name} as {alias.asname}"
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if GETTEXT.match(alias.name) and (alias.asname or alias.name) not in messages.KEYWORDS
    ]
    assert hidden == []


def test_it_is_compiled_and_read() -> None:
    assert translation.MO.exists()
    assert not translation.refresh()


def _sentences() -> list[Message]:
    return [message for message in english() if message.id]


def _keys(catalog: Catalog) -> set[str]:
    return {f"{message.context or ''}|{'|'.join(_forms(message.id))}" for message in catalog if message.id}


def _places(text: str) -> list[str]:
    return sorted(PLACES.findall(text))


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)
