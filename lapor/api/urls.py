"""Addresses of the API, relative to the site's root."""

from __future__ import annotations

from django.urls import path

from lapor.api import docs
from lapor.api.v1 import api

urlpatterns = [
    path("api/v1/docs", docs.page, name="api_docs"),
    path("api/v1/", api.urls),
]
