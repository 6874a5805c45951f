"""Pictures drawn anew, made by the tests themselves."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from lapor.reports.cleaning import Cleaned, Kind, Reason, Refused, clean, safe_name

CANARY = b"CANARY-jalan-rahasia-12"
LIMIT = 20 * 1024 * 1024
FORMATS = {"JPEG": Kind.JPEG, "PNG": Kind.PNG, "WEBP": Kind.WEBP}


def cleaned(content: bytes) -> Cleaned:
    return clean(io.BytesIO(content), limit_bytes=LIMIT)


def with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update(
        {1: "S", 2: (6.0, 54.0, 53.0), 3: "E", 4: (107.0, 36.0, 35.0), 29: "2018:08:28"}
    )
    return exif


def picture(form: str, size: tuple[int, int] = (60, 30), mode: str = "RGB") -> bytes:
    drawn, out = Image.new(mode, size, "red" if mode != "L" else 80), io.BytesIO()
    drawn.paste("blue" if mode != "L" else 200, (0, 0, 10, 10))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", CANARY.decode())
    extra = (
        {"pnginfo": notes} if form == "PNG" else {"comment": CANARY} if form == "JPEG" else {"xmp": CANARY}
    )
    drawn.save(out, form, exif=with_place(), icc_profile=CANARY * 20, **extra)
    return out.getvalue() + CANARY


@pytest.mark.parametrize(("form", "kind"), FORMATS.items())
def test_place_device_and_anything_appended_go(form: str, kind: Kind) -> None:
    before = picture(form)
    assert before.count(CANARY) >= 3
    assert 0x8825 in Image.open(io.BytesIO(before)).getexif()
    result = cleaned(before)
    after = result.file.read()
    assert (result.cleaned, result.kind, result.size) == (True, kind, len(after))
    assert CANARY not in after
    again = Image.open(io.BytesIO(after))
    assert not again.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "Author"} & set(again.info)


@pytest.mark.parametrize("form", FORMATS)
def test_the_picture_stands_upright(form: str) -> None:
    again = Image.open(cleaned(picture(form)).file).convert("RGB")
    assert again.size == (30, 60)
    red, _, blue = (value for value in again.getpixel((26, 3)) or ())  # type: ignore[union-attr]
    assert blue > red


def test_heic_becomes_jpeg_without_its_notes() -> None:
    out = io.BytesIO()
    source = Image.new("RGB", (64, 32), "red")
    pillow_heif.from_pillow(source).save(out, exif=with_place().tobytes())
    assert CANARY in out.getvalue()
    result = cleaned(out.getvalue())
    after = result.file.read()
    assert (result.cleaned, result.kind, result.content_type) == (True, Kind.JPEG, "image/jpeg")
    assert CANARY not in after
    assert Image.open(io.BytesIO(after)).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_every_way_of_colouring_survives(mode: str) -> None:
    out = io.BytesIO()
    drawn = Image.new(mode, (20, 20))
    drawn.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert cleaned(out.getvalue()).cleaned


def test_a_large_picture_is_scaled_down() -> None:
    result = cleaned(picture("JPEG", (6000, 1500)))
    assert Image.open(result.file).size == (1024, 4096)


def test_only_the_first_frame_of_a_moving_picture_stays() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    assert getattr(Image.open(cleaned(out.getvalue()).file), "n_frames", 1) == 1


def bomb(side: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packed = zlib.compress(bytes(1 + side // 8) * 200, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 10_000, 50_000])
def test_a_bomb_is_never_unpacked(side: int) -> None:
    result = cleaned(bomb(side))
    assert (result.cleaned, result.reason) == (False, Reason.TOO_MANY_POINTS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_half_sent_picture_is_kept_as_it_came(form: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, form)
    half = out.getvalue()[: len(out.getvalue()) // 2]
    result = cleaned(half)
    assert (result.cleaned, result.reason) == (False, Reason.DAMAGED)
    assert result.file.read() == half
    assert "admin nasional" in str(result.explanation)


def test_a_page_hidden_behind_a_picture_does_not_survive() -> None:
    after = cleaned(picture("JPEG") + b"<script>alert(1)</script>PK\x03\x04").file.read()
    assert b"<script" not in after
    assert b"PK\x03\x04" not in after


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"MZ\x90\x00" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"PK\x03\x04" + bytes(60),
        b"GIF89a" + bytes(60),
        b"%!PS-Adobe-3.0",
        b"=cmd|' /C calc'!A0",
        b"\x00\x00\x00\x18ftypevil" + bytes(60),
        b" %PDF-1.7",
        b"\x00",
    ],
)
def test_anything_else_is_refused_whatever_its_name(content: bytes, tmp_path: Path) -> None:
    named = tmp_path / "foto.jpg"
    named.write_bytes(content)
    with pytest.raises(Refused) as refused:
        clean(named, limit_bytes=LIMIT)
    assert refused.value.reason is Reason.UNKNOWN_KIND
    assert "JPEG" in str(refused.value)


def test_an_honest_picture_with_a_wrong_name_is_taken(tmp_path: Path) -> None:
    named = tmp_path / "surat.exe.jpg"
    named.write_bytes(picture("PNG"))
    assert clean(named, limit_bytes=LIMIT).kind is Kind.PNG


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(Refused) as nothing:
        cleaned(b"")
    with pytest.raises(Refused) as much:
        clean(io.BytesIO(picture("PNG")), limit_bytes=100)
    assert (nothing.value.reason, much.value.reason) == (Reason.EMPTY, Reason.TOO_LARGE)


def test_the_name_outside_says_nothing() -> None:
    assert safe_name(1, Kind.JPEG) == "lampiran-1.jpg"
    assert {safe_name(2, kind) for kind in Kind} == {
        f"lampiran-2.{end}" for end in ("jpg", "png", "webp", "heic", "pdf", "mp4", "mov")
    }
