"""Templates hold no code and no style of their own: the content security policy would let none of it run."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import short, templates

COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)

RULES = {
    "inline style": re.compile(r"<style[\s>]|\sstyle\s*="),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=.application/)"),
    "hx-on": re.compile(r"\s(?:data-)?hx-on[:\s=-]"),
    "code in a value": re.compile(r"""["'](?:js|javascript):"""),
    "filter in a trigger": re.compile(r"""hx-trigger=["'][^"']*\["""),
    "address of another host": re.compile(r"""(?:src|href)=["'](?:https?:)?//[^"']+\.(?:js|css|woff2?)"""),
}


@pytest.mark.parametrize("rule", RULES)
def test_templates_hold_no(rule: str) -> None:
    found = [
        f"{short(path)}: {match.group().strip()[-60:]}"
        for path in templates()
        if path.suffix in (".html", ".svg")
        for match in RULES[rule].finditer(COMMENTS.sub("", path.read_text()))
    ]
    assert found == []
