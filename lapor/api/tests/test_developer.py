"""The developer page: tokens and webhooks in the hands of their owners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from lapor.accounts import tokens
from lapor.accounts.models import ApiToken, User
from lapor.api.models import Endpoint, HookFate, HookMessage
from lapor.api.tests.calls import Caller
from lapor.api.tests.receiving import Receiver, receiving
from lapor.api.webhooks import delivering, setting
from lapor.notifications.tests.working import work_off
from lapor.reports.tests.world import World
from tests.client import CheckedClient, stepped_up

HOME = "/akun/pengembang/"
HOOKS = f"{HOME}webhook/"
SECRET = re.compile(r'id="rahasia">([^<]+)<')


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def browser(name: str, *, fresh: bool = True) -> CheckedClient:
    client = CheckedClient()
    client.force_login(user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return stepped_up(client) if fresh else client


def shown(page: str) -> str:
    found = SECRET.search(page)
    assert found
    return found[1]


def calls(token: str) -> Caller:
    return Caller({"Authorization": f"Bearer {token}"})


def test_a_token_is_made_used_replaced_and_revoked(world: World) -> None:
    dewi = browser("dewi")
    form = {"name": "Aplikasi kota", "scopes": ["read", "file"], "days": "30", "sandbox": "on"}
    first = shown(dewi.post(f"{HOME}token/baru/", form).content.decode())
    row = ApiToken.objects.get()
    assert (row.scopes, row.days, row.sandbox) == (["read", "file"], 30, True)
    assert timedelta(days=29) < row.expires_at - timezone.now() <= timedelta(days=30)
    page = dewi.get(HOME).content.decode()
    assert "Aplikasi kota" in page
    assert first not in page
    assert calls(first).get("").headers["LAPOR-Sandbox"] == "true"
    assert "terakhir dipakai" in dewi.get(HOME).content.decode()
    second = shown(dewi.post(f"{HOME}token/{row.pk}/penggantian/").content.decode())
    assert calls(first).get("").status == calls(second).get("").status == 200
    assert ApiToken.objects.get(pk=row.pk).expires_at <= timezone.now() + tokens.OVERLAP
    new = ApiToken.objects.exclude(pk=row.pk).get()
    assert (new.name, new.scopes, new.sandbox) == (row.name, row.scopes, True)
    assert dewi.get(f"{HOME}token/{new.pk}/pencabutan/").status_code == 200
    assert dewi.post(f"{HOME}token/{new.pk}/pencabutan/", follow=True).status_code == 200
    assert calls(second).get("").status == 401
    assert dewi.post(f"{HOME}token/{new.pk}/pencabutan/").status_code == 404


def test_forms_say_what_is_missing_and_there_is_a_most(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dewi = browser("dewi")
    assert dewi.post(f"{HOME}token/baru/", {"name": "", "days": "7"}).status_code == 422
    assert (
        dewi.post(f"{HOME}token/baru/", {"name": "a\0b", "scopes": ["admin"], "days": "1"}).status_code == 422
    )
    monkeypatch.setattr("lapor.api.developer.token_pages.MOST", 0)
    form = {"name": "Satu", "scopes": ["read"], "days": "1"}
    assert dewi.post(f"{HOME}token/baru/", form).status_code == 409
    assert not ApiToken.objects.exists()


def test_others_tokens_and_webhooks_are_not_there(world: World, receiver: Receiver) -> None:
    tokens.issue(user("dewi"))
    token = ApiToken.objects.get().pk
    hook = setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now()).pk
    tono = browser("tono")
    for path in (f"token/{token}/penggantian/", f"token/{token}/pencabutan/"):
        assert tono.post(HOME + path).status_code == 404
    for noun in ("rahasia/", "uji/", "pengiriman/", "penyalaan/", "penghapusan/"):
        assert tono.post(f"{HOOKS}{hook}/{noun}").status_code == 404
    assert tono.get(f"{HOOKS}{hook}/").status_code == 404
    assert browser("budi").get(f"{HOOKS}{hook}/").status_code == 404
    assert browser("kurnia").get(f"{HOOKS}{hook}/").status_code == 200


def test_secrets_are_shown_only_after_proving_oneself_again(world: World, receiver: Receiver) -> None:
    setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())
    stale = browser("kurnia", fresh=False)
    hook = Endpoint.objects.get()
    for path in (f"{HOME}token/baru/", f"{HOOKS}baru/", f"{HOOKS}{hook.pk}/rahasia/"):
        assert "/masuk/ulang/" in stale.get(path)["Location"]
        assert stale.post(path, {"name": "x"}).status_code == 302
    assert not ApiToken.objects.exists()
    old = hook.secret
    hook.refresh_from_db()
    assert hook.secret == old


def test_a_webhook_is_set_up_tried_and_taken_away(world: World, receiver: Receiver) -> None:
    kurnia = browser("kurnia")
    wrong = kurnia.post(f"{HOOKS}baru/", {"url": "https://10.0.0.1/", "owner": str(world.ministry.pk)})
    assert wrong.status_code == 422
    assert "jaringan tertutup" in wrong.content.decode()
    other = kurnia.post(f"{HOOKS}baru/", {"url": receiver.url, "owner": str(world.stranger.pk)})
    assert other.status_code == 422
    made = kurnia.post(f"{HOOKS}baru/", {"url": receiver.url, "owner": str(world.ministry.pk)})
    secret, hook = shown(made.content.decode()), Endpoint.objects.get()
    assert "Belum ada pesan" in kurnia.get(f"{HOOKS}{hook.pk}/").content.decode()
    kurnia.post(f"{HOOKS}{hook.pk}/uji/")
    work_off()
    Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    newer = shown(kurnia.post(f"{HOOKS}{hook.pk}/rahasia/").content.decode())
    assert newer != secret
    assert "127.0.0.1" in kurnia.get(HOOKS).content.decode()
    page = kurnia.get(f"{HOOKS}{hook.pk}/").content.decode()
    assert "Pesan uji" in page
    assert secret not in page
    assert kurnia.get(f"{HOOKS}{hook.pk}/penghapusan/").status_code == 200
    kurnia.post(f"{HOOKS}{hook.pk}/penghapusan/")
    assert not HookMessage.objects.exists()


def test_what_failed_is_sent_again_one_or_all(world: World, receiver: Receiver) -> None:
    kurnia = browser("kurnia")
    hook = setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())
    for _number in range(3):
        setting.ping(hook, now=timezone.now())
    receiver.status = 410
    work_off()
    page = kurnia.get(f"{HOOKS}{hook.pk}/?status=gagal").content.decode()
    assert page.count(">Kirim ulang<") == 3
    assert "Nyalakan lagi" in page
    again = f"{HOOKS}{hook.pk}/pengiriman/"
    kurnia.post(again)
    assert HookMessage.objects.filter(status=HookFate.DEAD).count() == 3
    kurnia.post(f"{HOOKS}{hook.pk}/penyalaan/")
    receiver.status = 200
    kurnia.post(again, {"pesan": "1'); drop"})
    kurnia.post(again, {"pesan": str(HookMessage.objects.first().pk)})  # type: ignore[union-attr]
    work_off()
    assert len(receiver.got) == 1
    kurnia.post(again)
    work_off()
    assert len(receiver.got) == 3
    assert len({one.headers["webhook-id"] for one in receiver.got}) == 3


@pytest.mark.parametrize("path", ["", "webhook/", "webhook/{hook}/"])
def test_lists_ask_as_often_however_long(world: World, receiver: Receiver, path: str) -> None:
    kurnia = browser("kurnia")
    hook = setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert kurnia.get(HOME + path.format(hook=hook.pk)).status_code == 200
        return len(queries)

    tokens.issue(user("kurnia"))
    setting.ping(hook, now=timezone.now())
    few = asked()
    for _number in range(25):
        tokens.issue(user("kurnia"), name="Satu lagi")
        setting.ping(hook, now=timezone.now())
    setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())
    assert asked() == few <= 14
    if path != "webhook/":
        assert 'rel="next"' in kurnia.get(HOME + path.format(hook=hook.pk)).content.decode()


def test_a_list_made_up_begins_anew(world: World) -> None:
    assert browser("kurnia").get(f"{HOME}?lanjut=karangan").status_code == 200


def test_the_host_alone_is_named(world: World, receiver: Receiver) -> None:
    hook = setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())
    assert delivering.host(hook) == "127.0.0.1"
