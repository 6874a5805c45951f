"""What stands in the log when something fails: no address, no text, no value."""

from __future__ import annotations

import logging
import sys

from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.urls import resolve

from lapor.operate.embedded import SETTINGS
from lapor.operate.logs import Discreet


def test_a_refused_request_is_named_by_its_view() -> None:
    request = RequestFactory().get("/lapor/terima/kunci-rahasia/?q=nama")
    request.resolver_match = resolve("/lapor/terima/kunci-rahasia/")
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Not Found", request.path), None)
    record.request, record.status_code = request, 404
    assert Discreet().format(record).split("request ")[1] == "404 GET lapor-terima"


def test_an_address_without_a_view_is_not_repeated() -> None:
    request = RequestFactory().get("/laporan/Budi-Santoso")
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Not Found", request.path), None)
    record.request, record.status_code = request, 404
    assert Discreet().format(record).split("request ")[1] == "404 GET no view"


def test_the_database_repeats_no_value(db: None) -> None:
    sent = "@".join(("kenanga", "contoh.example"))  # the traceback quotes this file's own lines
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::date", [sent])
    except DatabaseError:
        told = Discreet().formatException(sys.exc_info())
    assert sent not in told
    assert "InvalidDatetimeFormat (22007)" in told
    assert "test_logs.py" in told


def test_the_embedded_server_logs_no_statement() -> None:
    assert "log_min_duration_statement" not in SETTINGS
    assert (SETTINGS["log_min_error_statement"], SETTINGS["log_error_verbosity"]) == ("panic", "terse")
