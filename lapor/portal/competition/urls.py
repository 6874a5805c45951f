"""Addresses of competitions, below /inovasi/kompetisi/."""

from __future__ import annotations

from django.urls import path

from lapor.portal.competition import pages

app_name = "competition"
urlpatterns = [
    path("", pages.calls, name="calls"),
    path("hitung-ulang.py", pages.script, name="script"),
    path("<slug:slug>/", pages.call, name="call"),
    path("<slug:slug>/nilai.json", pages.results, name="results"),
]
