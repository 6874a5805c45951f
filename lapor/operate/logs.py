"""Log lines that hold no personal data: which view failed and where in the code, never what was sent.

Addresses carry numbers of reports and one-time keys, and a database's complaint quotes the row it refused.
"""

from __future__ import annotations

import copy
import logging
import traceback
from types import TracebackType


class Discreet(logging.Formatter):
    """For a request: status, method and the view's name. For an exception: types and places, not its text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # another handler may have left the exception's own words there
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            view = match.view_name or getattr(match.func, "__name__", "") if match else "no view"
            method = getattr(request, "method", "")
            record.msg, record.args = "%s %s %s", (getattr(record, "status_code", "-"), method, view)
        return super().format(record)

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        lines: list[str] = []
        seen: set[int] = set()
        error = ei[1]
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines += [_named(error), *traceback.format_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(line.rstrip("\n") for line in lines)


def _named(error: BaseException) -> str:
    """The type, and a database's code of what went wrong (https://www.postgresql.org/docs, SQLSTATE)."""
    state = getattr(error, "sqlstate", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} ({state})" if state else name
