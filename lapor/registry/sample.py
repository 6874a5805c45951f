"""A small registry for tests: a few dozen rows of the real files, loaded in a fraction of a second."""

from __future__ import annotations

from lapor.registry import agencies
from lapor.registry.loading import load_all
from lapor.registry.models import Agency

REGIONS = (
    "31 31.71 32 32.04 32.04.05 32.04.05.2001 32.73 32.73.01 35 35.18 35.78 51 51.71 91 91.03 91.01 93 93.01"
)
AGENCIES = (
    "KEMENDIKDASMEN KEMENDIKBUDRISTEK KEMENDIKBUD KEMENHUB KEMENKUMHAM KEMENKUM KEMENSOS KEMENPANRB "
    "OMBUDSMAN KSP BPJS-KESEHATAN PROV-JABAR PROV-JATIM PROV-PAPUA KAB-BANDUNG KOTA-BANDUNG KAB-NGANJUK "
    "KOTA-SURABAYA KAB-JAYAPURA"
)
CATEGORIES = (
    "pekerjaan-umum pekerjaan-umum/infrastruktur-jalan pekerjaan-umum/jalan-berlubang pendidikan "
    "pendidikan/pendidikan-dasar-dan-menengah sosial sosial/bantuan-sosial kependudukan topik-lainnya "
    "sp4n-lapor"
)
# Below KEMENDIKDASMEN and KOTA-SURABAYA; ordinary names, no row of the data files.
DIRECTORATE = "Direktorat Jenderal Guru, Tenaga Kependidikan, dan Pendidikan Guru"
OFFICE = "Dinas Sumber Daya Air dan Bina Marga"


def load_sample() -> None:
    """18 regions, 19 agencies with a unit under each of two, 10 categories; may be called again."""
    load_all(only=frozenset(f"{REGIONS} {AGENCIES} {CATEGORIES}".split()))
    agencies.ensure_unit(Agency.objects.get(code="KEMENDIKDASMEN"), DIRECTORATE)
    agencies.ensure_unit(Agency.objects.get(code="KOTA-SURABAYA"), OFFICE)
