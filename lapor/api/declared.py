"""Which refusals an endpoint declares in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from lapor.api.answers import ReportOut


class Problem(Schema):
    """RFC 9457, content type application/problem+json."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:lapor:problem:invalid",
                    "title": "Isian belum benar",
                    "status": 422,
                    "detail": "Bagian ini belum diisi. Tulis beberapa kata.",
                    "errors": {"title": "Bagian ini belum diisi. Tulis beberapa kata."},
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = Field(default=None, description="sentence by field")


Answers = dict[int, Any]

# Every endpoint may say these.
_ANY = (400, 401, 404, 405, 429, 500)


def answers(ok: Answers, *more: int) -> Answers:
    """The declared answers of an endpoint: `ok`, what every endpoint may refuse, and `more`."""
    return ok | dict.fromkeys(sorted({*_ANY, *more}), Problem)


READ = (403, 422)
ACT = answers({200: ReportOut}, 403, 409, 412, 413, 422)
