"""Whether a message says where: if not, the place is asked back, once, in one SMS."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lapor.intake.sms.folding import Token, tokens, words
from lapor.registry.queries import known_districts, known_places

# A word that a name follows.
MARKERS = words("""
    jl jln jalan gg gang desa ds kel kelurahan kec kecamatan kab kabupaten kota prov provinsi dusun dsn
    kampung kp kampong gampong nagari jorong pekon distrik pulau lorong lrg pasar psr puskesmas pkm rsud
    rsu rs rsia terminal stasiun pelabuhan bandara jembatan perum perumahan komplek kompleks blok simpang
    perempatan pertigaan bundaran polsek polres polresta polda samsat kua lapas rutan kodim sdn sd mi smp
    smpn mts mtsn sma sman smk smkn slb universitas politeknik pantai waduk bendungan tol km taman alun
    masjid gereja pesantren ponpes lingkungan lingk banjar padukuhan dukuh sungai kali gerbang exit
""")
# Between such a word and the name: "jalan raya Bogor", "alun-alun kota".
GENERIC = words("""
    dr prof kh jend jendral jenderal letjen ir st hj tgk raya besar utama poros negeri umum induk nomor no
    kota desa kecamatan kabupaten provinsi kelurahan lintas alun layang gang jalan sakit rumah nasional
    baru lama pasar daerah tol tembus lingkar
""")
# With a number they say which one: "RT 05", "SDN 2", "KM 14".
NUMBERED = words("rt rw sdn smpn sman smkn mtsn km blok sd smp sma smk no")
BEFORE_A_NAME = words("di ke dari dr daerah wilayah sekitar d arah menuju antara")
# Words that are no names, though they follow a marker.
ORDINARY = words("""
    rusak berlubang lubang bolong hancur parah macet gelap banjir becek longsor ambrol amblas putus retak
    licin sempit sepi ramai kotor bau bersih bagus jelek buruk tutup buka ditutup dibuka mati padam penuh
    kosong kering yang yg ini itu tidak tdk gak ga nggak belum blm sudah sdh udah masih msh akan bisa
    harus perlu ada adalah saya sy kami kita mereka dia kalian anda nya aku orang warga masyarakat
    tetangga pemerintah pihak petugas dan atau tetapi tapi karena krn karna untuk utk dengan dgn dg pada
    agar supaya sampai hingga sejak selama ketika saat jika kalau kalo juga saja aja hanya lagi sangat
    sekali terlalu lebih kurang paling banyak sedikit semua setiap tiap para oleh dalam dlm luar atas
    bawah depan dpn belakang samping sebelah dekat dkt seberang pinggir tengah ujung sana sini situ mana
    sekitar setempat terdekat tempat lokasi rumah rmh sekolah kantor tempatku kampungku sebelumnya sesudah
    setelah sebelum kemarin besok sekarang hari minggu bulan tahun malam pagi siang sore jam meminta minta
    memungut dipungut ditarik tarik bayar membayar dibayar menolak ditolak melayani pelayanan layanan
    lambat lama cepat mahal murah gratis habis rusaknya diperbaiki dibangun perbaikan pembangunan bangun
    aspal diaspal tolong mohon mhn harap segera sgr pak bu bapak ibu kepala perangkat aparat kades lurah
    camat bupati walikota gubernur pegawai guru dokter bidan perawat dana bantuan blt bansos pkh bpnt air
    listrik lampu sampah tradisional terpencil tertinggal umum swasta negeri bersama utama kecil besar
    raya layang tol kaki ninja keluar masuk menuju ke di dari antara tanpa seperti spt jadi menjadi
    terjadi dilakukan telah buat lewat melalui setapak terus tikus pintas alternatif hidup pikiran
    tengahnya cerita rakyat masalah soal hal selalu sering jarang kok kenapa kapan bagaimana gimana apa
    siapa bukan jangan boleh mau ingin hendak dapat dpt mendapat menerima terima datang pergi pulang kerja
    bekerja sendiri lain lainnya beberapa dua tiga empat lima satu ktp kk akta surat izin online internet
    masjid gereja pasar puskesmas jembatan terminal taman lapangan sawah kebun gang jalan jln desa
    kelurahan kecamatan kabupaten kota provinsi pusat daerah wilayah hp wa sms medsos facebook website
    aplikasi tv loket bank atm pln pdam bpjs dinas polisi polsek polres samsat kua rsud rs januari
    februari maret april mei juni juli agustus september oktober november desember senin selasa rabu kamis
    jumat sabtu indonesia negara republik allah tuhan islam kristen hindu katolik lansia anak siswa murid
    mahasiswa perempuan laki seluruh tangan mata muka sungai kali laut pantai hutan gunung pulau bukit
    danau waduk parit got selokan irigasi drainase trotoar dulu dahulu korupsi pungli calo penipuan
    setoran potong dipotong malas marah kasar ramah antri antre jual beli judi togel miras narkoba begal
    maling pencurian tawuran limbah asap debu polusi bising kabel pohon tiang bocor pecah roboh ambruk
    jebol meluap sengketa tanah sertifikat pajak iuran parkir liar preman obat stok kelas uang seragam
    buku spp gaji honor insentif tunjangan sakit bayi hamil operasi kamar igd ugd rawat inap poli kumuh
    pengap angker jorok tenggelam patah miring aman nyaman maju mundur adat wisata tertib digital pintar
    layak fiktif ganda siluman penyangga gantung kayu beton bambu besi layar hewan
