"""Regions, agencies and categories: what everything else points at and nothing ever deletes.

A region or an agency that ends gets `valid_to` and a successor; whatever pointed at it goes on doing so,
so that a report of 2018 keeps the agency of its day.
"""

from __future__ import annotations

import datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Cast, Concat, Upper
from django.utils.translation import gettext_lazy as _

from lapor.registry import names

# The platform's first day: what stood then or earlier is valid from here on.
BEGINNING = datetime.date(2012, 1, 1)


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten")
    CITY = "city", _("Kota")
    DISTRICT = "district", _("Kecamatan")
    VILLAGE = "village", _("Kelurahan/desa")


class AgencyKind(models.TextChoices):
    MINISTRY = "ministry", _("Kementerian")
    INSTITUTION = "institution", _("Lembaga")
    PROVINCE = "province", _("Pemerintah provinsi")
    REGENCY = "regency", _("Pemerintah kabupaten")
    CITY = "city", _("Pemerintah kota")
    UNIT = "unit", _("Unit")


class RegionQuerySet(models.QuerySet["Region"]):
    def standing(self, on: datetime.date | None = None) -> RegionQuerySet:
        """Those in force on a day (`valid_to` is the first day no longer in force); without a day, now."""
        if on is None:
            return self.filter(valid_to=None)
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on), valid_from__lte=on)

    def inside(self, region: Region) -> RegionQuerySet:
        """The region itself and everything whose official code lies below it."""
        return self.filter(models.Q(code=region.code) | models.Q(code__startswith=region.code + "."))


class Region(models.Model):
    """One row of the official code list of a time: province, regency or city, district, village."""

    code = models.CharField(_("kode wilayah"), max_length=13)
    name = models.CharField(_("nama"), max_length=100)
    level = models.CharField(_("tingkat"), max_length=8, choices=RegionLevel)
    # 1 province, 2 regency or city, 3 district, 4 village: bigger ones come first in the type-ahead.
    depth = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    timezone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    population = models.PositiveIntegerField(_("penduduk"), null=True, blank=True)
    area_km2 = models.FloatField(_("luas (km²)"), null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    valid_from = models.DateField(_("berlaku sejak"), default=BEGINNING)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    # Own name without its kind ("bandung"), and own and ancestors' names ("kota bandung jawa barat").
    name_key = models.CharField(max_length=100)
    search = models.CharField(max_length=400)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wilayah")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_code_from"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to=None), name="region_code_standing"
            ),
        ]
        indexes = [
            models.Index(fields=["code"], opclasses=["text_pattern_ops"], name="region_code_prefix"),
            models.Index(fields=["name_key"], opclasses=["text_pattern_ops"], name="region_name_prefix"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="region_name_trgm"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="region_search_trgm"),
            # The five hundred widest, which the type-ahead knows by their aliases too.
            models.Index(fields=["depth"], condition=models.Q(depth__lte=2), name="region_wide"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    def standing(self, on: datetime.date | None = None) -> AgencyQuerySet:
        """Those in force on a day (`valid_to` is the first day no longer in force); without a day, now."""
        if on is None:
            return self.filter(valid_to=None, active=True)
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on), valid_from__lte=on)

    def subtree(self, agency: Agency) -> AgencyQuerySet:
        """The agency and all units below it, to any depth; one indexed prefix scan."""
        return self.filter(path__startswith=agency.path)

    def above(self, agency: Agency) -> AgencyQuerySet:
        """Its ancestors, the top one first, without itself."""
        return self.filter(pk__in=agency.lineage()[:-1]).order_by("path")

    def tops(self) -> AgencyQuerySet:
        return self.filter(parent=None)


