import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import override_settings

from lapor.ui.components import Status, Tone
from lapor.ui.stylesheet import SOURCE
from lapor.ui.templatetags.ui import icon_names

TEMPLATES = Path(__file__).parent.parent / "templates"


def rendered(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_silent_unless_named() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "clock" %}')
    assert 'role="img" aria-label="Waktu &lt;"' in rendered('{% icon "clock" label %}', label="Waktu <")


def test_a_misspelt_icon_fails() -> None:
    with pytest.raises(TemplateSyntaxError, match="klok"):
        rendered('{% icon "klok" %}')


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        name
        for path in SOURCE.parents[3].rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert named <= icon_names()


def test_a_status_says_word_icon_and_colour() -> None:
    html = rendered("{% status s %}", s=Status("Selesai", Tone.OK))
    assert 'class="status pill ok"' in html
    assert "#ok" in html
    assert "Selesai" in html


def test_paragraphs_keep_lines_and_nothing_else() -> None:
    text = "Satu <b>\r\ndua\r\n\r\n\r\ntiga\0 \u202eterbalik"
    assert rendered("{{ t|paragraf }}", t=text) == (
        '<p dir="auto" lang="id">Satu &lt;b&gt;<br>dua</p><p dir="auto" lang="id">tiga terbalik</p>'
    )
    assert rendered("{{ t|paragraf }}", t=None) == ""


def test_moments_figures_and_sizes() -> None:
    at = datetime(2018, 8, 29, 7, 5, tzinfo=UTC)
    assert rendered("{{ at|tanggal }}", at=at) == "Rabu, 29 Agu 2018"
    assert rendered('{{ at|waktu:"Asia/Makassar" }}', at=at).endswith("15.05 WITA")
    assert 'datetime="2018-08-29T14:05+07:00"' in rendered("{% saat at %}", at=at)
    assert rendered("{{ n|angka }} {{ p|persen }} {{ b|ukuran }}", n=57171, p=0.5, b=1200) == (
        "57.171 50,0\xa0% 1\xa0kB"
    )
    assert rendered("{{ none|tanggal }}{{ none|waktu }}{{ none|lalu }}", none=None) == "–––"


def test_only_the_demo_says_that_it_is_one() -> None:
    page = '{% demo as is_demo %}{% if is_demo %}{% include "ui/demo.html" %}{% endif %}'
    with override_settings(DEMO=True):
        shown = rendered(page)
    assert "hanya karangan" in shown
    assert 'href="/kelola/pesan/"' in shown
    with override_settings(DEMO=False):
        assert rendered(page) == ""
