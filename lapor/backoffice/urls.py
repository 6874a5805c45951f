"""Addresses of the desk: nouns; each act is POSTed below its report."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from lapor.backoffice import (
    choosing,
    colleagues,
    composing,
    export_record,
    exports,
    files,
    finder,
    keys,
    mapping,
    moderating,
    notices,
    outbox,
    presence,
    saved_pages,
    template_pages,
    views,
)
from lapor.backoffice.acts import ACTS
from lapor.backoffice.bulk import views as bulk
from lapor.backoffice.bulk.acts import BULK
from lapor.backoffice.people import urls as people

# Ids are bigints and attachment numbers small integers: what is longer was never one.
_REPORT = r"^laporan/(?P<number>[0-9]{1,18})/"
_FILE = _REPORT + r"lampiran/(?P<file>[0-9]{1,4})/"
_MODERATION = r"^moderasi/(?P<number>[0-9]{1,18})/"
_VIEW = r"^tampilan/(?P<view>[0-9]{1,18})/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.desk, name="kelola"),
    re_path(_REPORT + "$", views.report, name="kelola-laporan"),
    re_path(_REPORT + "rekan/$", colleagues.type_ahead, name="kelola-rekan"),
    re_path(_REPORT + "pembaca/$", presence.viewers, name="kelola-pembaca"),
    re_path(_FILE + "$", files.attachment, name="kelola-lampiran"),
    re_path(_FILE + "penerbitan/$", files.release, name="kelola-penerbitan"),
    *(re_path(f"{_REPORT}{noun}/$", views.act, {"noun": noun}, name=f"kelola-{noun}") for noun in ACTS),
    *(
        path(f"{kind}/", finder.type_ahead, {"kind": kind}, name=f"kelola-cari-{kind}")
        for kind in finder.FIELDS
    ),
    path("kolom/", choosing.columns, name="kelola-kolom"),
    path("tampilan/", saved_pages.views, name="kelola-tampilan"),
    re_path(_VIEW + "$", saved_pages.opened, name="kelola-tampilan-buka"),
    re_path(_VIEW + "nama/$", saved_pages.name, name="kelola-tampilan-nama"),
    re_path(_VIEW + "penghapusan/$", saved_pages.deletion, name="kelola-tampilan-hapus"),
    *(
        re_path(
            f"{_REPORT}{noun}/templat/$", composing.insertion, {"noun": noun}, name=f"kelola-{noun}-templat"
        )
        for noun in ("draf", "jawaban")
    ),
    re_path(_REPORT + "saran/$", composing.advice, name="kelola-saran"),
    path("templat/", template_pages.templates, name="kelola-templat"),
    path("templat/baru/", template_pages.new, name="kelola-templat-baru"),
    path("templat/<int:pk>/", template_pages.template, name="kelola-templat-satu"),
    path("templat/<int:pk>/penarikan/", template_pages.retirement, name="kelola-templat-penarikan"),
    path("pemetaan/", mapping.unmapped, name="kelola-pemetaan"),
    re_path(r"^pemetaan/(?P<agency>[0-9]{1,18})/induk/$", mapping.parent, name="kelola-induk"),
    path("moderasi/", moderating.queue, name="kelola-moderasi"),
    re_path(_MODERATION + "$", moderating.words, name="kelola-moderasi-satu"),
    re_path(_MODERATION + "pembukaan/$", moderating.opening, name="kelola-moderasi-buka"),
    re_path(_MODERATION + "penolakan/$", moderating.dismissal, name="kelola-moderasi-tolak"),
    path("pilihan/", bulk.select, name="kelola-pilihan"),
    path("massal/", bulk.menu, name="kelola-massal"),
    *(
        path(f"massal/{one.noun}/", bulk.act, {"noun": one.noun}, name=f"kelola-massal-{one.noun}")
        for one in BULK
    ),
    path("massal/hasil/<str:key>/", bulk.result, name="kelola-massal-hasil"),
    path("tombol/", keys.keys, name="kelola-tombol"),
    path("kabar/", notices.notices, name="kelola-kabar"),
    path("kabar/dibaca/", notices.seen, name="kelola-kabar-dibaca"),
    path("kabar/pilihan/", notices.mail_choice, name="kelola-kabar-pilihan"),
    *people.urlpatterns,
    path("skm/", include("lapor.backoffice.skm.urls")),
    path("inovasi/", include("lapor.backoffice.jipp.urls")),
    path("ekspor/", exports.exports, name="kelola-ekspor"),
    path("ekspor/baru/", exports.new_export, name="kelola-ekspor-baru"),
    path("ekspor/catatan/", export_record.export_record, name="kelola-ekspor-catatan"),
    path("ekspor/<int:number>/berkas/", exports.file, name="kelola-ekspor-berkas"),
    path("ekspor/<int:number>/pembatalan/", exports.cancellation, name="kelola-ekspor-pembatalan"),
    path("pesan/", outbox.outbox, name="kelola-pesan"),
]
