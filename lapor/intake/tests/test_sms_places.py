"""Whether a message says where."""

from __future__ import annotations

import pytest

from lapor.intake.sms.places import names_a_place
from lapor.registry.queries import known_places

NAMED = (
    "jalan rusak di jl merdeka no 5",
    "jln raya bogor km 24 macet",
    "desa sukamaju belum ada listrik",
    "lampu mati di rt 05 rw 02",
    "pungli di samsat nganjuk",
    "KAB. NGANJUK jalan rusak",
    "guru tidak masuk di SDN 2 Karangrejo",
    "banjir di Sukamaju sudah 3 hari",
    "JALAN RUSAK DI DESA SUKAMAJU",
    "puskesmas gondang tutup terus",
    "di malang jalan rusak",
    "air pdam mati di cikarang utara",
    "terminal bungurasih kotor",
    "gempa di jogja bantuan belum ada",
    "kantor camat di Kota Batu tutup",
    "jalan poros desa karanganyar rusak",
    "di papua tidak ada dokter",
    "Kec.Tanjunganom air keruh",
    "kel. sukabumi utara jakbar got mampet",
    "Jakarta macet terus",
    "lampu merah di simpang dago mati",
    "jl a yani banjir",
    "Jl. H. Agus Salim gelap",
    "jl diponegoro banyak lubang",
    "RSUD Dr. Soetomo antri 8 jam",
    "rsud dr soetomo antri 8 jam",
)
NOT_NAMED = (
    "",
    "jalan rusak",
    "di depan rumah saya",
    "desa kami belum ada listrik",
    "jalan raya rusak parah di dekat pasar",
    "puskesmas tidak melayani",
    "KTP saya belum jadi di kantor kecamatan",
    "nasib malang menimpa kami, bansos tidak cair",
    "jalan berlubang di depan rumah saya tolong",
    "ada batu besar di jalan",
    "lampu jalan mati sudah 3 bulan",
    "guru di sekolah anak saya minta uang",
    "petugas di PLN kasar",
    "bpjs saya tidak aktif di rumah sakit",
    "pelayanan di kota ini buruk",
    "JALAN RUSAK PARAH DI KAMPUNG KAMI",
    "kepala desa korupsi",
    "petugas kelurahan minta uang",
    "jalan bergelombang dan berdebu",
    "desa mengalami kekeringan",
    "jembatan gantung putus",
    "Jalan Rusak Parah",
    "sungai tercemar limbah pabrik",
    "bantuan sosial belum cair",
)


@pytest.mark.parametrize("text", NAMED)
def test_says_where(text: str) -> None:
    assert names_a_place(text)


@pytest.mark.parametrize("text", NOT_NAMED)
def test_does_not_say_where(text: str) -> None:
    assert not names_a_place(text)


def test_takes_the_longest_messages() -> None:
    assert not names_a_place("di jalan " * 1_111)
    assert names_a_place("a " * 4_000 + "di jl merdeka")


def test_the_registry_knows_the_provinces_regencies_and_cities() -> None:
    names = known_places()
    assert {"bandung", "jawa timur", "jatim", "jakarta", "kepulauan seribu", "jakarta pusat"} <= names
    assert 540 <= len(names) <= 620
