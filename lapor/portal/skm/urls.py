"""Below `/skm/`."""

from __future__ import annotations

from django.urls import path

from lapor.portal.skm import (
    badge,
    filling,
    invited,
    opendata,
    overview,
    poster,
    report,
    result_page,
    workbook,
    worker,
)

urlpatterns = [
    path("", overview.overview, name="skm"),
    path("belum/", overview.missing_units, name="skm_missing"),
    path("isi/<slug:code>/", filling.form, name="skm_form"),
    path("isi/<slug:code>/terima-kasih/", filling.thanks, name="skm_thanks"),
    path("undangan/<str:token>/", invited.invited, name="skm_invited"),
    path("kios/pekerja.js", worker.worker, name="skm_worker"),
    path("kios/<slug:code>/<slug:key>/", filling.kiosk, name="skm_kiosk"),
    path("poster/<slug:code>.pdf", poster.poster, name="skm_poster"),
    path("<slug:slug>/", result_page.unit_page, name="skm_result"),
    path("<slug:slug>/saran/", result_page.suggestions_page, name="skm_suggestions"),
    path("<slug:slug>/saran/<int:number>/", result_page.suggestion_hiding, name="skm_hiding"),
    path("<slug:slug>/laporan.pdf", report.report, name="skm_report"),
    path("<slug:slug>/hasil.xlsx", workbook.workbook, name="skm_workbook"),
    path("<slug:slug>/hasil.csv", opendata.as_csv, name="skm_csv"),
    path("<slug:slug>/hasil.json", opendata.as_json, name="skm_json"),
    path("<slug:slug>/lencana.svg", badge.badge, name="skm_badge"),
]
