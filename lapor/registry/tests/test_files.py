"""A clerk's slip in a data file is named by file, line and column, and nothing of the loading stays."""

from pathlib import Path

import pytest

from lapor.registry.files import DATA
from lapor.registry.loading import RegistryFileError, load_all
from lapor.registry.models import Agency, Region
from lapor.registry.sample import AGENCIES, CATEGORIES, REGIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The sample's rows of the real files, to be spoilt."""
    keep = {*REGIONS.split(), *AGENCIES.split(), *CATEGORIES.split()}
    for file in DATA.glob("*.csv"):
        head, *rows = file.read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.split(",")[0] in keep]
        (tmp_path / file.name).write_text("\n".join([head, *kept, ""]), encoding="utf-8")
    return tmp_path


def spoil(data: Path, file: str, old: str, new: str) -> str:
    """Changes a file and returns what the loading then says."""
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryFileError) as caught:
        load_all(data=data)
    assert not Region.objects.exists()
    assert not Agency.objects.exists()
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("districts.csv", "32.04.05", "99.99.05", "districts.csv line 2, column code: no region 99.99"),
        ("districts.csv", "32.04.05,", "32.4.5,", "districts.csv line 2, column code: '32.4.5' is not"),
        ("villages.csv", "Cileunyi Kulon", "", "villages.csv line 2, column name: is empty"),
        ("villages.csv", "Kulon,", "Kulon,1.1.2020", "villages.csv line 2, column valid_from: '1.1.2020'"),
        ("villages.csv", "Kulon,", "Kulon", "villages.csv line 2: 2 cells where the header has 3"),
        ("villages.csv", "Kulon", "Ku\0lon", "villages.csv line 2, column name: holds a NUL"),
        ("villages.csv", "valid_from", "since", "villages.csv line 1: there is no column valid_from"),
        ("provinces.csv", "\n32,", "\n31,", "provinces.csv line 3, column code: 31 already stands in line 2"),
        ("regions-ended.csv", "93.01", "93.77", "regions-ended.csv line 2, column successor: no region"),
        ("agencies.csv", "ministry", "ministri", "agencies.csv line 2, column kind: 'ministri' is none"),
        ("agencies.csv", ",32,", ",98,", "column region: no region 98"),
        ("agencies.csv", "KEMENSOS; DEPSOS", "KEMENHUB", "already leads to another agency"),
        ("agencies.csv", "KEMENHUB,", "KEMENSOS,", "column code: KEMENSOS stands in the file twice"),
        ("categories.csv", ",yes", ",maybe", "is neither yes nor no"),
        ("categories.csv", ",pekerjaan-umum,", ",jalan,", "column parent: no category jalan above"),
        ("categories.csv", ",928,", ",1397,", "column lapor_id: 1397 stands in the file twice"),
        ("categories.csv", ",928,", ",abc,", "column lapor_id: 'abc' is not a number"),
    ],
)
def test_a_slip_is_named(data: Path, file: str, old: str, new: str, message: str) -> None:
    assert message in spoil(data, file, old, new)


def test_a_missing_file_and_another_encoding_are_named(data: Path) -> None:
    villages = data / "villages.csv"
    villages.write_bytes("code,name,valid_from\n32.04.05.2001,Caf\xe9,\n".encode("latin-1"))
    with pytest.raises(RegistryFileError, match=r"villages\.csv: not UTF-8"):
        load_all(data=data)
    villages.unlink()
    with pytest.raises(RegistryFileError, match=r"villages\.csv: the file is missing"):
        load_all(data=data)


def test_semicolons_and_a_byte_order_mark_are_taken(data: Path) -> None:
    text = "\ufeffcode;name;valid_from\n32.04.05.2001;Cileunyi Kulon;\n\n"
    (data / "villages.csv").write_text(text, encoding="utf-8")
    load_all(data=data)
    assert Region.objects.get(code="32.04.05.2001").search == (
        "cileunyi kulon cileunyi kabupaten bandung jawa barat jabar"
    )


def test_what_a_clerk_changes_is_changed_and_nothing_is_deleted(data: Path) -> None:
    load_all(data=data)
    Agency.objects.filter(code="KEMENSOS").update(connected_since="2013-05-01", active=False)
    (data / "villages.csv").write_text("code,name,valid_from\n", encoding="utf-8")
    text = (data / "agencies.csv").read_text(encoding="utf-8")
    (data / "agencies.csv").write_text(text.replace("Kementerian Sosial", "Kementerian Sosial RI"))
    again = load_all(data=data)
    ministry = Agency.objects.get(code="KEMENSOS")
    assert (ministry.name, str(ministry.connected_since)) == ("Kementerian Sosial RI", "2013-05-01")
    assert (again.agencies.changed, again.regions.changed, again.categories.changed) == (1, 0, 0)
    assert not ministry.active
    assert Region.objects.filter(code="32.04.05.2001").exists()


def test_a_changed_region_is_written(data: Path) -> None:
    load_all(data=data)
    text = (data / "districts.csv").read_text(encoding="utf-8")
    (data / "districts.csv").write_text(text.replace("Cileunyi", "Cileunyi Baru"), encoding="utf-8")
    assert load_all(data=data).regions.changed == 2
    assert Region.objects.get(code="32.04.05.2001").search.startswith("cileunyi kulon cileunyi baru ")


def test_the_data_files_travel_with_their_licence() -> None:
    assert "MIT" in (DATA / "LICENSE-regions").read_text(encoding="utf-8")
