"""The client of every test: each page that any test fetches is looked at on its way."""

import time
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils.translation import get_language, override

from tests.html import problems


class CheckedClient(Client):
    """Django's test client; a faulty page or a page without our CSP fails the test that fetched it."""

    def request(self, **request: Any) -> Any:
        with override(get_language()):  # the page's language must not stay for the next test
            response = super().request(**request)
        if faults := faults_of(response):
            pytest.fail(f"{request.get('PATH_INFO')} -> {response.status_code}:\n" + "\n".join(faults))
        return response


def faults_of(response: HttpResponseBase) -> list[str]:
    """Nothing for what is not HTML, and for redirects and other answers without a body."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return []
    text = getattr(response, "content", b"").decode()
    if not text.strip():
        return []
    policy = response.get("Content-Security-Policy", "")
    faults = problems(text)
    if "script-src 'self'" not in policy or "unsafe" in policy:
        faults.append(f"Content-Security-Policy is {policy!r}")
    return faults


def stepped_up(client: CheckedClient) -> CheckedClient:
    """The same client, whose person has just shown once more who it is (lapor/accounts/stepup.py)."""
    session = client.session
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session["_auth_user_id"]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


@pytest.fixture
def client() -> CheckedClient:
    return CheckedClient()
