"""Addresses below /open311/: six resources, each in both formats."""

from __future__ import annotations

from django.urls import URLPattern, path

from lapor.intake.open311 import views
from lapor.intake.open311.formats import TYPES
from lapor.intake.open311.refusing import nowhere


def _in(form: str) -> list[URLPattern]:
    how = {"form": form}
    return [
        path(f"v2/discovery.{form}", views.DISCOVERY, how),
        path(f"v2/services.{form}", views.SERVICES, how),
        path(f"v2/services/<path:code>.{form}", views.DEFINITION, how),
        path(f"v2/requests.{form}", views.REQUESTS, how),
        path(f"v2/requests/<int:report_id>.{form}", views.REQUEST, how),
        path(f"v2/tokens/<str:token>.{form}", views.TOKEN, how),
    ]


urlpatterns = [*(each for form in TYPES for each in _in(form)), path("<path:rest>", nowhere)]
