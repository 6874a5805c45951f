"""Titles made of a message's first words."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lapor.intake.sms import grammar
from lapor.intake.sms.intents import Filing
from lapor.intake.sms.titles import CUT, LONGEST, NAMELESS, title_of

TITLES = (
    ("jalan rusak", "Jalan rusak"),
    (
        "Selamat siang pak, mau lapor jalan rusak di depan SDN 2 Sukamaju",
        "Jalan rusak di depan SDN 2 Sukamaju",
    ),
    ("Assalamualaikum. Pak lampu PJU mati", "Lampu PJU mati"),
    ("mau lapor bahwa ada pungli di samsat", "Ada pungli di samsat"),
    ("siang pak saya tidak dapat bansos", "Saya tidak dapat bansos"),
    ("Jl. Merdeka no. 5 rusak parah. Sudah 3 bulan begini", "Jl. Merdeka no. 5 rusak parah"),
    ("Jembatan gantung putus.\nAnak sekolah menyeberang sungai.", "Jembatan gantung putus"),
    ("Pak\nJembatan putus", "Jembatan putus"),
    ("lampu mati,", "Lampu mati"),
    ("siang pak, perkenalkan nama saya Sri Astuti. Jalan kami rusak", "Jalan kami rusak"),
    ("nama saya Sri, mau lapor jalan rusak", "Jalan rusak"),
    (
        "nama saya dicoret dari daftar bansos, mohon dicek",
        "Nama saya dicoret dari daftar bansos, mohon dicek",
    ),
    ("maaf mengganggu pak, air mati", "Air mati"),
    ("bapak saya sakit ditolak rumah sakit", "Bapak saya sakit ditolak rumah sakit"),
    ("Petugas minta uang di samsat", "Petugas minta uang di samsat"),
    ("laporan saya ditolak kelurahan", "Laporan saya ditolak kelurahan"),
    ("KK saya belum jadi", "KK saya belum jadi"),
    ("selamat pagi jalan rusak di desa kami", "Jalan rusak di desa kami"),
    ("malam hari lampu jalan mati", "Malam hari lampu jalan mati"),
    ("Yth. Bapak Bupati, jalan kami rusak", "Bapak Bupati, jalan kami rusak"),
    ("tes CPNS banyak titipan", "Tes CPNS banyak titipan"),
    ("Kepada admin, air PDAM mati", "Air PDAM mati"),
    ("p jalan rusak di rt 5", "Jalan rusak di rt 5"),
    ("mau tanya kenapa BLT tidak cair", "Kenapa BLT tidak cair"),
    ("KTP saya 3174012345678901 belum jadi", "KTP saya belum jadi"),
    ("KTP belum jadi, hub 0812-3456-7890 ya", "KTP belum jadi, hub ya"),
    ("081234567890", NAMELESS),
    ("... !!!", NAMELESS),
    ("TOLONG PAK JALAN KAMI HANCUR", "JALAN KAMI HANCUR"),
    (
        "jalan penghubung dua desa rusak berat sejak banjir bulan januari dan belum diperbaiki",
        "Jalan penghubung dua desa rusak berat sejak banjir bulan januari…",
    ),
    (
        "guru honorer belum menerima gaji sejak bulan maret sampai sekarang karena dana BOS terlambat",
        "Guru honorer belum menerima gaji sejak bulan maret sampai sekarang…",
    ),
)


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_first_words(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(max_size=300))
def test_never_empty_never_long(text: str) -> None:
    title = title_of(text)
    assert title
    assert title == title.strip()
    assert len(title) <= LONGEST
    assert "\n" not in title


@given(st.lists(st.text(alphabet="abcdeklmnorstu", min_size=1, max_size=15), min_size=2, max_size=40))
def test_whole_words_and_a_sign_only_where_more_was_said(words: list[str]) -> None:
    intent = grammar.parse("jalanan " + " ".join(words))
    assume(isinstance(intent, Filing))  # "as" is a greeting
    assert isinstance(intent, Filing)
    title = title_of(intent.text)
    kept = title.removesuffix(CUT).lower()
    assert (intent.text + " ").startswith(kept + " ")
    assert title.endswith(CUT) == (len(intent.text) > LONGEST)
