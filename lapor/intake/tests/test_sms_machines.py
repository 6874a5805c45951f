"""What machines send to 1708 is told from what people write, and in doubt it is a person."""

from __future__ import annotations

import pytest

from lapor.intake.sms.grammar import auto_reply

MACHINES = (
    "Pesan otomatis: nomor ini tidak menerima SMS.",
    "[Auto Reply] I am away until Monday",
    "AutoReply: sedang cuti sampai 5 Mei",
    "Ini adalah pesan otomatis. Kami akan menghubungi Anda.",
    "Nomor yang Anda hubungi sedang tidak aktif.",
    "nomor yg anda tuju salah",
    "The number you are calling is not active",
    "This is an automated message. Do not reply.",
    "Pelanggan Yth, masa aktif kartu Anda berakhir 12/05. Isi ulang segera.",
    "Yth. Pelanggan, nikmati paket 10GB hanya 25rb. Hub *123#",
    "Plgn Yth pulsa Anda tinggal Rp500",
    "Anda mendapat 2 panggilan tak terjawab dari 08123456789",
    "You have 1 missed call from +628123456789",
    "Missed call dari 08123456789 jam 10:21",
    "081234567890 telah menghubungi Anda pada 10:21",
    "Sisa kuota Anda 120MB",
    "Maaf, saya sedang rapat. Nanti saya hubungi kembali.",
    "Saya sedang menyetir, nanti saya telepon.",
    "I'm driving, I'll call you later",
    "Can't talk right now",
    "Out of office until 3 June",
    "Terima kasih telah menghubungi PT Maju. Kami balas pada jam kerja.",
    "Kode promo ABC123. Mohon tidak membalas pesan ini",
    "Transaksi berhasil. Please do not reply to this message.",
)
PEOPLE = (
    "",
    "p",
    "jalan rusak",
    "Pelanggan yth, begitu bunyi sms dari PLN padahal listrik saya diputus",
    "Saya dapat SMS pesan otomatis dari nomor tidak dikenal, itu penipuan",
    "tolong pak, nomor yang anda hubungi tidak aktif terus kalau telepon puskesmas",
    "Nomor yang anda hubungi sedang sibuk, begitu terus kalau saya telepon 112",
    "saya sedang cuti melahirkan tapi gaji dipotong oleh sekolah, mohon ditindak",
    "saya sedang di jalan raya Bogor, pohon tumbang menutup jalan, petugas belum datang sejak pagi hari tadi",
    "balasan otomatis dari call center tidak membantu, warga kami 3 hari tanpa air",
    "petugas PDAM jangan balas pesan ini saja, kapan air nyala",
    "BALAS 10000001 saya sedang rapat kemarin",
    "Terima kasih, sudah diperbaiki",
    "CEK 10000001",
)


@pytest.mark.parametrize("text", MACHINES)
def test_a_machine_wrote_it(text: str) -> None:
    assert auto_reply(text)


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_wrote_it(text: str) -> None:
    assert not auto_reply(text)
