"""Addresses below /inovasi/; what has a word of its own comes before an innovation's slug."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from lapor.portal.jipp import catalogue, hub_pages, open_data, profile, sheet

app_name = "innovations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.innovations, name="list"),
    path("inovasi.csv", open_data.innovations_csv, name="csv"),
    path("inovasi.json", open_data.innovations_json, name="json"),
    path("replikasi.csv", open_data.replications_csv, name="replications-csv"),
    path("hub/", hub_pages.hubs, name="hubs"),
    path("hub/<slug:slug>/", hub_pages.hub, name="hub"),
    path("<slug:slug>/", profile.innovation, name="one"),
    path("<slug:slug>/lembar.pdf", sheet.sheet, name="sheet"),
    path("<slug:slug>/berkas/<int:number>/", profile.file, name="file"),
]
