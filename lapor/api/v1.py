"""API v1: all endpoints of one version, and its OpenAPI document."""

from __future__ import annotations

from lapor.api import (
    bulk,
    directory,
    feed,
    files,
    officers_acts,
    reading,
    refusing,
    reporters_acts,
    statistics,
)
from lapor.api.document import DocumentedApi

DESCRIPTION = """Laporan masuk, disposisi keluar, jawaban dari meja instansi sendiri.

Token: `Authorization: Bearer <token>`. Membaca yang terbuka tidak perlu token. Pelapor bertindak dengan
`X-Access-Code`. Penolakan berupa dokumen RFC 9457 (`application/problem+json`)."""

api = DocumentedApi(
    title="LAPOR! API",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
)
refusing.install(api)
for reports in (bulk.router, reading.router, officers_acts.router, reporters_acts.router, files.router):
    api.add_router("/reports", reports)
api.add_router("", feed.router)
api.add_router("", directory.router)
api.add_router("", statistics.router)
