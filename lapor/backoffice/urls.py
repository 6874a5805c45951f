"""Addresses of the desk: nouns; each act is POSTed below its report."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from lapor.backoffice import composing, files, finder, mapping, notices, outbox, template_pages, views
from lapor.backoffice.acts import ACTS

# Ids are bigints and attachment numbers small integers: what is longer was never one.
_REPORT = r"^laporan/(?P<number>[0-9]{1,18})/"
_FILE = _REPORT + r"lampiran/(?P<file>[0-9]{1,4})/"

urlpatterns: list[URLPattern] = [
    path("", views.desk, name="kelola"),
    re_path(_REPORT + "$", views.report, name="kelola-laporan"),
    re_path(_FILE + "$", files.attachment, name="kelola-lampiran"),
    re_path(_FILE + "penerbitan/$", files.release, name="kelola-penerbitan"),
    *(re_path(f"{_REPORT}{noun}/$", views.act, {"noun": noun}, name=f"kelola-{noun}") for noun in ACTS),
    *(
        path(f"{kind}/", finder.type_ahead, {"kind": kind}, name=f"kelola-cari-{kind}")
        for kind in finder.FIELDS
    ),
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
    path("kabar/", notices.notices, name="kelola-kabar"),
    path("kabar/dibaca/", notices.seen, name="kelola-kabar-dibaca"),
    path("kabar/pilihan/", notices.mail_choice, name="kelola-kabar-pilihan"),
    path("pesan/", outbox.outbox, name="kelola-pesan"),
]
