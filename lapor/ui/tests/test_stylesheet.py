import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from lapor.ui.stylesheet import FILES, NAME, SOURCE, together


def test_every_component_file_is_in_the_order() -> None:
    assert {path.stem for path in SOURCE.glob("*.css")} == set(FILES)


def test_one_file_is_served() -> None:
    found = finders.find(NAME)
    assert isinstance(found, str)
    assert Path(found).read_text() == together()


def test_the_budget_holds() -> None:
    text = together().encode()
    assert len(text) < 30_000
    assert len(brotli.compress(text)) < 8_000


@pytest.mark.parametrize("name", FILES)
def test_components_speak_in_tokens_and_stand_in_a_layer(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (SOURCE / f"{name}.css").read_text(), flags=re.DOTALL)
    if name == "tokens":
        assert text.strip().startswith("@layer reset, base, components, pages;")
        return
    assert re.search(r"@layer (reset|base|components|pages) \{", text)
    if name != "print":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text)


def test_every_variable_used_is_known() -> None:
    text = together()
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+):", text))
