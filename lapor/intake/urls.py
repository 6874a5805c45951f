"""Where reports come in."""

from __future__ import annotations

from django.urls import path

from lapor.intake.web import receipts, views

urlpatterns = [
    path("lapor/", views.report_form, name="lapor"),
    path("lapor/kode/", receipts.confirmation, name="lapor-kode"),
    path("lapor/kode/baru/", receipts.another_code, name="lapor-kode-baru"),
    path("lapor/terima/<str:token>/", receipts.receipt, name="lapor-terima"),
    path("lapor/terima/<str:token>/hapus/", receipts.forgetting, name="lapor-terima-hapus"),
    path("lapor/<slug:finder>/", views.options, name="lapor-pilihan"),
]
