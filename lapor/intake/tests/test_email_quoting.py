"""What is new in a reply, as mail programs write it."""

from __future__ import annotations

import pytest

from lapor.intake.email.plain import text_of
from lapor.intake.email.quoting import new_words

REPLIES = [
    ("Belum cair.", "Belum cair."),
    ("Belum cair.\n\n> Laporan #1\n> dijawab", "Belum cair."),
    ("Belum.\n\nPada Sel, 28 Agu 2018 pukul 09.14 LAPOR! <jawab@a.example> menulis:\n\n> lama", "Belum."),
    ("Belum.\n\nPada Sel, 28 Agu 2018 pukul 09.14 LAPOR!\n<jawab@a.example>\nmenulis:\n\n> lama", "Belum."),
    ("Belum.\n\nOn Tue, Aug 28, 2018 at 9:14 AM LAPOR! <jawab@a.example> wrote:\n> lama", "Belum."),
    ("Belum.\n\nOn 28 Aug 2018, LAPOR wrote:\n\nlama tanpa tanda", "Belum."),
    ("On Tue LAPOR wrote:\n> lama\n> lama\n\nDi bawah kutipan.", "Di bawah kutipan."),
    ("> satu?\nYa.\n> dua?\nTidak.", "Ya.\nTidak."),
    ("Belum.\n\n-----Original Message-----\nFrom: LAPOR!\nlama", "Belum."),
    ("Belum.\n\n----- Pesan Asli -----\nlama", "Belum."),
    ("Belum.\n________________________________\nDari: LAPOR!\nlama", "Belum."),
    ("Belum.\n\nFrom: LAPOR! <a@b.example>\nSent: Tuesday\nTo: Kenanga\nSubject: x\n\nlama", "Belum."),
    ("Belum.\n\nDari: LAPOR! <a@b.example>\nTanggal: Selasa\nKepada: Kenanga\n\nlama", "Belum."),
    ("Belum.\n-- \nKenanga\n0812-3456-7890", "Belum."),
    ("Belum.\n\nDikirim dari iPhone saya", "Belum."),
    ("Belum.\n\nGet Outlook for Android<https://aka.example/x>", "Belum."),
    (
        "Pada hari Senin kepala desa menulis: silakan tunggu.",
        "Pada hari Senin kepala desa menulis: silakan tunggu.",
    ),
    ("Dari: rumah saya sampai kantor\nrusak semua", "Dari: rumah saya sampai kantor\nrusak semua"),
    ("Harga - 5.000 -- mahal", "Harga - 5.000 -- mahal"),
    ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
    ("> hanya kutipan", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "new"), REPLIES)
def test_only_the_new_words_stay(text: str, new: str) -> None:
    assert new_words(text) == new


PAGES = [
    ("<p>Satu</p><p>Dua</p>", "Satu\nDua"),
    ("Satu<br>Dua<br/>Tiga", "Satu\nDua\nTiga"),
    ("<ul><li>a<li>b</ul>", "a\nb"),
    ("a &lt;b&gt; &amp;&nbsp;c &#39;d&#39;", "a <b> & c 'd'"),
    ("<style>p{}</style><script>alert(1)</script>Halo", "Halo"),
    ("Halo<!-- rahasia -->, Pak", "Halo, Pak"),
    ("Halo<blockquote>lama <blockquote>lebih</blockquote> lama</blockquote> akhir", "Halo akhir"),
    ('Halo<div class="gmail_quote">lama</div>', "Halo"),
    ('Halo<div id="divRplyFwdMsg">lama</div> dan ini juga lama', "Halo"),
    ("1 < 2 dan 3 > 2", "1 < 2 dan 3 > 2"),
    ("Halo<!-- tak pernah berakhir", "Halo"),
    ("</blockquote></p>Halo", "Halo"),
]


@pytest.mark.parametrize(("page", "text"), PAGES)
def test_a_page_says_its_words(page: str, text: str) -> None:
    lines = [line for line in text_of(page).splitlines() if line.strip()]
    assert "\n".join(lines).strip() == text
