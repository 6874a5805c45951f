"""Changing the identity key beside a running service: everything sealed is brought under the newest one.

LAPOR_IDENTITY_KEYS holds the newest key first; the others still open. Rows are sealed anew in small batches,
each on the condition that nobody wrote it meanwhile, and how far a table has come is kept with each batch: a
run that was killed goes on from there. docs/operate.md says in which order to restart what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pgtrigger
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from lapor.accounts.models import KeyRotation
from lapor.accounts.sealing import SealedBytesField, SealedTextField, reseal, sign

BATCH = 200
# Counting stops here: the doctor says "10000 or more".
COUNTED = 10_000
# Where allauth keeps sealed texts in an authenticator's JSON.
_SECRETS = ("secret", "seed", "migrated_codes")


@dataclass(frozen=True)
class Sealed:
    """A table with sealed columns."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def pk(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def old(self) -> str:
        """SQL: one of the columns is sealed and does not bear the newest key's sign (two parameters each)."""
        each = (f'("{one}" <> %s AND substring("{one}" from 1 for 9) <> %s)' for one in self.columns)
        return f"({' OR '.join(each)})"

    @property
    def old_parameters(self) -> list[bytes]:
        return [b"", sign()] * len(self.columns)


@dataclass(frozen=True)
class Done:
    """`closed`: rows that no key opens; they are left as they are."""

    resealed: int
    closed: int


def sealed_tables() -> list[Sealed]:
    """Every table that has a sealed column, found by its class: a new one needs no entry."""
    found = []
    for model in apps.get_models():
        fields = [one for one in model._meta.fields if isinstance(one, SealedTextField | SealedBytesField)]
        if fields and not model._meta.proxy:
            found.append(Sealed(model, tuple(str(one.column) for one in fields)))
    return sorted(found, key=lambda one: one.table)


def rotate(told: Callable[[str, int], None]) -> Done:
    """Bring everything under the newest key; `told(table, rows)` after each batch.

    At the end of a table it is looked through once more from its start, for what a process with the old
    settings may have written behind the work.
    """
    done = [_rotate(table, told) for table in sealed_tables()]
    done.append(_second_steps())
    told(Authenticator._meta.db_table, done[-1].resealed)
    return Done(sum(one.resealed for one in done), sum(one.closed for one in done))


def left_over() -> int:
    """How many rows are not under the newest key, counted up to COUNTED. Cheap: only what lies beyond the
    last rotation is looked at, and with one key alone nothing can be under another."""
    if len(settings.IDENTITY_KEYS) == 1:
        return 0
    found = Authenticator.objects.filter(data__has_any_keys=["secret", "seed"])
    number = sum(_old_text(row.data) for row in found.iterator())
    for table in sealed_tables():
        if number >= COUNTED:
            break
        number += _count(table, COUNTED - number)
    return min(number, COUNTED)


def _rotate(table: Sealed, told: Callable[[str, int], None]) -> Done:
    resealed = closed = 0
    for _pass in range(2):
        last, closed = _last(table), 0
        for batch in _batches(table):
            resealed += batch.resealed
            closed += batch.closed
            told(table.table, batch.resealed)
        _keep(table, "")
    if not closed:
        _keep(table, last)
    return Done(resealed, closed)


def _batches(table: Sealed) -> Iterator[Done]:
    upto = _reached(table)
    while rows := _read(table, upto):
        upto = rows[-1][0]
        with transaction.atomic(), _allowed(table):
            done = _reseal(table, rows)
            _keep(table, str(upto))
        yield done


def _read(table: Sealed, upto: Any) -> list[tuple[Any, ...]]:
    """The next rows under an old key: primary key and sealed columns, as they stand."""
    columns = ", ".join(f'"{one}"' for one in (table.pk, *table.columns))
    beyond = "" if upto is None else f'"{table.pk}" > %s AND '
    query = f'SELECT {columns} FROM "{table.table}" WHERE {beyond}{table.old} ORDER BY 1 LIMIT {BATCH}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [*([] if upto is None else [upto]), *table.old_parameters])
        return list(cursor.fetchall())


def _reseal(table: Sealed, rows: list[tuple[Any, ...]]) -> Done:
    resealed = closed = 0
    for key, *tokens in rows:
        try:
            fresh = [reseal(token) if bytes(token) else b"" for token in tokens]
        except InvalidToken:
            closed += 1
            continue
        resealed += _write(table, key, [bytes(token) for token in tokens], fresh)
    return Done(resealed, closed)


def _write(table: Sealed, key: Any, before: list[bytes], fresh: list[bytes]) -> int:
    """Only where the row still holds what was read: whoever wrote meanwhile wrote with the newest key."""
    to = ", ".join(f'"{one}" = %s' for one in table.columns)
    still = " AND ".join(f'"{one}" = %s' for one in table.columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table.table}" SET {to} WHERE "{table.pk}" = %s AND {still}',  # noqa: S608
            [*fresh, key, *before],
        )
        return int(cursor.rowcount)


def _allowed(table: Sealed) -> Any:
    """Append-only tables refuse every change; the same words under another key are none."""
    protected = any(one.name == "append_only" for one in getattr(table.model._meta, "triggers", ()))
    return pgtrigger.ignore(f"{table.model._meta.label}:append_only") if protected else nullcontext()


def _reached(table: Sealed) -> Any:
    """The last primary key that this rotation has passed; None at the start."""
    row = KeyRotation.objects.filter(table=table.table, key=sign().decode()).first()
    return table.model._meta.pk.to_python(row.upto) if row and row.upto else None


def _keep(table: Sealed, upto: str) -> None:
    KeyRotation.objects.update_or_create(table=table.table, defaults={"key": sign().decode(), "upto": upto})


def _last(table: Sealed) -> str:
    last = table.model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return "" if last is None else str(last)


def _count(table: Sealed, most: int) -> int:
    upto = _reached(table)
    beyond = "" if upto is None else f'"{table.pk}" > %s AND '
    query = f'SELECT count(*) FROM (SELECT 1 FROM "{table.table}" WHERE {beyond}{table.old} LIMIT {most}) old'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [*([] if upto is None else [upto]), *table.old_parameters])
        return int(cursor.fetchone()[0])


def _second_steps() -> Done:
    """Secrets of officers' second step, sealed inside allauth's JSON."""
    resealed = closed = 0
    for row in Authenticator.objects.filter(data__has_any_keys=["secret", "seed"]).iterator():
        if not _old_text(row.data):
            continue
        before = dict(row.data)
        try:
            fresh = before | {name: _again(before[name]) for name in _SECRETS if name in before}
        except InvalidToken:
            closed += 1
            continue
        resealed += Authenticator.objects.filter(pk=row.pk, data=before).update(data=fresh)
    return Done(resealed, closed)


def _again(value: Any) -> Any:
    if isinstance(value, list):
        return [_again(one) for one in value]
    return reseal(value.encode()).decode() if isinstance(value, str) else value


def _old_text(data: dict[str, Any]) -> bool:
    here = sign().decode()
    secrets = [data.get("secret", ""), data.get("seed", ""), *data.get("migrated_codes", [])]
    return any(one and not one.startswith(here) for one in secrets)
