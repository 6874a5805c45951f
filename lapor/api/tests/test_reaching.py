"""What is sent to somebody else's server reaches nothing of ours, and ends."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.conf import LazySettings

from lapor.api.tests.receiving import receiving
from lapor.api.webhooks import reaching

ADDRESSES = (
    *(
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "https://169.254.1.1/",
    ),
    *("https://192.168.0.1:8443/x", "https://172.16.0.9/", "https://0.0.0.0/", "https://224.0.0.1/"),
    *("https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://100.64.0.1/"),
    *("https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://2130706433/", "https://localhost/"),
    *("http://8.8.8.8/", "ftp://8.8.8.8/", "https://user@8.8.8.8/", "https:///x", "https://8.8.8.8:0x/", ""),
    *("https://8.8.8.8/\r\nX: y", "https://8.8.8.8/" + "x" * 600, "https://[::1", "javascript:alert(1)"),
)


@pytest.mark.parametrize("url", ADDRESSES)
def test_nothing_goes_to_private_networks_or_without_tls(url: str, settings: LazySettings) -> None:
    settings.WEBHOOK_NETWORKS = ""
    with pytest.raises(reaching.BadAddress):
        reaching.resolved(url)


def test_a_name_is_resolved_once_and_connected_by_number(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    """A name that answers with a public address first and with ours the second time does not reach us."""
    asked: list[str] = []

    def resolver(host: str, port: int, **_more: object) -> list[Any]:
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) > 1 else "8.8.8.8", port))
        ]

    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    settings.WEBHOOK_NETWORKS = ""
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(reaching.Unreached, match="unreachable"):
        reaching.post("https://berganti.example/x", b"{}", {})
    assert connected == [("8.8.8.8", 443)]
    with pytest.raises(reaching.BadAddress):
        reaching.post("https://berganti.example/x", b"{}", {})


def test_one_public_and_one_private_address_is_private(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.WEBHOOK_NETWORKS = ""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: rows)
    with pytest.raises(reaching.BadAddress):
        reaching.resolved("https://dua.example/")


def test_an_endless_or_silent_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        receiver.status, receiver.answer = 200, b"x" * 5_000_000
        assert reaching.post(receiver.url, b"{}", {}) == 200
    monkeypatch.setattr(reaching, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(reaching.Unreached, match="timeout"):
        reaching.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
