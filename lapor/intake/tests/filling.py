"""A form as people fill it in, for the tests of this door."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lapor.intake.web import tokens
from lapor.reports.models import Report

STORY = "Papan jembatan lepas sejak banjir. Anak sekolah harus memutar dua kilometer."


def filled(**changes: Any) -> dict[str, Any]:
    """What a browser posts; `changes` replace fields."""
    return {
        "token": tokens.signed(tokens.new()),
        "report_class": "complaint",
        "title": "Jembatan kayu di dekat SD rusak",
        "text": STORY,
        "name": "Kenanga Wulandari",
        "email": "kenanga@contoh.example",
        "phone": "",
    } | changes


def photo(name: str = "jembatan.jpg", colour: str = "red", size: tuple[int, int] = (40, 30)) -> Any:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def only_report() -> Report:
    return Report.objects.get()
