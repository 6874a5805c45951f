"""Public pages and a reporter's own, at Indonesian addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from lapor.portal import (
    account,
    alerts,
    channels,
    consenting,
    deed_pages,
    deeds,
    embedding,
    feed,
    flagging,
    home,
    listing,
    log_ins,
    own_data,
    reading,
    report_page,
    siding,
    sitemaps,
    tracking,
)
from lapor.portal.asking import TrackingId
from lapor.portal.evidence import pages as evidence

register_converter(TrackingId, "tracking_id")

_report: list[URLPattern | URLResolver] = [
    path("", report_page.report, name="report"),
    path("lampiran/<int:number>/", report_page.attachment, name="attachment"),
    path("keluar/", report_page.leave, name="leave"),
    path("dukungan/", siding.support_page, name="support"),
    path("kabari/", siding.follow_page, name="follow"),
    path("pelaporan/", flagging.flag_page, name="flag"),
    path("kabar/", channels.channels, name="channels"),
    path("ombudsman/", consenting.identity, name="ombudsman"),
    path("data-saya/", own_data.of_report, name="report-data"),
    path("data-saya/unduhan/", own_data.export_report, name="report-data-export"),
    path("data-saya/penghapusan/", own_data.erase_report, name="report-data-erasure"),
    *(path(f"{deed.noun}/", deed_pages.page_of(deed.noun), name=deed.noun) for deed in deeds.DEEDS),
]

_pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("lacak/", tracking.track, name="track"),
    path("laporan/", listing.reports, name="reports"),
    path("laporan/umpan/", feed.feed, name="feed"),
    path("laporan/<tracking_id:tracking_id>/", include(_report)),
    path("langganan/", alerts.ask, name="alert-ask"),
    path("langganan/<str:token>/", alerts.own, name="alert"),
    path("langganan/<str:token>/berhenti/", alerts.end, name="alert-end"),
    path("akun/", account.account, name="account"),
    path("akun/sesi/", log_ins.log_ins, name="log-ins"),
    path("akun/sesi/pengakhiran/", log_ins.log_in_end, name="log-in-end"),
    path("akun/data/", own_data.of_account, name="account-data"),
    path("akun/data/unduhan/", own_data.export_account, name="account-data-export"),
    path("akun/data/penghapusan/", own_data.erase_account, name="account-data-erasure"),
    path("inovasi/<slug:slug>/bukti.csv", evidence.evidence_file, name="evidence-file"),
    path("inovasi/", include("lapor.portal.jipp.urls")),
    path("tentang/", reading.about, name="about"),
    path("bantuan/", reading.help_page, name="help"),
    path("privasi/", reading.privacy, name="privacy"),
    path("robots.txt", reading.robots, name="robots"),
    path("oembed", embedding.oembed, name="oembed"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemap-halaman.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<int:year>-<int:month>-<int:part>.xml", sitemaps.reports, name="sitemap"),
]

urlpatterns = [
    path("skm/", include("lapor.portal.skm.urls")),
    path("", include((_pages, "portal"))),
    path("", include("lapor.portal.entrance_urls")),
]
