"""A browser at the desk: logged in without the log-in page, and looked at for faults."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from lapor.accounts.models import User

MINISTRY = "Kementerian Pendidikan Dasar dan Menengah"


def enter(page: Page, server: LiveServer, name: str) -> None:
    """That officer is logged in, without the log-in page."""
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(server.url)}]
    )


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
