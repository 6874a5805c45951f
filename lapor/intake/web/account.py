"""What a logged-in person need not type again."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from lapor.accounts.models import User


@dataclass(frozen=True)
class Account:
    """`proven`: addresses this account has confirmed; empty for guests."""

    name: str = ""
    email: str = ""
    proven: frozenset[str] = frozenset()

    def owns(self, email: str) -> bool:
        return bool(email) and email in self.proven


def account_of(request: HttpRequest) -> Account:
    """The person logged in, or an empty account. One query when logged in."""
    user = request.user
    if not isinstance(user, User):
        return Account()
    addresses = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    proven = [address.email.lower() for address in addresses]
    return Account(user.name, proven[0] if proven else user.email, frozenset(proven))
