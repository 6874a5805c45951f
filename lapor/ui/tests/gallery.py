"""Every component on one page, and the error pages: looked at by tests only."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from lapor.ui import charts, pages
from lapor.ui.components import Day, Figure, Status, Step, Tone
from lapor.ui.errors import error_page
from lapor.ui.forms import Checks, DateInput, FilesField, Radios
from lapor.ui.language import choose
from lapor.ui.numbers import share

HERE = Path(__file__).parent
NOW = datetime(2018, 8, 29, 7, 5, tzinfo=UTC)
KINDS = [("complaint", "Pengaduan"), ("aspiration", "Aspirasi"), ("information", "Permintaan informasi")]
HINTS = {"complaint": "Layanan tidak berjalan sebagaimana mestinya.", "aspiration": "Usul atau harapan Anda."}


class Sample(forms.Form):
    kind = forms.ChoiceField(
        label="Apa yang ingin Anda sampaikan?", choices=KINDS, widget=Radios(hints=HINTS)
    )
    title = forms.CharField(label="Judul", help_text="Satu kalimat pendek.", max_length=20)
    story = forms.CharField(label="Ceritanya", widget=forms.Textarea)
    day = forms.DateField(label="Tanggal kejadian", widget=DateInput, help_text="Kalau lupa, kira-kira saja.")
    place = forms.CharField(label="Lokasi", required=False)
    zone = forms.ChoiceField(label="Provinsi", choices=[("32", "Jawa Barat"), ("35", "Jawa Timur")])
    proof = FilesField(
        label="Tambah foto, video, atau surat", required=False, help_text="Paling besar 20 MB."
    )
    also = forms.MultipleChoiceField(label="Kabari lewat", choices=KINDS[:2], required=False, widget=Checks)
    anonymous = forms.BooleanField(
        label="Anonim", required=False, help_text="Nama Anda tersembunyi dari instansi dan umum."
    )


BARS = charts.BarChart(
    id="lama",
    title="Jumlah laporan menurut lama jawaban",
    label_head="Lama jawaban",
    value_head="Laporan",
    marks=[
        charts.Mark("0–1 hari", 412, "bar"),
        charts.Mark("2–3 hari", 371, "bar"),
        charts.Mark("6–10 hari", 171, "bar-late"),
        charts.Mark("Lebih dari 10", 0, "bar-late"),
    ],
    legend=[Status("Tepat waktu", Tone.OK), Status("Lewat batas", Tone.WARN, "alert")],
)
LINE = charts.LineChart(
    id="bulan",
    title="Bagian laporan yang dijawab tepat waktu",
    label_head="Bulan",
    value_head="Bagian",
    marks=[
        charts.Mark(month, value)
        for month, value in zip(
            ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu"],
            (0.711, 0.748, 0.785, 0.81, 0.789, 0.766, 0.845, 0.913),
            strict=True,
        )
    ],
    words=lambda value: share(value, 0),
    bottom=0.4,
    top=1,
    reference=charts.Mark("semua instansi", 0.741),
)
STEPS = [
    Step("Laporan diterima", lines=["Pelapor, lewat situs web"], at=NOW),
    Step("Dijawab", said="Terima kasih.\n\nBerkas sudah kami periksa.", at=NOW, zone="Asia/Makassar"),
    Step("Sekarang: instansi menyiapkan jawaban", "now", ["Paling lambat Jumat, 31 Agu 2018"]),
    Step("Selesai", "next"),
]
DAYS = [Day("Sen", "27", "past"), Day("Sel", "28", "past"), Day("Rab", "29"), Day("Kam", "30", "due")]


def _template(name: str) -> Any:
    return engines["django"].from_string((HERE / name).read_text())


def gallery(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST, request.FILES) if request.method == "POST" else Sample()
    if request.method == "POST":
        messages.success(request, "Laporan Anda terkirim.")
    context: dict[str, Any] = {
        "form": form,
        "bars": BARS,
        "line": LINE,
        "steps": STEPS,
        "days": DAYS,
        "now": NOW,
        "words": "Baris satu\nbaris <b>dua</b>\n\nParagraf dua",
        "tones": [Status(tone.name.title(), tone) for tone in Tone],
        "figures": [
            Figure("575", "laporan masuk setiap hari"),
            Figure(share(0.503), "laporan sudah selesai"),
        ],
        "page": pages.Page([], next="n", previous="p"),
    }
    return HttpResponse(_template("gallery.html").render(context, request))


def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_template("gallery_desk.html").render({"steps": STEPS}, request))


def error(request: HttpRequest, status: int) -> HttpResponse:
    return error_page(request, status, detail="Petugas lain sudah memverifikasinya.", back="/")


urlpatterns = [
    path("", gallery),
    path("kelola/", desk),
    path("galat/<int:status>/", error),
    path("bahasa/", choose, name="bahasa"),
]
