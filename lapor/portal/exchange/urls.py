"""Addresses of the exchange, below /inovasi/."""

from __future__ import annotations

from django.urls import path

from lapor.portal.exchange import gatherings, policies, questions, seats

app_name = "exchange"
_SEAT = "kegiatan/pendaftaran/<str:token>/"
urlpatterns = [
    path("kegiatan/", gatherings.gatherings, name="gatherings"),
    path(_SEAT, seats.seat, name="seat"),
    path(_SEAT + "pembatalan/", seats.leave, name="seat-end"),
    path("kegiatan/<slug:slug>/", gatherings.gathering, name="gathering"),
    path("kegiatan/<slug:slug>/kalender.ics", gatherings.calendar, name="calendar"),
    path("kebijakan/", policies.policies, name="policies"),
    path("kebijakan/<slug:slug>/", policies.policy, name="policy"),
    path("<slug:slug>/tanya/", questions.questions, name="questions"),
]
