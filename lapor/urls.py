"""What can be asked: every address of the service."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from lapor.backoffice.people.invitations import invitation
from lapor.ui.language import choose

urlpatterns: list[URLPattern | URLResolver] = [
    path("bahasa/", choose, name="bahasa"),
    path("gateway/sms/", include("lapor.intake.sms.urls")),
    path("open311/", include("lapor.intake.open311.urls")),
    path("undangan/<str:token>/", invitation, name="undangan"),
    path("inovasi/kompetisi/", include("lapor.portal.competition.urls")),
    path("inovasi/", include("lapor.portal.exchange.urls")),
    path("kelola/", include("lapor.backoffice.urls")),
    path("", include("lapor.portal.urls")),
    path("", include("lapor.api.urls")),
    path("", include("lapor.intake.urls")),
    path("", include("lapor.oversight.urls")),
]
