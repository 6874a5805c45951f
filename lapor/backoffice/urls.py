"""Addresses of the desk: nouns; each act is POSTed below its report."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from lapor.backoffice import files, finder, keys, mapping, notices, outbox, presence, views
from lapor.backoffice.acts import ACTS
from lapor.backoffice.bulk import views as bulk
from lapor.backoffice.bulk.acts import BULK

# Ids are bigints and attachment numbers small integers: what is longer was never one.
_REPORT = r"^laporan/(?P<number>[0-9]{1,18})/"
_FILE = _REPORT + r"lampiran/(?P<file>[0-9]{1,4})/"

urlpatterns: list[URLPattern] = [
    path("", views.desk, name="kelola"),
    re_path(_REPORT + "$", views.report, name="kelola-laporan"),
    re_path(_REPORT + "pembaca/$", presence.viewers, name="kelola-pembaca"),
    re_path(_FILE + "$", files.attachment, name="kelola-lampiran"),
    re_path(_FILE + "penerbitan/$", files.release, name="kelola-penerbitan"),
    *(re_path(f"{_REPORT}{noun}/$", views.act, {"noun": noun}, name=f"kelola-{noun}") for noun in ACTS),
    *(
        path(f"{kind}/", finder.type_ahead, {"kind": kind}, name=f"kelola-cari-{kind}")
        for kind in finder.FIELDS
    ),
    path("pemetaan/", mapping.unmapped, name="kelola-pemetaan"),
    re_path(r"^pemetaan/(?P<agency>[0-9]{1,18})/induk/$", mapping.parent, name="kelola-induk"),
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
    path("pesan/", outbox.outbox, name="kelola-pesan"),
]
