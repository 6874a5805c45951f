"""One file per component in the source, one request on a weak signal (docs/adr/0004-css.md)."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

NAME = "ui/site.css"
SOURCE = Path(__file__).parent / "static" / "ui" / "css"
# tokens.css names the layers, so it comes first; within a layer the later file wins.
FILES = (
    *("tokens", "reset", "base"),
    *(
        "layout",
        "demo",
        "header",
        "footer",
        "icon",
        "button",
        "card",
        "status",
        "notice",
        "field",
        "choice",
        "upload",
    ),
    *("timeline", "beside", "days", "figures", "facts", "table", "chart", "menu", "tabs", "pager", "dialog"),
    *("code", "tree"),
    *("keys", "keyed", "desk", "lines", "print"),
)


class Finder(BaseFinder):
    """Gives collectstatic and the test server `ui/site.css`, put together from the files above.

    The text is made once in a process: while working on the CSS, restart to see a change.
    """

    def check(self, **kwargs: object) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:  # type: ignore[override]
        if path != NAME:
            return []
        found = _built().path(NAME)
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield NAME, _built()


def together() -> str:
    """All component files in order, without comments, indentation and line ends that say nothing."""
    text = "".join((SOURCE / f"{name}.css").read_text() for name in FILES)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return re.sub(r" ?([{};])\n?", r"\1", text)


@cache
def _built() -> FileSystemStorage:
    folder = Path(_folder().name)
    (folder / NAME).parent.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(together())
    return FileSystemStorage(location=folder)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="lapor-css-")  # kept until the process ends
