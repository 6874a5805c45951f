"""The checker of pages finds what it is for."""

import pytest

from tests.html import problems

GOOD = """<!DOCTYPE html><html lang="id"><head><title>Judul</title></head><body><main><h1>Judul</h1>
<label for="a">Nama</label><input id="a" aria-describedby="h"><p id="h">Nama lengkap</p>
<label>Setuju <input type="checkbox" name="b"></label>%s</main></body></html>"""


def test_a_good_page() -> None:
    assert problems(GOOD % "") == []


@pytest.mark.parametrize(
    ("addition", "fault"),
    [
        ("<h1>Lagi</h1>", "2 h1"),
        ("<p id=a>", "stands 2 times"),
        ("<input name=x>", "has no label"),
        ("<textarea></textarea>", "has no label"),
        ("<label for=q>X</label>", "points to 'q'"),
        ("<p style='color:red'>x</p>", "style="),
        ("<p onclick='x()'>x</p>", "onclick="),
        ("<p hx-on:click='x()'>x</p>", "hx-on"),
        ("<script>1</script>", "inline <script>"),
        ("<style>p{}</style>", "<style>"),
        ("<a href='javascript:x'>x</a>", "javascript:"),
        ("<button><svg></svg></button>", "says nothing"),
        ("<img src=x>", "no alt"),
        ("<p><div></p>", "invalid HTML"),
        ("<p><b>x</p>", "invalid HTML"),
    ],
)
def test_each_fault_is_found(addition: str, fault: str) -> None:
    assert any(fault in each for each in problems(GOOD % addition))


def test_a_fragment_needs_no_frame() -> None:
    assert problems("<li><a href='/'>Beranda</a></li>") == []
    assert problems("<li><input name=x></li>")
