"""Inviting an officer by mail: a link that works once and for a week, and opens a page with one button."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.limits import count
from lapor.accounts.models import Invitation, Seat, User
from lapor.accounts.roles import Role
from lapor.accounts.sealing import mark
from lapor.accounts.staffing import StaffingRefused, Unmanaged, realm_of, seat_in
from lapor.audit.recording import record
from lapor.registry.models import Agency

LIFETIME = timedelta(days=7)
PER_HOUR = 60


@transaction.atomic
def invite(
    email: str, *, name: str, role: Role, agency: Agency | None, by: Actor, now: datetime
) -> tuple[Invitation, str]:
    """The invitation and its token, which goes into the mail and nowhere else.

    An open one for the same seat ends. Unmanaged outside the actor's realm; StaffingRefused for a seat that
    the address already has, for a closed unit, or past 60 an hour.
    """
    if by.user_id is None or not realm_of(by).covers(role, agency):
        raise Unmanaged
    address = email.strip().lower()
    if count("invite", str(by.user_id), window=timedelta(hours=1), now=now) > PER_HOUR:
        raise StaffingRefused(_("Terlalu banyak undangan dalam satu jam. Coba lagi nanti."))
    if Seat.objects.living(now).filter(user__email=address, role=role, agency=agency).exists():
        raise StaffingRefused(_("Orang ini sudah memegang jabatan itu."))
    if agency is not None and not Agency.objects.standing().filter(pk=agency.pk).exists():
        raise StaffingRefused(_("Unit ini sudah ditutup. Pilih unit lain."))
    same = Invitation.objects.filter(email=address, role=role, agency=agency, closed_at=None)
    same.update(closed_at=now)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=address,
        name=name.strip(),
        role=role,
        agency=agency,
        token_mark=mark("invitation", token),
        by_id=by.user_id,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    _note("invite", made, by.user_id, now)
    return made, token


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation that this token opens, while it does. Reading it uses nothing up."""
    rows = Invitation.objects.filter(token_mark=mark("invitation", token), closed_at=None, expires_at__gt=now)
    return rows.select_related("agency").first()


def needs_password(invitation: Invitation) -> bool:
    """Whether the link sets a password: not for an account that has one already, or a second step.

    Else whoever reads a mailbox could take over an officer's account with an invitation.
    """
    user = User.objects.filter(email=invitation.email).first()
    return user is None or not (
        user.has_usable_password() or Authenticator.objects.filter(user=user).exists()
    )


@transaction.atomic
def accept(invitation: Invitation, *, password: str, now: datetime) -> User:
    """The seat, and for a new account its password. Once: of two clicks the second is StaffingRefused.

    Nobody is logged in by it: the log-in asks for the second step where there is one.
    """
    used = Invitation.objects.filter(pk=invitation.pk, closed_at=None, expires_at__gt=now)
    if not used.update(closed_at=now):
        raise StaffingRefused(_("Undangan ini sudah dipakai atau sudah lewat waktunya."))
    fresh = needs_password(invitation)
    user, made = User.objects.get_or_create(email=invitation.email, defaults={"name": invitation.name})
    if fresh:
        user.set_password(password)
        user.name = user.name or invitation.name
        user.save(update_fields=["password", "name"])
    _prove(user)
    role = Role(invitation.role)
    if not Seat.objects.living(now).filter(user=user, role=role, agency=invitation.agency).exists():
        seat_in(user, role=role, agency=invitation.agency, by_id=invitation.by_id, now=now)
    Invitation.objects.filter(pk=invitation.pk).update(accepted=user)
    _note("accept_invitation", invitation, user.pk, now, fresh=made)
    return user


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor, now: datetime) -> bool:
    """The link works no longer; False when it was used or over already."""
    if not realm_of(by).covers(Role(invitation.role), invitation.agency):
        raise Unmanaged
    open_ones = Invitation.objects.filter(pk=invitation.pk, closed_at=None)
    if not open_ones.update(closed_at=now):
        return False
    _note("withdraw_invitation", invitation, by.user_id, now)
    return True


def _prove(user: User) -> None:
    """The link came by this mailbox: the address is proven."""
    address, _made = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    if not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])


def _note(act: str, one: Invitation, by_id: int | None, now: datetime, **facts: bool) -> None:
    record(
        act,
        actor_id=by_id,
        subject="invitation",
        subject_id=one.pk,
        now=now,
        role=one.role,
        agency=one.agency_id,
        **facts,
    )
