"""Addresses of surveys, below /kelola/skm/: nouns; each act is POSTed below its unit or period."""

from __future__ import annotations

from django.urls import URLPattern, path

from lapor.backoffice.skm import (
    imports,
    judging,
    outcome,
    overview,
    paper,
    periods,
    planning,
    printing,
    progress,
    sample,
    units,
    wording,
)

_UNIT = "unit/<int:pk>/"
_PERIOD = "masa/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("", units.listed, name="kelola-skm"),
    path("sampel/", sample.reckoner, name="kelola-skm-sampel"),
    path(_UNIT, units.unit, name="kelola-skm-unit"),
    path(_UNIT + "perubahan/", units.change, name="kelola-skm-unit-ubah"),
    path(_UNIT + "layanan/", units.offered, name="kelola-skm-layanan"),
    path(_UNIT + "layanan/<int:service>/", units.service, name="kelola-skm-layanan-satu"),
    path(_UNIT + "pertanyaan/", wording.questions, name="kelola-skm-pertanyaan"),
    path(_UNIT + "pertanyaan/tambahan/", wording.further, name="kelola-skm-pertanyaan-tambah"),
    path(_UNIT + "pertanyaan/<slug:code>/", wording.element, name="kelola-skm-pertanyaan-satu"),
    path(_UNIT + "kata-baku/<int:question>/", wording.standard, name="kelola-skm-kata-baku"),
    path(_UNIT + "masa/", periods.new, name="kelola-skm-masa-baru"),
    path(_PERIOD, overview.overview, name="kelola-skm-masa"),
    path(_PERIOD + "susunan/", periods.change, name="kelola-skm-susunan"),
    path(_PERIOD + "kemajuan/", progress.kemajuan, name="kelola-skm-kemajuan"),
    path(_PERIOD + "hasil/", outcome.outcome, name="kelola-skm-hasil"),
    path(_PERIOD + "hasil.xlsx", outcome.workbook, name="kelola-skm-hasil-xlsx"),
    path(_PERIOD + "janggal/", judging.listed, name="kelola-skm-janggal"),
    path(_PERIOD + "janggal/<int:response>/", judging.decision, name="kelola-skm-keputusan"),
    path(_PERIOD + "saran/", planning.suggested, name="kelola-skm-saran"),
    path(_PERIOD + "rencana/", planning.plan, name="kelola-skm-rencana"),
    path(_PERIOD + "rencana/<int:step>/", planning.fulfilment, name="kelola-skm-pemenuhan"),
    path(_PERIOD + "impor/", imports.imports, name="kelola-skm-impor"),
    path(_PERIOD + "impor/isian.xlsx", imports.template, name="kelola-skm-isian"),
    path(_PERIOD + "kertas/", paper.entry, name="kelola-skm-kertas"),
    path(_PERIOD + "kertas/daftar/", paper.listed, name="kelola-skm-lembar"),
    path(_PERIOD + "kertas/<int:sheet>/", paper.differences, name="kelola-skm-beda"),
    path(_PERIOD + "kertas/<int:sheet>/pengulangan/", paper.restart, name="kelola-skm-ulang"),
    path(_PERIOD + "kertas/cetak/", printing.ordering, name="kelola-skm-cetak"),
    path(_PERIOD + "kertas/formulir.pdf", printing.forms_pdf, name="kelola-skm-formulir"),
    *(
        path(_PERIOD + f"{noun}/", periods.turning, {"noun": noun}, name=f"kelola-skm-{noun}")
        for noun in periods.TURNS
    ),
]
