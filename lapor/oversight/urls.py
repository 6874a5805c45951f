"""Figures, agencies and open data for everybody; health for machines."""

from __future__ import annotations

from django.urls import include, path, re_path

from lapor.oversight import (
    agencies,
    agency_page,
    counter,
    data_page,
    embedding,
    health,
    places,
    referrals,
    statistics,
    topics,
)
from lapor.oversight.bulletin import pages as bulletins
from lapor.oversight.watching import pages as watching
from lapor.oversight.watching import surveys

_MONTH = r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])"

_pages = [
    path("statistik/", statistics.statistics, name="statistics"),
    path("instansi/", agencies.agencies, name="agencies"),
    path("instansi/<slug:slug>/", agency_page.agency, name="agency"),
    path("instansi/<slug:slug>/loket/", counter.counter, name="counter"),
    path("instansi/<slug:slug>/untuk-petugas/", counter.kit, name="counter-kit"),
    re_path(r"^instansi/(?P<slug>[-\w]+)/poster-(?P<paper>a4|a5)\.pdf$", counter.poster, name="poster"),
    path("sematan/<slug:slug>/", embedding.embed, name="embed"),
    path("wilayah/", places.regions, name="regions"),
    re_path(r"^wilayah/(?P<code>[0-9.]{2,13})/$", places.region, name="region"),
    path("kategori/", topics.categories, name="categories"),
    path("kategori/<path:code>/", topics.category, name="category"),
    path("data/", data_page.data, name="data"),
    path("data/kamus/", data_page.meanings, name="data-meanings"),
    path("data/daftar.json", data_page.listing, name="data-listing"),
    path("data/instansi.csv", data_page.agencies, name="data-agencies"),
    re_path(rf"^data/{_MONTH}/csv-metadata\.json$", data_page.metadata, name="data-metadata"),
    re_path(rf"^data/{_MONTH}/(?P<name>[A-Za-z0-9.-]{{1,40}})$", data_page.file, name="data-file"),
]

# For officers, in the desk's frame.
_oversight = [
    path("", watching.overview, name="pengawasan"),
    path("diam/", watching.silent_agencies, name="pengawasan-diam"),
    path("lonjakan/", watching.surges, name="pengawasan-lonjakan"),
    path("beban/", watching.officers, name="pengawasan-beban"),
    path("buletin/", bulletins.bulletins, name="pengawasan-buletin"),
    re_path(r"^buletin/(?P<number>[0-9]{1,18})/$", bulletins.file, name="pengawasan-buletin-berkas"),
    path("kepuasan/", surveys.surveys, name="pengawasan-kepuasan"),
    path("rujukan/", referrals.referrals, name="pengawasan-rujukan"),
    path("rujukan/unduhan/", referrals.referrals_file, name="pengawasan-rujukan-unduhan"),
    re_path(r"^rujukan/(?P<number>[0-9]{1,18})/$", referrals.returned, name="pengawasan-dikembalikan"),
]

urlpatterns = [
    path("kelola/pengawasan/", include(_oversight)),
    path("", include((_pages, "oversight"))),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
