"""Addresses of the API, relative to the site's root."""

from __future__ import annotations

from django.urls import path

from lapor.api import docs
from lapor.api.developer import hook_pages, token_pages
from lapor.api.v1 import api

_token, _hook = "akun/pengembang/token/", "akun/pengembang/webhook/"

urlpatterns = [
    path("akun/pengembang/", token_pages.overview, name="developer"),
    path(f"{_token}baru/", token_pages.new, name="developer-token-new"),
    path(f"{_token}<int:token>/penggantian/", token_pages.rotation, name="developer-token-rotation"),
    path(f"{_token}<int:token>/pencabutan/", token_pages.revocation, name="developer-token-revocation"),
    path(_hook, hook_pages.webhooks, name="developer-webhooks"),
    path(f"{_hook}baru/", hook_pages.new, name="developer-webhook-new"),
    path(f"{_hook}<int:hook>/", hook_pages.history, name="developer-webhook"),
    path(f"{_hook}<int:hook>/rahasia/", hook_pages.secret, name="developer-webhook-secret"),
    path(f"{_hook}<int:hook>/uji/", hook_pages.test, name="developer-webhook-test"),
    path(f"{_hook}<int:hook>/pengiriman/", hook_pages.sending, name="developer-webhook-sending"),
    path(f"{_hook}<int:hook>/penyalaan/", hook_pages.switching_on, name="developer-webhook-on"),
    path(f"{_hook}<int:hook>/penghapusan/", hook_pages.deletion, name="developer-webhook-deletion"),
    path("api/v1/docs", docs.page, name="api_docs"),
    path("api/v1/", api.urls),
]