class Agency(models.Model):
    """A ministry, institution or local government, or a unit below one: one tree to any depth."""

    code = models.CharField(_("kode"), max_length=120, unique=True)
    name = models.CharField(_("nama"), max_length=300)
    short_name = models.CharField(_("nama pendek"), max_length=120, blank=True)
    kind = models.CharField(_("jenis"), max_length=11, choices=AgencyKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # Ids from the top down to and with itself, "/12/305/": a subtree is a prefix.
    path = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="agencies")
    slug = models.SlugField(max_length=120, unique=True)
    connected_since = models.DateField(_("terhubung sejak"), null=True, blank=True)
    connected_invented = models.BooleanField(_("tanggal terhubung contoh"), default=False)
    active = models.BooleanField(_("aktif"), default=True)
    unmapped = models.BooleanField(_("belum dipetakan"), default=False)
    valid_from = models.DateField(_("berlaku sejak"), default=BEGINNING)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    lapor_id = models.IntegerField(_("nomor unit LAPOR"), null=True, blank=True)
    # What look-ups compare and search, derived by the database so that no writer can forget it.
    name_key = models.GeneratedField(
        expression=names.AgencyKey("name"), output_field=models.CharField(max_length=400), db_persist=True
    )
    search = models.GeneratedField(
        expression=names.Plain(Concat("name", models.Value(" "), "short_name", models.Value(" "), "code")),
        output_field=models.CharField(max_length=600),
        db_persist=True,
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("instansi")
        constraints = [
            # Two imports that meet the same unknown unit at once must end with one row.
            models.UniqueConstraint(
                fields=["parent", "name_key"],
                condition=models.Q(kind=AgencyKind.UNIT, valid_to=None),
                name="agency_unit_once",
            ),
            # An empty path would make everybody's subtree of it: `agencies.add_agency` sets it.
            models.CheckConstraint(
                condition=models.Q(
                    path__endswith=Concat(
                        models.Value("/"), Cast("id", models.CharField()), models.Value("/")
                    )
                ),
                name="agency_path_own",
            ),
        ]
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="agency_path_prefix"),
            models.Index(fields=["name_key"], name="agency_name_key"),
            models.Index(fields=["lapor_id"], name="agency_lapor_id"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="agency_search_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    def lineage(self) -> list[int]:
        """Ids from the top agency down to and with this one, read from `path`: no query."""
        return [int(part) for part in self.path.split("/") if part]

    def top_id(self) -> int:
        return self.lineage()[0]

    def top(self) -> Agency:
        """The ministry, institution or local government it belongs to: one query, none for a top one."""
        return self if self.parent_id is None else Agency.objects.get(pk=self.top_id())

    def subtree(self) -> AgencyQuerySet:
        return Agency.objects.subtree(self)

    def contains(self, other: Agency) -> bool:
        """Whether `other` is this agency or below it: no query."""
        return other.path.startswith(self.path)


class AgencyKeyword(models.Model):
    """The word a text message begins with to reach an agency: "KAB. NGANJUK", "TANGKAB", "KUMHAM"."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="keywords")
    # Upper case with single spaces, as printed; found however it is dotted and spaced (`keyword_match`).
    text = models.CharField(_("kata kunci"), max_length=80, unique=True)
    # Letters and digits only: "KAB. NGANJUK" and "kab nganjuk" are the same word to a phone.
    key = models.GeneratedField(
        expression=names.Squeezed("text"),
        output_field=models.CharField(max_length=80),
        db_persist=True,
        unique=True,
    )

    class Meta:
        verbose_name = _("kata kunci SMS")
        constraints = [
            models.CheckConstraint(condition=models.Q(text=Upper("text")), name="keyword_upper_case"),
        ]

    def __str__(self) -> str:
        return self.text


class Category(models.Model):
    """A topic of LAPOR's tree; reports carry the leaf or, where nobody knew better, a branch."""

    code = models.CharField(_("kode"), max_length=160, unique=True)
    name = models.CharField(_("nama"), max_length=160)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lapor_id = models.IntegerField(_("nomor kategori LAPOR"), null=True, blank=True, unique=True)
    active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("kategori")

    def __str__(self) -> str:
        return self.name
