"""What callers send. Unknown fields, zero bytes and values of another type are refused, by field."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

from lapor.reports.states import ArchiveReason, Channel, ReportClass, Status
from lapor.reports.texts import LOCATION_MAX, NOTE_MAX, TEXT_MAX, TITLE_MAX


def _no_nul(text: str) -> str:
    """PostgreSQL holds no zero byte and no half of a character; nobody types one."""
    if "\0" in text:
        raise PydanticCustomError("nul", "zero byte")
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("string_unicode", "lone surrogate")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_too_short", "says nothing")
    return text


def _day(value: object) -> object:
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_parsing", "not a date")
    return value


def _member(*values: str) -> Any:
    """A code of a list; the list stands in the OpenAPI document."""

    def known(value: str) -> str:
        if value not in values:
            raise PydanticCustomError("enum", "unknown code")
        return value

    return AfterValidator(known), WithJsonSchema({"type": "string", "enum": list(values)})


# No NUL in a pattern that every JSON Schema dialect reads.
_TEXT = r"^[^\u0000]*$"


def _text(longest: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "maxLength": longest, "pattern": _TEXT})


def _said(longest: int) -> WithJsonSchema:
    """A text that must say something."""
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": longest, "pattern": r"[^\s\u0000]"})


Text = Annotated[str, AfterValidator(_no_nul)]
Title = Annotated[Text, AfterValidator(_filled), _said(TITLE_MAX)]
LongText = Annotated[Text, AfterValidator(_filled), _said(TEXT_MAX)]
Note = Annotated[Text, AfterValidator(_filled), _said(NOTE_MAX)]
OptionalNote = Annotated[Text, _text(NOTE_MAX)]
OptionalText = Annotated[Text, _text(TEXT_MAX)]
Place = Annotated[Text, _text(LOCATION_MAX)]
Code = Annotated[Text, Field(max_length=160)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
_CLASS = _member(*ReportClass.values)
_CHANNEL = _member(*(value for value in Channel.values if value != Channel.IMPORT))
_REASON = _member(*ArchiveReason.values)
_STATUS = _member(*Status.values)
ClassCode = Annotated[str, _CLASS[0], _CLASS[1]]
ChannelCode = Annotated[str, _CHANNEL[0], _CHANNEL[1]]
ReasonCode = Annotated[str, _REASON[0], _REASON[1]]
StatusCode = Annotated[str, _STATUS[0], _STATUS[1]]
ReportId = Annotated[
    str, Field(pattern=r"^#?[0-9]{1,18}$", description="Nomor laporan", examples=["10000042"])
]


class Body(Schema):
    """What every body has in common."""

    model_config = ConfigDict(extra="forbid")


class ReporterBody(Body):
    """The person. All of it may be missing: then only the access code follows the report."""

    name: Annotated[Text, Field(max_length=120)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""


class FilingBody(Body):
    """A report. `region`, `category` and `agency` are codes of the lists of those names."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "report_class": "complaint",
                    "title": "Lampu jalan padam di depan pasar",
                    "text": "Lampu jalan di depan pasar padam sejak dua minggu lalu.",
                    "event_date": "2026-11-02",
                    "location": "Depan pasar, sisi utara",
                    "region": "35.78",
                    "anonymous": False,
                    "secret": False,
                    "reporter": {"name": "Contoh Pelapor", "phone": "0812 0000 0000"},
                    "source_ref": "kota-2026-00017",
                }
            ]
        },
    )

    report_class: ClassCode
    title: Title
    text: LongText
    event_date: Day | None = None
    location: Place = ""
    region: Code | None = None
    category: Code | None = None
    agency: Code | None = None
    anonymous: StrictBool = False
    secret: StrictBool = False
    reporter: ReporterBody = ReporterBody()
    channel: ChannelCode = Channel.API.value
    source_ref: Annotated[Text, Field(max_length=120)] = ""


class ClassificationBody(Body):
    """What is missing stays as it is."""

    category: Code | None = None
    supervision: StrictBool | None = None
    report_class: ClassCode | None = None
    title: Title | None = None
    text: LongText | None = None
    region: Code | None = None


class VerificationBody(ClassificationBody):
    """`supervision` (berkadar pengawasan) must be said of a complaint."""

    category: Annotated[Text, Field(min_length=1, max_length=160)]


class DispositionBody(Body):
    """`agency` leads, `also` work with it; `unit` is where inside the agency."""

    agency: Code
    also: list[Code] = Field(default=[], max_length=20)
    unit: Code | None = None
    note: OptionalNote = ""


class ReasonBody(Body):
    reason: Note


class TextBody(Body):
    text: LongText


class NoteTextBody(Body):
    text: Note


class ArchivalBody(Body):
    reason_code: ReasonCode
    note: Note


class AnswerBody(Body):
    """`final` asks the reporter to confirm; an interim answer says what is being done."""

    text: Annotated[
        str,
        AfterValidator(_no_nul),
        WithJsonSchema({"type": "string", "minLength": 10, "maxLength": TEXT_MAX}),
    ]
    final: StrictBool


class ApprovalBody(Body):
    """`text` sends a bettered wording; both versions are kept."""

    text: OptionalText = ""


class RejectionBody(Body):
    note: Note


class ClosureBody(Body):
    """The reporter may rate 1 to 5; an officer must give a reason."""

    rating: StrictInt | None = Field(default=None, ge=1, le=5)
    reason: OptionalNote = ""


class DecisionBody(Body):
    upheld: StrictBool
    text: Note


class MergeBody(Body):
    into: ReportId


class SplitBody(Body):
    """The second matter, which becomes a report of its own."""

    title: Title
    text: LongText


class PrivacyBody(Body):
    anonymous: StrictBool
    secret: StrictBool
