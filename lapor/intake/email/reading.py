"""From bytes to a mail we can reason about, whatever was sent: no mail may break this.

Headers are decoded here and not by the newer policies of `email`, which raise on some broken ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from typing import TypeAlias

from django.core.exceptions import ValidationError

from lapor.accounts.contacts import email_address
from lapor.intake.email.plain import text_of
from lapor.reports.texts import tidy

Parsed: TypeAlias = "Message[str, str]"

# Bounds, so that a mail made to be slow costs no more than others.
MOST_PARTS = 200
MOST_LINES = 1_000_000
MOST_DELIMITERS = 5_000
MOST_OF_A_HEAD = 256 * 1024
MOST_OF_A_HEADER = 10_000
MOST_OF_A_TEXT = 300_000
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]{1,200}@[^\s<>,;:\"()\[\]@]{1,200}")
# Charsets that mails are written in; others (punycode, say) are slow or are none.
_CHARSET = re.compile(r"(?i)utf[-_]?(8|16|16le|16be|32)|(us-)?ascii|iso-?(8859|2022).{0,12}|windows-\d+|cp\d+"
                      r"|koi8.{0,2}|gb\w{1,10}|big5.{0,6}|shift_?jis|euc.{0,6}")  # fmt: skip
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/ms-tnef"})


@dataclass(frozen=True)
class File:
    """Something attached: its name as the sender wrote it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """`sender`: the one address of From in small letters, "" where there is none or more than one."""

    message: Parsed
    raw: bytes
    sender: str
    subject: str
    recipients: tuple[str, ...]

    def headers(self, name: str) -> list[str]:
        return _headers(self.message, name)

    def header(self, name: str) -> str:
        return next(iter(self.headers(name)), "")


def read(raw: bytes) -> Mail:
    """A mail of these bytes. Never raises: of what cannot be taken apart only the headers are read."""
    message = _parsed(raw)
    to = [address for name in _TO for value in _headers(message, name) for address in _ADDRESS.findall(value)]
    return Mail(message, raw, _sender(message), _subject(message), tuple(dict.fromkeys(to)))


def written(mail: Mail) -> str:
    """The text as sent, quotes and all: the plain form where there is one, else what the HTML says."""
    plain = [_decoded(part) for part in leaves(mail.message) if _is_text(part, "plain")]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    pages = [_decoded(part) for part in leaves(mail.message) if _is_text(part, "html")]
    return "\n".join(text_of(page) for page in pages)


def files(mail: Mail) -> list[File]:
    """What is attached, pictures inside the text too: better a logo too many than a citizen's photo lost."""
    return [
        File(_file_name(part), _content(part))
        for part in leaves(mail.message)
        if not (_is_text(part, "plain") or _is_text(part, "html"))
        and part.get_content_type() not in _SIGNATURES
    ]


def leaves(message: Parsed) -> Iterator[Parsed]:
    """The parts that hold something, at most 200. A mail inside a mail is one of them."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart":
            if isinstance(inner, list):
                waiting.extend(reversed([one for one in inner if isinstance(one, Message)]))
        else:
            yield part


def _parsed(raw: bytes) -> Parsed:
    parser: BytesParser[Parsed] = BytesParser(policy=compat32)
    raw = _short_head(raw)
    try:
        if _is_sound(raw):
            return parser.parsebytes(raw)
    except Exception:  # noqa: S110 - whatever a made-up mail may provoke, its headers are read below
        pass
    return parser.parsebytes(raw, headersonly=True)


def _short_head(raw: bytes) -> bytes:
    """Headers beyond a bound are dropped: nobody writes so many."""
    ends = [end for mark in (b"\n\n", b"\r\n\r\n") if (end := raw.find(mark)) >= 0]
    end = min(ends, default=len(raw))
    return raw if end <= MOST_OF_A_HEAD else raw[:MOST_OF_A_HEAD] + b"\n\n" + raw[end:].lstrip()


def _is_sound(raw: bytes) -> bool:
    """The parser goes one call deeper for each part within a part, and keeps much for each line and part."""
    deep = raw.lower().count(b"boundary") > MOST_PARTS
    return not deep and raw.count(b"\n") <= MOST_LINES and raw.count(b"\n--") <= MOST_DELIMITERS


def _sender(message: Parsed) -> str:
    values = _headers(message, "From")
    found = [address for _name, address in getaddresses(values) if address]
    if len(values) != 1 or len(found) != 1:
        return ""
    # Odd brackets and commas make parsers disagree about who is meant: then it is nobody.
    if values[0].strip() != found[0] and not values[0].rstrip().endswith(f"<{found[0]}>"):
        return ""
    try:
        return email_address(found[0])
    except ValidationError:
        return ""


def _subject(message: Parsed) -> str:
    value = next(iter(_headers(message, "Subject")), "")
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        pieces = [(value, None)]
    text = "".join(
        piece if isinstance(piece, str) else _words(piece, charset or "utf-8") for piece, charset in pieces
    )
    return " ".join(tidy(text).split())[:200]


def _headers(message: Parsed, name: str) -> list[str]:
    """Values of a header, unfolded and cut to a bound; bytes beyond ASCII become question marks."""
    values = [str(value)[:MOST_OF_A_HEADER] for value in message.get_all(name, [])]
    return [" ".join(value.encode("utf-8", "replace").decode().split()) for value in values[:100]]


def _is_text(part: Parsed, kind: str) -> bool:
    body = part.get_content_disposition() != "attachment" and not part.get_filename()
    return body and part.get_content_type() == f"text/{kind}"


def _decoded(part: Parsed) -> str:
    return _words(_content(part)[:MOST_OF_A_TEXT], part.get_content_charset() or "utf-8")


def _content(part: Parsed) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:
        return b""
    # A mail within a mail has no bytes of its own; it is no file that a report can hold.
    return content if isinstance(content, bytes) else part.get_content_type().encode()


def _words(raw: bytes, charset: str) -> str:
    known = charset if _CHARSET.fullmatch(charset) else "utf-8"
    try:
        text = raw.decode(known, "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode()  # halves of letters, which no database takes


def _file_name(part: Parsed) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:
        name = ""
    return " ".join(tidy(name.encode("utf-8", "replace").decode()).split())[:80]
