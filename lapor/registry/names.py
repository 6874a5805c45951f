"""How names are made comparable: the same rule in Python and, for generated columns, in PostgreSQL."""

from __future__ import annotations

import re

from django.db.models import CharField, Expression, ExpressionWrapper, F, Func, Value
from django.db.models.functions import Lower, Trim

# Each step is (pattern, replacement) and must mean the same to Python and to PostgreSQL.
_PLAIN = (("['’`]", ""), ("[^a-z0-9]+", " "))
_AGENCY = (
    ("^pemerintah ", ""),
    ("^(pemprov|prov) ", "provinsi "),
    ("^(pemkab|kab) ", "kabupaten "),
    ("^pemkot ", "kota "),
    (" kab ", " kabupaten "),
    ("^(kota|kabupaten) (administrasi|adm) ", "\\1 "),
)


def plain(text: str) -> str:
    """Small letters and digits with single spaces; apostrophes vanish ("Ba'u" -> "bau")."""
    return _apply(text.lower(), _PLAIN).strip()


def agency_key(name: str) -> str:
    """ "Pemerintah Kab. Bandung" and "Kabupaten Bandung" -> "kabupaten bandung"."""
    return _apply(plain(name), _AGENCY)


def squeezed(text: str) -> str:
    """Capitals and digits only: "Kab. Nganjuk" -> "KABNGANJUK"."""
    return re.sub("[^A-Z0-9]+", "", text.upper())


def _apply(text: str, steps: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in steps:
        text = re.sub(pattern, replacement, text)
    return text


def _replaced(expression: Expression, steps: tuple[tuple[str, str], ...]) -> Expression:
    for pattern, replacement in steps:
        expression = Func(
            expression,
            Value(pattern),
            Value(replacement),
            Value("g"),
            function="regexp_replace",
            output_field=CharField(),
        )
    return expression


def _expression(of: str | Expression) -> Expression:
    return ExpressionWrapper(F(of), CharField()) if isinstance(of, str) else of


def Plain(of: str | Expression) -> Expression:  # noqa: N802 - reads as a database function
    """`plain` as a database expression."""
    return Trim(_replaced(Lower(_expression(of)), _PLAIN))


def AgencyKey(of: str | Expression) -> Expression:  # noqa: N802
    """`agency_key` as a database expression."""
    return _replaced(Plain(of), _AGENCY)


def Squeezed(of: str | Expression) -> Expression:  # noqa: N802
    """`squeezed` of a text already in capitals, as a database expression."""
    return _replaced(_expression(of), (("[^A-Z0-9]+", ""),))
