"""Which kinds of files are accepted, and how the bytes tell them apart."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import puremagic

from lapor.reports.cleaning.reasons import Reason, Refused


class Kind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    MP4 = "mp4"
    MOV = "mov"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def extension(self) -> str:
        return "jpg" if self is Kind.JPEG else self.value


_CONTENT_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.HEIC: "image/heic",
    Kind.PDF: "application/pdf",
    Kind.MP4: "video/mp4",
    Kind.MOV: "video/quicktime",
}
_HEAD = 4096
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MP4_BRANDS = {
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42", b"mp71", b"dash",
    b"MSNV", b"M4V ", b"M4VH", b"M4VP", b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3g2a",
}  # fmt: skip
# The second opinion may know a family under another of its names.
_AGREED = {
    Kind.JPEG: {".jpg", ".jpeg", ".jfif", ".jpe"},
    Kind.PNG: {".png"},
    Kind.WEBP: {".webp"},
    Kind.HEIC: {".heic", ".heif", ".mp4"},
    Kind.PDF: {".pdf"},
    Kind.MP4: {".mp4", ".m4v", ".3gp", ".3g2", ".mov"},
    Kind.MOV: {".mov", ".qt", ".qtvr"},
}


def sniff(path: Path) -> Kind:
    """The kind by the first bytes, when our own look and puremagic agree; raises Refused."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    kind = _by_signature(head)
    if kind is None or not _agreed(head, kind):
        raise Refused(Reason.UNKNOWN_KIND)
    return kind


def _by_signature(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    return _by_brand(head[8:12]) if head[4:8] == b"ftyp" else None


def _by_brand(brand: bytes) -> Kind | None:
    if brand in _HEIC_BRANDS:
        return Kind.HEIC
    if brand == b"qt  ":
        return Kind.MOV
    return Kind.MP4 if brand in _MP4_BRANDS else None


def _agreed(head: bytes, kind: Kind) -> bool:
    try:
        seen = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.extension in _AGREED[kind] for match in seen)
