"""PDF without what does not show on its pages."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from lapor.reports.cleaning import Cleaned, Kind, Reason, clean
from lapor.reports.tests.test_cleaning_pictures import CANARY, picture

LIMIT = 20 * 1024 * 1024
TOLD = CANARY.decode()


def cleaned(content: bytes) -> Cleaned:
    return clean(io.BytesIO(content), limit_bytes=LIMIT)


def saved(pdf: Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    if "encryption" not in how:
        how["stream_decode_level"] = pikepdf.StreamDecodeLevel.generalized
    pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how)  # type: ignore[arg-type]
    return out.getvalue()


def script(pdf: Pdf) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{TOLD}')")))


def remark(pdf: Pdf, subtype: str, **more: pikepdf.Object) -> pikepdf.Object:
    made = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=[0, 0, 9, 9])
    for key, value in more.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def telltale() -> Pdf:
    """A PDF that tells on its maker in every corner we know of, and shows one line and one photo."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    photo = pdf.make_stream(picture("JPEG"))
    photo.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=60, Height=30, BitsPerComponent=8
    )
    photo.ColorSpace, photo.Filter, photo.Metadata = Name.DeviceRGB, Name.DCTDecode, pdf.make_stream(CANARY)
    page.Resources = Dictionary(XObject=Dictionary(Foto=photo))
    page.Contents = pdf.make_stream(b"q 60 0 0 30 0 0 cm /Foto Do Q % shown")
    page.PieceInfo, page.Thumb = Dictionary(Editor=Dictionary(Private=String(TOLD))), pdf.make_stream(CANARY)
    page.AA, page.LastModified, page.Metadata = (
        Dictionary(O=script(pdf)),
        String(TOLD),
        pdf.make_stream(CANARY),
    )
    link = Dictionary(S=Name.URI, URI=String("https://contoh.id/"))
    file = Dictionary(Type=Name.Filespec, F=String(TOLD), EF=Dictionary(F=pdf.make_stream(CANARY)))
    page.Annots = Array([
        remark(pdf, "/Text", T=String(TOLD), NM=String(TOLD), M=String(TOLD), Contents=String("Lihat ini")),
        remark(pdf, "/Link", A=link),
        remark(pdf, "/Link", A=script(pdf)),
        remark(pdf, "/Link", A=Dictionary(S=Name.Launch, F=String(TOLD))),
        remark(pdf, "/FileAttachment", FS=file),
    ])  # fmt: skip
    pdf.Root.OpenAction, pdf.Root.AA = script(pdf), Dictionary(WC=script(pdf))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script(pdf)])))
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(CANARY))
    pdf.attachments["rahasia.txt"] = CANARY
    pdf.docinfo["/Author"] = TOLD
    pdf.docinfo["/CreationDate"] = TOLD
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>")
    return pdf


def test_nothing_that_does_not_show_survives() -> None:
    before = saved(telltale())
    assert before.count(CANARY) >= 15
    result = cleaned(before)
    assert (result.cleaned, result.kind, result.content_type) == (True, Kind.PDF, "application/pdf")
    with Pdf.open(io.BytesIO(result.file.read())) as after:
        plain = saved(after)
        photo = after.pages[0].Resources.XObject.Foto.read_raw_bytes()
        assert len(after.pages) == 1
    assert CANARY not in plain
    assert b"Exif" not in photo
    for word in (
        b"JavaScript",
        b"OpenAction",
        b"Launch",
        b"EmbeddedFile",
        b"xmpmeta",
        b"PieceInfo",
        b"/Info ",
    ):
        assert word not in plain, word
    for word in (b"% shown", b"https://contoh.id/", b"Lihat ini"):
        assert word in plain, word


def test_a_photo_inside_loses_its_place_and_stays_a_photo() -> None:
    with Pdf.open(io.BytesIO(cleaned(saved(telltale())).file.read())) as after:
        photo = after.pages[0].Resources.XObject.Foto
        assert isinstance(photo, pikepdf.Stream)
        assert pikepdf.PdfImage(photo).as_pil_image().size == (60, 30)
        assert CANARY not in photo.read_raw_bytes()


@pytest.mark.parametrize("user", ["", "rahasia"])
def test_a_locked_file_is_kept_as_it_came(user: str) -> None:
    locked = saved(telltale(), encryption=pikepdf.Encryption(owner="pemilik", user=user))
    result = cleaned(locked)
    assert (result.cleaned, result.reason) == (False, Reason.LOCKED)
    assert result.file.read() == locked


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_half_sent_file_is_kept_as_it_came(share: float) -> None:
    whole = saved(telltale())
    half = whole[: int(len(whole) * share)]
    result = cleaned(half)
    assert (result.cleaned, result.reason) == (False, Reason.DAMAGED)
    assert result.file.read() == half


def test_a_file_of_thousands_of_pages_is_too_much() -> None:
    pdf = Pdf.new()
    for _ in range(1001):
        pdf.add_blank_page()
    assert cleaned(saved(pdf)).reason is Reason.TOO_COMPLEX


def test_a_bomb_ends_only_the_process_that_opens_it() -> None:
    """An object stream that unpacks to gigabytes: small to send, too large to hold."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(bytes(1024 * 1024)) for _ in range(1100)]
    packed = b"".join([*parts, packer.flush()])
    head = b"%PDF-1.7\n"
    stream = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = head + stream + packed + b"\nendstream endobj\n"
    rows = bytes([0, 0, 0, 0, 0, 0]) + bytes([1]) + len(head).to_bytes(4, "big") + b"\0"
    rows += bytes([2, 0, 0, 0, 1, 0]) + bytes([1]) + len(body).to_bytes(4, "big") + b"\0"
    table = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n" % len(rows)
    bomb = body + table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)
    result = cleaned(bomb)
    assert not result.cleaned
    assert result.reason in (Reason.TOO_COMPLEX, Reason.DAMAGED)
