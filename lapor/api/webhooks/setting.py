"""Setting a webhook up, changing it and taking it away: what its owner does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.models import User
from lapor.api.models import Endpoint, HookMessage
from lapor.api.webhooks import queueing, reaching, signing
from lapor.registry.models import Agency
from lapor.reports.refusals import BadInput, WrongState

# For one owner; more would be told the same.
MOST = 5


@transaction.atomic
def set_up(url: str, *, agency: Agency | None, user: User | None, now: datetime) -> Endpoint:
    """A new webhook with a secret of its own. BadInput on `url`; WrongState when there are enough."""
    url = checked(url)
    owner = Agency if agency else User
    list(owner.objects.select_for_update(no_key=True).filter(pk=(agency or user).pk))  # type: ignore[union-attr]
    if Endpoint.objects.filter(agency=agency, user=user).count() >= MOST:
        raise WrongState(_("Paling banyak %(n)s webhook. Hapus satu yang lama dulu.") % {"n": MOST})
    return Endpoint.objects.create(
        url=url, agency=agency, user=user, secret=signing.new_secret(), created_at=now
    )


def checked(url: str) -> str:
    """The address, tidied; BadInput for one to which nothing may be sent. Asks the resolver."""
    url = url.strip()
    try:
        reaching.resolved(url)
    except reaching.Unreached as why:
        raise BadInput(url=str(WRONG[str(why)]())) from why
    return url


WRONG = {
    "unreadable": lambda: _("Alamat ini tidak terbaca. Tulis seperti https://contoh.go.id/lapor."),
    "private_address": lambda: _(
        "Alamat ini ada di jaringan tertutup. Pakai alamat yang terbuka di internet."
    ),
    "needs_https": lambda: _("Alamat harus diawali https:// dan terbuka di internet."),
    "unknown_name": lambda: _("Nama server ini tidak ditemukan. Periksa ejaannya."),
}


def rotate(endpoint: Endpoint, *, now: datetime) -> str:
    """A new secret, said here once more; the old one stays valid for a day beside it."""
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, now + signing.OVERLAP
    endpoint.secret = signing.new_secret()
    endpoint.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return endpoint.secret


def ping(endpoint: Endpoint, *, now: datetime) -> HookMessage:
    """A message of no event, to try the way. WrongState while it is switched off."""
    if endpoint.disabled_at:
        raise WrongState(_("Webhook ini dimatikan. Nyalakan dulu."))
    Endpoint.objects.filter(pk=endpoint.pk).update(rest_until=None)
    return queueing.add(endpoint.pk, None, now=now)


def switch_on(endpoint: Endpoint) -> None:
    """After its server was mended. What was given up is sent again only on wish."""
    endpoint.disabled_at = endpoint.failing_since = endpoint.rest_until = None
    endpoint.failures = 0
    endpoint.save(update_fields=["disabled_at", "failing_since", "rest_until", "failures"])