""")
# Regencies and cities whose names mean something else too: read as places after "di" only, or not at all.
AMBIGUOUS = frozenset(
    (
        "malang",
        "serang",
        "padang",
        "palu",
        "pati",
        "sorong",
        "metro",
        "kuningan",
        "kendal",
        "depok",
        "banjar",
        "karo",
        "bone",
    )
)
NEVER = frozenset(
    (
        "batu",
        "puncak",
        "landak",
        "buru",
        "batang",
        "tual",
        "ende",
        "agam",
        "muna",
        "belu",
        "kota",
        "lahat",
        "siak",
        "daerah",
        "barat",
    )
)
LONGEST_NAME = 4
# Verbs and their kin by their prefixes, when written small; and names of streets that look like them.
VERBAL = re.compile(r"(?:me(?:ng|ny|mb|mp|nj|nc|nd)|ber|ter|di|pem|peng)[a-z]{4,}|ke[a-z]{3,}an")
NOT_VERBAL = words(
    "diponegoro dipatiukur dirgantara teratai berlian mendawai bersatu berdikari terusan dipayuda"
)


def names_a_place(text: str) -> bool:
    """Whether somebody could find it: a street, village, school, market or region by its name.

    "jalan rusak di depan rumah saya" names none. In doubt it names none: to ask costs one SMS.
    """
    found = tokens(text)
    shouting = not any(letter.islower() for letter in text)
    return any(
        _marked(text, found, place, shouting=shouting)
        or _region(found, place)
        or _after_preposition(text, found, place, shouting=shouting)
        for place in range(len(found))
    )


def _marked(text: str, found: Sequence[Token], place: int, *, shouting: bool) -> bool:
    """A marker and a name behind it, or a number where a number says which one."""
    marker = found[place].squeezed
    following = place + 1
    if marker in NUMBERED and following < len(found) and found[following].digits:
        return True
    if marker not in MARKERS:
        return False
    while following < len(found) and following < place + 4 and _generic(found[following]):
        following += 1
    if following >= len(found) or found[following].digits or len(found[following].text) < 3:
        return False
    name = found[following]
    small = shouting or text[found[place].start].isupper() or not _titled(text, name)
    return not _ordinary(name) if small else name.squeezed not in GENERIC


def _generic(token: Token) -> bool:
    """What stands between a marker and the name: "raya", "dr.", the A of A. Yani."""
    return token.squeezed in GENERIC or (len(token.text) == 1 and not token.digits)


def _ordinary(name: Token) -> bool:
    if name.squeezed in ORDINARY:
        return True
    return bool(VERBAL.fullmatch(name.text)) and name.squeezed not in NOT_VERBAL


def _region(found: Sequence[Token], place: int) -> bool:
    """A province, regency or city by its name, in up to four words."""
    for count in range(LONGEST_NAME, 0, -1):
        name = " ".join(token.text for token in found[place : place + count])
        if name in known_places() and name not in NEVER:
            before = found[place - 1].squeezed if place else ""
            return name not in AMBIGUOUS or before in BEFORE_A_NAME or before in MARKERS
    return False


def _after_preposition(text: str, found: Sequence[Token], place: int, *, shouting: bool) -> bool:
    """ "di Sukamaju": written with a capital, or a district's name."""
    if found[place].squeezed not in BEFORE_A_NAME or place + 1 == len(found):
        return False
    name = found[place + 1]
    if name.digits or _ordinary(name) or name.squeezed in MARKERS or len(name.text) < 4:
        return False
    two = " ".join(token.text for token in found[place + 1 : place + 3])
    known = known_districts()
    return (
        (not shouting and _titled(text, name))
        or (name.text in known and name.text not in NEVER)
        or two in known
    )


def _titled(text: str, name: Token) -> bool:
    """A capital and small letters: "Sukamaju"; not "KTP", "BPJS"."""
    written = text[name.start : name.end]
    return written[0].isupper() and any(letter.islower() for letter in written[1:])
