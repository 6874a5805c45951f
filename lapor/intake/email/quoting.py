"""What is new in a reply: without the mail it answers, the signature and what a phone adds by itself."""

from __future__ import annotations

import re

from lapor.reports.texts import tidy

# "Pada Sel, 28 Agu 2018 pukul 09.14 LAPOR! <...> menulis:", which programs break over up to three lines.
_INTRODUCED = re.compile(r"(?is)(pada|on|am|le)\b.{4,300}\b(menulis|wrote|schrieb|écrit)\s*:")
# Lines under which everything is the mail that was answered.
_BELOW = re.compile(
    r"(?i)-{2,}\s*(original message|pesan asli|forwarded message|pesan terusan|pesan yang diteruskan)\s*-{2,}"
    r"|_{20,}"
)
# Outlook's header of the mail that was answered: a sender, and in the next lines a date or a recipient.
_FROM = re.compile(r"(?i)\*?(from|dari)\s?:\*?\s\S")
_SENT = re.compile(r"(?i)\*?(sent|date|to|dikirim|tanggal|kepada|terkirim)\s?:\*?\s")
_PHONE = re.compile(r"(?i)(dikirim dari|sent from|get outlook for|dapatkan outlook untuk)\b.{0,80}")
_SPANS = 3


def new_words(text: str) -> str:
    """The writer's own words; "" when nothing is left. Works in time linear in the lines."""
    lines = tidy(text).split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line == "--" or _BELOW.fullmatch(line) or _outlook(lines, at):
            break
        span = _introduction(lines, at)
        if span and not _quoted_next(lines, at + span):
            break
        if not span and not line.startswith(">") and not _PHONE.fullmatch(line):
            kept.append(lines[at].rstrip())
        at += span or 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _introduction(lines: list[str], at: int) -> int:
    """How many lines the sentence takes that introduces a quote; 0 when none begins here."""
    for span in range(1, _SPANS + 1):
        ends = lines[at : at + span][-1].rstrip().endswith(":")
        if ends and _INTRODUCED.fullmatch(" ".join(line.strip()[:200] for line in lines[at : at + span])):
            return span
    return 0


def _quoted_next(lines: list[str], at: int) -> bool:
    """Whether the quote is marked line by line: then what follows it is the writer's again."""
    below = next((line for line in lines[at : at + 3] if line.strip()), "")
    return below.lstrip().startswith(">")


def _outlook(lines: list[str], at: int) -> bool:
    below = [line.strip() for line in lines[at + 1 : at + 4]]
    return bool(_FROM.match(lines[at].strip())) and sum(bool(_SENT.match(line)) for line in below) >= 2
