"""Keyset paging: each page starts where the last one ended, so the ten-thousandth costs what the first does.

Nothing is counted and no offset is used; one row more than asked tells whether there is another page.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

M = TypeVar("M", bound=Model)
MAX = 100
PARAM = (
    "lanjut"  # the query parameter that `ui/pager.html` writes: keyset(..., cursor=request.GET.get(PARAM))
)
_FORWARD, _BACKWARD = "n", "p"


class BadCursor(ValueError):
    """The cursor in the address was not made by this list; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(_("Halaman daftar ini tidak dikenal. Buka lagi daftarnya dari awal."))


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows in the list's order, and the cursors of its neighbours (none where there is none)."""

    items: list[M]
    next: str | None = None
    previous: str | None = None


def keyset(
    queryset: QuerySet[M],
    *,
    keys: Sequence[str] = ("-received", "-id"),
    cursor: str | None = None,
    limit: int = 20,
) -> Page[M]:
    """One page of `queryset`, sorted by `keys`, in one query of at most `limit` + 1 rows (limit 1 to 100).

    `keys` are non-null fields (or annotations), together unique, best with an index in this very order.
    Raises BadCursor for a cursor made up by somebody.
    """
    limit = max(1, min(limit, MAX))
    backward, values = _decode(queryset, keys, cursor) if cursor else (False, None)
    order = [_turned(key) for key in keys] if backward else list(keys)
    if values is not None:
        queryset = queryset.filter(_after(order, values))
    rows = list(queryset.order_by(*order)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backward:
        rows.reverse()
    return _page(rows, keys, newer=more if backward else cursor is not None, older=more or backward)


def following(queryset: QuerySet[M], row: Model, *, keys: Sequence[str]) -> M | None:
    """The row that comes after this one in the list, or None at its end. One query of one row."""
    values = [reduce(getattr, _name(key).split("__"), row) for key in keys]
    return queryset.filter(_after(keys, values)).order_by(*keys).first()


def _page(rows: list[M], keys: Sequence[str], *, newer: bool, older: bool) -> Page[M]:
    if not rows:
        return Page([])
    return Page(
        rows,
        next=_encode(_FORWARD, rows[-1], keys) if older else None,
        previous=_encode(_BACKWARD, rows[0], keys) if newer else None,
    )


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows beyond `values`: (a > x) or (a = x and b > y) ...

    The bound on the first key stands by itself too, for it is what lets the database start in the index.
    """
    beyond = Q()
    same = Q()
    for key, value in zip(order, values, strict=True):
        beyond |= same & Q(**{f"{_name(key)}__{_side(key)}": value})
        same &= Q(**{_name(key): value})
    return Q(**{f"{_name(order[0])}__{_side(order[0])}e": values[0]}) & beyond


def _side(key: str) -> str:
    return "lt" if key.startswith("-") else "gt"


def _name(key: str) -> str:
    return key.removeprefix("-")


def _turned(key: str) -> str:
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def _encode(way: str, row: Model, keys: Sequence[str]) -> str:
    values = [_plain(reduce(getattr, _name(key).split("__"), row)) for key in keys]
    text = json.dumps([way, *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()  # with its microseconds, which Django's own encoder would drop
    return value if isinstance(value, int | float) else str(value)


def _decode(queryset: QuerySet[M], keys: Sequence[str], cursor: str) -> tuple[bool, list[Any]]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        way, *raw = json.loads(base64.b64decode(padded.encode(), altchars=b"-_", validate=True))
        pairs = zip(keys, raw, strict=True)
        values = [_value(_field(queryset, _name(key)), each) for key, each in pairs]
    except (ValueError, TypeError, ValidationError, OverflowError, binascii.Error, RecursionError) as error:
        raise BadCursor from error
    if way not in (_FORWARD, _BACKWARD):
        raise BadCursor
    return way == _BACKWARD, values


def _value(field: Field[Any, Any], raw: object) -> Any:
    if not isinstance(raw, str | int | float) or (isinstance(raw, str) and "\0" in raw):
        raise BadCursor
    value = field.to_python(raw)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = value.astimezone(UTC)  # OverflowError at the ends of the calendar, which databases know too
    if value is None or (isinstance(value, datetime) and timezone.is_naive(value)):
        raise BadCursor
    return value


def _field(queryset: QuerySet[M], name: str) -> Field[Any, Any]:
    """The field a key stands for, along relations ("report__received") or among the annotations."""
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    model: Any = queryset.model
    *steps, last = name.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    found = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(found, Field):
        raise FieldDoesNotExist(name)
    return found
