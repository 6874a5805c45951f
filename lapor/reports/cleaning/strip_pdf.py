"""Run as a script: `strip_pdf.py SOURCE TARGET` writes the pages of a PDF without what is not shown on them.

Goes by a list of names wherever they stand in the file, for tools hide metadata in every corner: document
info, XMP, attached files, scripts, actions, thumbnails, private data of editors, authors of remarks, and the
EXIF part of pictures. Imports nothing of the project, so that it starts fast and can be confined.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator

import pikepdf

DAMAGED, LOCKED, TOO_COMPLEX = 3, 4, 5
_MEMORY = 1024 * 1024 * 1024
_CPU_SECONDS = 10
_OUTPUT = 64 * 1024 * 1024
_PAGES = 1000
_OBJECTS = 300_000
_DEEP = 40

# fmt: off
_UNWANTED = {
    "/Metadata", "/PieceInfo", "/AA", "/OpenAction", "/Thumb", "/AF", "/EF", "/JS", "/JavaScript",
    "/EmbeddedFiles", "/Collection", "/XFA", "/LastModified", "/RichMediaContent", "/Renditions",
    "/Legal", "/Perms", "/DSS", "/SpiderInfo", "/URLS", "/IDS", "/Threads", "/Private", "/OPI",
}
# fmt: on
_REMARKS = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
# A remark's author, dates and name say who worked on the file.
_ABOUT_REMARKS = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj")
_HARMLESS_ACTIONS = {"/GoTo", "/URI", "/Named"}
_PICTURE_PARTS = {0xE0, 0xEE}


def main(source: str, target: str) -> int:
    for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, _OUTPUT)):
        resource.setrlimit(limit, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    try:
        return _strip(source, target)
    except pikepdf.PasswordError:
        return LOCKED
    except (MemoryError, RecursionError):
        return TOO_COMPLEX
    except (
        pikepdf.PdfError,
        pikepdf.DataDecodingError,
        ValueError,
        TypeError,
        KeyError,
        RuntimeError,
        OSError,
    ):
        return DAMAGED


def _strip(source: str, target: str) -> int:
    # Without recovery: a file whose table of contents is broken may be half of one.
    with pikepdf.open(source, attempt_recovery=False) as pdf:
        if pdf.is_encrypted:
            return LOCKED
        if len(pdf.pages) == 0:
            return DAMAGED
        if len(pdf.pages) > _PAGES or len(pdf.objects) > _OBJECTS:
            return TOO_COMPLEX
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for found in pdf.objects:
            _clean_object(found, 0)
        pdf.remove_unreferenced_resources()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return 0


def _clean_object(found: object, depth: int) -> None:
    """One object and what stands directly in it; what it points to comes in its own turn."""
    if depth > _DEEP:
        raise RecursionError
    if isinstance(found, pikepdf.Stream):
        _clean_picture(found)
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        _clean_names(found)
        for key in list(found.keys()):
            _clean_inside(found[key], depth)
    elif isinstance(found, pikepdf.Array):
        _drop_remarks(found)
        for inside in list(found):
            _clean_inside(inside, depth)


def _clean_inside(inside: object, depth: int) -> None:
    if isinstance(inside, pikepdf.Dictionary | pikepdf.Array) and not inside.is_indirect:
        _clean_object(inside, depth + 1)


def _clean_names(found: pikepdf.Object) -> None:
    for key in _UNWANTED & set(found.keys()):
        del found[key]
    for key in ("/A", "/Next", "/PA"):
        if _is_active(found.get(key)):
            del found[key]
    if found.get("/FT") == pikepdf.Name.Sig and "/V" in found:
        # A signature names its signer, and no longer holds once the file is rewritten.
        del found["/V"]
    if str(found.get("/Subtype", "")) == "/Widget" or "/Rect" not in found:
        return
    for key in _ABOUT_REMARKS:
        if key in found:
            del found[key]


def _is_active(action: object) -> bool:
    """An action that runs, opens or sends something; links and jumps within the document stay."""
    if isinstance(action, pikepdf.Array):
        return any(_is_active(part) for part in action)
    return (
        isinstance(action, pikepdf.Dictionary)
        and "/S" in action
        and str(action["/S"]) not in _HARMLESS_ACTIONS
    )


def _drop_remarks(found: pikepdf.Array) -> None:
    for index in range(len(found) - 1, -1, -1):
        if _carries_a_file(found[index]):
            del found[index]


def _carries_a_file(remark: object) -> bool:
    is_remark = isinstance(remark, pikepdf.Dictionary) and "/Rect" in remark
    return is_remark and str(remark.get("/Subtype", "")) in _REMARKS  # type: ignore[attr-defined]


def _clean_picture(stream: pikepdf.Stream) -> None:
    """Photos stand in a PDF as the camera made them, with place and time."""
    name = stream.get("/Filter")
    if isinstance(name, pikepdf.Array):
        name = name[0] if len(name) == 1 else None
    if name != pikepdf.Name.DCTDecode:
        return
    raw = stream.read_raw_bytes()
    parms = stream.get("/DecodeParms")
    kept = parms if isinstance(parms, pikepdf.Dictionary | pikepdf.Array) else None
    stream.write(b"".join(_wanted_parts(raw)), filter=pikepdf.Name.DCTDecode, decode_parms=kept)


def _wanted_parts(raw: bytes) -> Iterator[bytes]:
    """The parts of a JPEG without application parts and remarks; all from the first scan to the end mark."""
    if raw[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    yield raw[:2]
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, size = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == 0xDA:
            break
        application = 0xE0 <= marker <= 0xEF and marker not in _PICTURE_PARTS
        if not (application or marker == 0xFE):
            yield raw[at : at + 2 + size]
        at += 2 + size
    last = raw.rfind(b"\xff\xd9", at)
    yield raw[at : last + 2] if last >= 0 else raw[at:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
