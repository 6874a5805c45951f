"""Names and words: a folder is a word of the business, and nothing of the place of writing remains."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files, short, sources

BANNED = {"utils", "helpers", "common", "core", "base", "services", "managers", "misc", "lib"}

# Spelt in pieces, so that this file does not hold them itself.
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X:")))
PLACES = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/")
HOSTS = re.compile(
    r"https?://(?:files|registry|deb|download|mirror)s?\.|py" + r"pi\.org|python" + "hosted|npm" + r"js\."
)
WORDS = re.compile(r"(?i)session " + r"of |\bissues? #?\d+\b")

TEXT = {
    ".py", ".md", ".html", ".css", ".js", ".txt", ".in", ".toml", ".sh", ".csv", ".json", ".yml", ".service",
    ".conf", ".svg", ".po", ".typ", "",
}  # fmt: skip


def test_no_folder_or_module_is_a_dump() -> None:
    parts = {part for path in sources() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert sorted(parts & BANNED) == []


def test_nothing_is_left_unfinished() -> None:
    assert _found(UNFINISHED) == []


def test_no_path_of_a_machine() -> None:
    assert _found(PLACES) == []


def test_no_package_registry() -> None:
    assert _found(HOSTS) == []


def test_no_word_about_how_it_was_written() -> None:
    assert _found(WORDS) == []


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{short(path)}:{number}: {match.group()}"
        for path in files()
        if path.suffix in TEXT and path.stat().st_size < 3_000_000
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if (match := pattern.search(line))
    ]
