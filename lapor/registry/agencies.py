"""What changes the tree of agencies: adding, finding or making a unit, hanging one elsewhere."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.text import slugify

from lapor.registry import names
from lapor.registry.models import Agency, AgencyKind

UNMAPPED = "BELUM-DIPETAKAN"


def add(agency: Agency) -> Agency:
    """Saves a new agency with its path; no other code may insert one (the database refuses a wrong path)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('registry_agency', 'id'))")
        (agency.pk,) = cursor.fetchone()
    agency.path = f"{agency.parent.path if agency.parent else '/'}{agency.pk}/"
    agency.save(force_insert=True)
    return agency


@transaction.atomic
def ensure_unit(parent: Agency, name: str, lapor_id: int | None = None, *, unmapped: bool = False) -> Agency:
    """The unit of that name directly below `parent`, made if there is none; safe when many ask at once.

    Names are compared without case, dots and "Kab."/"Kabupaten" (`names.agency_key`). A LAPOR id known now
    is added to a unit that had none. The parent's row is locked until the caller's transaction ends.
    """
    name = " ".join(name.replace("\0", "").split())[:300]
    if not names.agency_key(name):
        raise ValueError("a unit needs a name with at least one letter or digit")
    Agency.objects.select_for_update(no_key=True).get(pk=parent.pk)
    unit = _unit(parent, name)
    if unit is None:
        return add(_new_unit(parent, name, lapor_id, unmapped))
    if lapor_id and unit.lapor_id is None:
        unit.lapor_id = lapor_id
        unit.save(update_fields=["lapor_id"])
    return unit


@transaction.atomic
def rename(unit: Agency, name: str) -> Agency:
    """Another name; code and address stay, so links go on working. ValueError for a sibling's name."""
    name = " ".join(name.replace("\0", "").split())[:300]
    if not names.agency_key(name):
        raise ValueError("a unit needs a name with at least one letter or digit")
    if unit.parent:
        Agency.objects.select_for_update(no_key=True).get(pk=unit.parent.pk)
        if (twin := _unit(unit.parent, name)) and twin.pk != unit.pk:
            raise ValueError(f"there is already a unit of that name: {twin.code}")
    Agency.objects.filter(pk=unit.pk).update(name=name)
    unit.refresh_from_db()
    return unit


def close(unit: Agency, *, on: datetime.date, successor: Agency | None = None) -> None:
    """In force no longer from that day on. The row stays: reports of its time keep it."""
    Agency.objects.filter(pk=unit.pk).update(valid_to=on, successor=successor)


def _unit(parent: Agency, name: str) -> Agency | None:
    key = names.agency_key(name)
    return Agency.objects.filter(parent=parent, kind=AgencyKind.UNIT, valid_to=None, name_key=key).first()


def _new_unit(parent: Agency, name: str, lapor_id: int | None, unmapped: bool) -> Agency:
    code = _free(f"{parent.code}-{slugify(name).upper()}"[:100].strip("-"), "code")
    return Agency(
        code=code,
        slug=_free(slugify(code), "slug"),
        name=name,
        kind=AgencyKind.UNIT,
        parent=parent,
        region=parent.region,
        lapor_id=lapor_id,
        unmapped=unmapped or parent.unmapped,
    )


def _free(wanted: str, column: str) -> str:
    """The wanted code or slug, or with the first free number behind it ("...-2")."""
    taken = set(Agency.objects.filter(**{f"{column}__startswith": wanted}).values_list(column, flat=True))
    if wanted not in taken:
        return wanted
    return next(
        f"{wanted}-{number}" for number in range(2, len(taken) + 3) if f"{wanted}-{number}" not in taken
    )


def unmapped_root() -> Agency:
    """The branch "Belum dipetakan", under which an import hangs units whose parent nobody could tell."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [UNMAPPED])
        root = Agency.objects.filter(code=UNMAPPED).first()
        return root or add(
            Agency(
                code=UNMAPPED,
                slug="belum-dipetakan",
                name="Belum dipetakan",
                kind=AgencyKind.UNIT,
                unmapped=True,
            )
        )


@transaction.atomic
def rehang(agency: Agency, *, parent: Agency) -> Agency:
    """Hangs a unit and all below it under another agency; codes stay, so links and reports go on working."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    parent = Agency.objects.select_for_update(no_key=True).get(pk=parent.pk)
    if agency.kind != AgencyKind.UNIT or agency.contains(parent):
        raise ValueError("only a unit can be hung elsewhere, and never below itself")
    if (twin := _unit(parent, agency.name)) and twin.pk != agency.pk:
        raise ValueError(f"there is already a unit of that name: {twin.code}")
    old, new = agency.path, f"{parent.path}{agency.pk}/"
    Agency.objects.filter(pk=agency.pk).update(parent=parent)
    Agency.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1)),
        region=parent.region,
        unmapped=parent.unmapped,
    )
    agency.refresh_from_db()
    return agency
