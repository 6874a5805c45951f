"""What a POST says: checked field by field, all faults named at once; then a `Filing`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.accounts.contacts import email_address, phone_number
from lapor.intake.open311 import catalogue
from lapor.intake.open311.listing import moment
from lapor.intake.open311.refusing import Wrong, jurisdiction, unknown_jurisdiction
from lapor.intake.sms import titles
from lapor.registry.models import Category, Region
from lapor.registry.queries import region_by_code
from lapor.reports.filing import Filing
from lapor.reports.states import Channel, ReportClass
from lapor.reports.texts import TITLE_MAX, tidy
from lapor.sla.zones import NATIONAL

Pairs = list[tuple[str, str]]

# Said for the way of the request, not for the report; devices are nobody's business.
ASIDE = frozenset({"api_key", "jurisdiction_id", "extensions", "device_id", "account_id"})
FIELDS = frozenset({"service_code", "description", "lat", "long", "address_string", "address_id"}) | {
    "first_name",
    "last_name",
    "email",
    "phone",
}
MEDIA = ("media_url", "media_url[]")
MEDIA_MAX = 10
URL_MAX = 1000
NAME_MAX = 120
EMAIL_MAX = 254
# Fixed words in the language of the texts: officers read them, whatever language the sender's app speaks.
NAMELESS = "Laporan lewat Open311"
WORDLESS = "Laporan tanpa uraian. Kategori yang dipilih:"
LINKS = "Tautan dari pelapor (tidak kami buka):"
_ATTRIBUTE = re.compile(r"attribute\[(\w{1,40})\](?:\[\])?")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?")


def read(request: HttpRequest) -> Pairs:
    """The fields that make a report, as they came; Wrong(400) for what no report can be made of."""
    if request.content_type == "application/x-www-form-urlencoded":
        _sound(request.body)
    elif request.content_type != "multipart/form-data":
        raise Wrong(400, _("Kirim sebagai formulir: Content-Type application/x-www-form-urlencoded."))
    if request.FILES:
        raise Wrong(400, _("Berkas tidak diterima di sini. Kirim alamatnya dalam media_url."))
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    if any("\0" in text or "\ufffd" in text for pair in pairs for text in pair):
        raise Wrong(400, _("Teks memuat karakter yang rusak. Kirim UTF-8 yang utuh."))
    if dict(pairs).get("jurisdiction_id", "") not in ("", jurisdiction()):
        raise unknown_jurisdiction()
    return [(name, value) for name, value in pairs if name not in ASIDE]


@dataclass
class Said:
    """The fields by name, and what was wrong with them."""

    fields: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def wrong(self, name: str, why: str) -> None:
        self.faults.append(f"{name}: {why}")


def filing_of(pairs: Sequence[Sequence[str]], *, language: str) -> Filing:
    """The report that these fields tell. Wrong(400) with all faults, Wrong(404) for an unknown service."""
    said = _sorted(pairs)
    code = said.fields.get("service_code", "")
    if not code:
        said.wrong("service_code", _("wajib diisi. Ambil kodenya dari daftar services."))
    category = catalogue.category_of(code) if code else None
    lat, lon = _point(said)
    region = _region(said)
    _somewhere(said)
    filing = Filing(
        report_class=_choice(said, "report_class", ReportClass.values) or ReportClass.COMPLAINT,
        title=_title(said, category),
        text=_text(said, category),
        event_date=_day(said),
        location=said.fields.get("address_string", ""),
        region=region,
        category=category,
        anonymous=_choice(said, "anonymous", (catalogue.YES, catalogue.NO)) == catalogue.YES,
        secret=_choice(said, "secret", (catalogue.YES, catalogue.NO)) == catalogue.YES,
        channel=Channel.OPEN311,
        name=_name(said),
        phone=_contact(said, "phone"),
        email=_contact(said, "email"),
        language=language,
        lat=lat,
        lon=lon,
    )
    if said.faults:
        raise Wrong(400, *said.faults)
    return filing


def _sound(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise Wrong(400, _("Teks memuat karakter yang rusak. Kirim UTF-8 yang utuh.")) from error


def _sorted(pairs: Sequence[Sequence[str]]) -> Said:
    """Empty is the same as not given; what is unknown or said twice is a fault: it may matter."""
    said, known = Said(), {row["code"] for row in catalogue.attributes()}
    for name, value in ((name, value.strip()) for name, value in pairs):
        attribute = _ATTRIBUTE.fullmatch(name)
        if name in MEDIA:
            said.media += [value] if value else []
        elif attribute and attribute[1] in known:
            _put(said, said.attributes, name, attribute[1], value)
        elif name in FIELDS:
            _put(said, said.fields, name, name, value)
        else:
            said.wrong(name[:60], _("tidak dikenal. Periksa ejaan namanya."))
    return said


def _put(said: Said, where: dict[str, str], name: str, key: str, value: str) -> None:
    if value and key in where:
        said.wrong(name, _("diisi dua kali. Isi sekali saja."))
    elif value:
        where[key] = value


def _title(said: Said, category: Category | None) -> str:
    """As said; else from the first words, as a report by SMS gets one; else the service's name."""
    title = tidy(said.attributes.get("title", ""))
    if title:
        return title
    made = titles.title_of(tidy(said.fields.get("description", "")))
    if made == titles.NAMELESS:
        made = category.name if category else NAMELESS
    return made[:TITLE_MAX]


