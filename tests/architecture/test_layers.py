"""What import-linter cannot see: foreign keys, template includes and template tags look down as well."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from tests.architecture.tree import ROOT, layers, looks_down, room, short, sources, templates

PARENT = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
LOADED = re.compile(r"{%\s*load\s+(?:[\w\s]+\s+from\s+)?([\w\s]+?)\s*%}")


def test_foreign_keys_look_down() -> None:
    found = [
        f"{model._meta.label}.{field.name} -> {other._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and isinstance(other := field.related_model, type)
        if (upper := _room_of_app(model._meta.app_config)) and (lower := _room_of_app(other._meta.app_config))
        if not looks_down(upper, lower)
    ]
    assert found == []


def test_template_includes_look_down() -> None:
    owners = {_name(path): room(path) for path in templates()}
    found = [
        f"{short(path)} -> {target}"
        for path in templates()
        for target in PARENT.findall(path.read_text())
        if target in owners and not looks_down(room(path), owners[target])
    ]
    assert found == []


def test_template_tags_come_from_below() -> None:
    owners = {path.stem: room(path) for path in sources() if path.parent.name == "templatetags"}
    found = [
        f"{short(path)} -> {library}"
        for path in templates()
        for names in LOADED.findall(path.read_text())
        for library in names.split()
        if library in owners and not looks_down(room(path), owners[library])
    ]
    assert found == []


def test_two_rooms_own_no_template_of_one_name() -> None:
    names = [_name(path) for path in templates()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_room_has_its_layer() -> None:
    there = {room(path) for path in sources() if path.is_relative_to(ROOT / "lapor")}
    assert sorted(there - set(layers()) - {"settings", "wsgi", "__init__"}) == []


def _room_of_app(config: object) -> str | None:
    name = str(getattr(config, "name", ""))
    return name.split(".")[1] if name.startswith("lapor.") else None


def _name(path: Path) -> str:
    return path.as_posix().rsplit("/templates/", 1)[1]
