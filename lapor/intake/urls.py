"""Where reports come in."""

from __future__ import annotations

from django.urls import path

from lapor.intake.email import views as mail
from lapor.intake.operator import views as operator
from lapor.intake.sms import desk, phone
from lapor.intake.web import receipts, views

urlpatterns = [
    path("lapor/", views.report_form, name="lapor"),
    path("lapor/kode/", receipts.confirmation, name="lapor-kode"),
    path("lapor/kode/baru/", receipts.another_code, name="lapor-kode-baru"),
    path("lapor/terima/<str:token>/", receipts.receipt, name="lapor-terima"),
    path("lapor/terima/<str:token>/hapus/", receipts.forgetting, name="lapor-terima-hapus"),
    path("1708/", phone.phone, name="sms-peragaan"),
    path("1708/percakapan/", phone.conversation, name="sms-peragaan-percakapan"),
    path("1708/pesan/", phone.received, name="sms-peragaan-masuk"),
    path("kelola/laporan-baru/", operator.entry_form, name="kelola-laporan-baru"),
    path("kelola/laporan-baru/<str:token>/", operator.receipt, name="kelola-laporan-baru-terima"),
    path("kelola/laporan-baru/<str:token>/kode/", operator.confirmation, name="kelola-laporan-baru-kode"),
    path("kelola/sms/", desk.aside, name="kelola-sms"),
    path("kelola/sms/<int:number>/", desk.message, name="kelola-sms-pesan"),
    path("kelola/sms/<int:number>/pemrosesan/", desk.release, name="kelola-sms-pemrosesan"),
    path("kelola/sms/<int:number>/blokir/", desk.block, name="kelola-sms-blokir"),
    path("kelola/sms/blokir/<int:number>/pencabutan/", desk.lift, name="kelola-sms-pencabutan"),
    path("kelola/surel/", mail.quarantine, name="kelola-surel"),
    path("kelola/surel/<int:number>/", mail.mail, name="kelola-surel-satu"),
    path("kelola/surel/<int:number>/penghapusan/", mail.dismissal, name="kelola-surel-penghapusan"),
    path("lapor/<slug:finder>/", views.options, name="lapor-pilihan"),
]
