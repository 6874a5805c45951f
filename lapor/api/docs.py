"""The page that lets people read and try the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Swagger UI from our own files; without JavaScript it leads to the document itself."""
    return render(request, "api/docs.html", {"options": {"url": "/api/v1/openapi.json"}})