def _text(said: Said, category: Category | None) -> str:
    """The description, and below it the addresses of pictures, as text: nobody here ever fetches them."""
    text = tidy(said.fields.get("description", ""))
    if not text:
        name = category.name if category else NAMELESS
        text = f"{WORDLESS} {name}."
    if len(said.media) > MEDIA_MAX:
        said.wrong("media_url", _("paling banyak %(n)s alamat.") % {"n": MEDIA_MAX})
    for url in said.media:
        if not _is_address(url):
            said.wrong("media_url", _("harus alamat lengkap yang mulai dengan http:// atau https://."))
    links = "\n".join(said.media)
    return f"{text}\n\n{LINKS}\n{links}" if links else text


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    return whole and len(url) <= URL_MAX and url.isprintable() and " " not in url


def _point(said: Said) -> tuple[float | None, float | None]:
    lat, long = _degrees(said, "lat", 90), _degrees(said, "long", 180)
    if ("lat" in said.fields) != ("long" in said.fields):
        said.wrong("lat, long", _("isi keduanya, atau kosongkan keduanya."))
    return lat, long


def _degrees(said: Said, name: str, most: int) -> float | None:
    text = said.fields.get(name)
    if text is None:
        return None
    if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
        said.wrong(name, _("harus angka antara -%(n)s dan %(n)s, dengan titik.") % {"n": most})
        return None
    return float(text)


def _region(said: Said) -> Region | None:
    code = said.fields.get("address_id")
    region = region_by_code(code) if code else None
    if code and region is None:
        said.wrong("address_id", _("bukan kode wilayah. Ambil kodenya dari /api/v1/regions."))
    return region


def _somewhere(said: Said) -> None:
    if not {"lat", "long", "address_string", "address_id"} & said.fields.keys():
        said.wrong("lat, long, address_string, address_id", _("isi salah satu: di mana kejadiannya?"))


def _choice(said: Said, code: str, known: Sequence[str]) -> str:
    value = said.attributes.get(code, "")
    if value and value not in known:
        said.wrong(f"attribute[{code}]", _("pilih salah satu: %(known)s.") % {"known": ", ".join(known)})
    return value


def _day(said: Said) -> date | None:
    text = said.attributes.get("event_date")
    if text is None:
        return None
    unreadable = Wrong(400, _("tidak terbaca. Tulis seperti 2026-11-30."))
    try:
        found: datetime = moment(text, lambda: unreadable)
        return found.astimezone(NATIONAL).date()
    except (Wrong, OverflowError):
        said.wrong("attribute[event_date]", str(unreadable))
        return None


def _name(said: Said) -> str:
    name = tidy(" ".join(said.fields.get(part, "") for part in ("first_name", "last_name")))
    if len(name) > NAME_MAX:
        said.wrong("first_name, last_name", _("paling banyak %(n)s huruf.") % {"n": NAME_MAX})
    return name


def _contact(said: Said, name: str) -> str:
    text = said.fields.get(name, "")
    read_as = phone_number if name == "phone" else email_address
    try:
        if len(text) > EMAIL_MAX:
            raise ValidationError(_("Terlalu panjang."))
        return read_as(text) if text else ""
    except ValidationError as error:
        said.wrong(name, error.messages[0])
        return ""
