"""Below `/skm/`."""

from __future__ import annotations

from django.urls import path

from lapor.portal.skm import filling, poster, worker

urlpatterns = [
    path("isi/<slug:code>/", filling.form, name="skm_form"),
    path("isi/<slug:code>/terima-kasih/", filling.thanks, name="skm_thanks"),
    path("kios/pekerja.js", worker.worker, name="skm_worker"),
    path("kios/<slug:code>/", filling.kiosk, name="skm_kiosk"),
    path("poster/<slug:code>.pdf", poster.poster, name="skm_poster"),
]
