"""Pictures drawn anew: only the points survive, no place, device, time, thumbnail or appended file."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps

from lapor.reports.cleaning.kinds import Kind
from lapor.reports.cleaning.reasons import Reason, Uncleanable

_MOST_POINTS = 50_000_000
_LONG_EDGE = 4096
_QUALITY = 85
# What Pillow's readers raise on broken, cut or hostile files.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, RuntimeError,
    AttributeError, AssertionError, struct.error, zlib.error,
)  # fmt: skip
# Only a warning between one and two times Pillow's own limit; ours is lower and checked by hand.
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def redraw(source: Path, target: Path, kind: Kind) -> None:
    """Turned upright, first frame only, at most 4096 points long; raises Uncleanable."""
    try:
        picture = _heic(source) if kind is Kind.HEIC else _read(source, kind)
        _save(picture, target, kind)
    except _BOMBS as bomb:
        raise Uncleanable(Reason.TOO_MANY_POINTS) from bomb
    except MemoryError as bomb:
        raise Uncleanable(Reason.TOO_COMPLEX) from bomb
    except _BROKEN as broken:
        raise Uncleanable(Reason.DAMAGED) from broken


def _read(source: Path, kind: Kind) -> Image.Image:
    # Only the one reader that the bytes named may look at the file.
    with Image.open(source, formats=[kind.name]) as opened:
        _check_size(opened.size)
        opened.seek(0)
        opened.load()
        return _shrunk(ImageOps.exif_transpose(opened))


def _heic(source: Path) -> Image.Image:
    opened = pillow_heif.open_heif(source, convert_hdr_to_8bit=True)
    _check_size(opened.size)
    # libheif has turned the picture already; the EXIF note of it would turn it twice.
    return _shrunk(opened.to_pillow())


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > _MOST_POINTS:
        raise Uncleanable(Reason.TOO_MANY_POINTS)


def _shrunk(picture: Image.Image) -> Image.Image:
    plain = _plain_mode(picture)
    plain.thumbnail((_LONG_EDGE, _LONG_EDGE))
    return plain


def _plain_mode(picture: Image.Image) -> Image.Image:
    """Grey, RGB or RGBA in a picture of its own; the notes that Pillow would write again stay behind."""
    see_through = picture.has_transparency_data
    mode = "RGBA" if see_through else "L" if picture.mode in ("1", "L") else "RGB"
    plain = picture.convert(mode) if picture.mode != mode else picture.copy()
    plain.info = {}
    return plain


def _save(picture: Image.Image, target: Path, kind: Kind) -> None:
    if kind is Kind.PNG:
        picture.save(target, "PNG", optimize=False)
    elif kind is Kind.WEBP:
        picture.save(target, "WEBP", quality=_QUALITY)
    else:
        opaque = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
        opaque.save(target, "JPEG", quality=_QUALITY, optimize=True)
