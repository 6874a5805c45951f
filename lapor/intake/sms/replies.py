"""What 1708 answers: each text one SMS in GSM-7 letters, the report's id first, then what can be done next.

The first run of five or more digits is the report's id; a text about no report holds no such run.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.notifications.wording.words import SMS_MAX, cut, fits, gsm

# A day farther away than this is named with its year.
NEAR = timedelta(days=300)


def one_sms(*parts: str, drop: tuple[str, ...] = ()) -> str:
    """The parts as one SMS; those of `drop` go first to last until the rest fits."""
    kept = [part for part in parts if part]
    text = gsm(" ".join(kept))
    for part in drop:
        if fits(text):
            return text
        kept = [one for one in kept if one != part]
        text = gsm(" ".join(kept))
    while not fits(text):
        text = text[: SMS_MAX - 1] if len(text) > SMS_MAX else text[:-1]
    return text


def about(report_id: int, *parts: str, drop: tuple[str, ...] = ()) -> str:
    """A text about one report; `%(id)s` in a part is its number."""
    named = [part.replace("%(id)s", str(report_id)) for part in parts]
    dropped = tuple(part.replace("%(id)s", str(report_id)) for part in drop)
    return one_sms(f"LAPOR #{report_id}:", *named, drop=dropped)


def day(moment: date, today: date) -> str:
    """ "31 Agu"; with the year when it is not near."""
    return date_format(moment, "j M" if abs(moment - today) < NEAR else "j M Y")


def host() -> str:
    """Telephones know an address without its scheme."""
    return settings.BASE_URL.partition("://")[2]


def grouped(code: str) -> str:
    """An access code as people copy it: no run of five digits in it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def receipt(
    report_id: int, code: str, *, due: str, ask_place: bool, cut: bool, anonymous: bool = False
) -> str:
    """Number, access code, by when it is checked, how to ask; the place is asked for where none is named."""
    by = _("Diperiksa paling lambat %(due)s.") % {"due": due} if due else ""
    check = _("Status: CEK %(id)s.") % {"id": report_id}
    place = _("Di mana tempatnya? Balas jalan, desa, kecamatan.") if ask_place else ""
    hidden = _("Nama Anda tersembunyi dari instansi dan umum.") if anonymous else ""
    long = _("Pesan terlalu panjang, akhirnya dipotong. Sambung: BALAS %(id)s isi.") % {"id": report_id}
    return one_sms(
        _("LAPOR #%(id)s diterima.") % {"id": report_id},
        _("Kode akses %(code)s.") % {"code": grouped(code)},
        hidden,
        by,
        check,
        long if cut else place,
        drop=(hidden, check, by),
    )


def again(report_id: int | None) -> str:
    """To a message whose answer is no longer kept."""
    if report_id is None:
        return plain_help()
    return about(report_id, _("pesan ini sudah kami terima."), _("Status: CEK %(id)s."))


def in_work() -> str:
    return _("Pesan Anda sudah kami terima dan sedang diproses. Balasan menyusul.")


def plain_help() -> str:
    return one_sms(
        _("1708: tulis keluhan dan tempatnya, lalu kirim. Depannya boleh ANONIM atau RAHASIA."),
        _("Status: CEK nomor. Juga BALAS, SELESAI, BUKA, BATAL + nomor laporan."),
    )


def only_keyword(agency: str) -> str:
    """An agency named, and nothing said."""
    text = _("Untuk %(agency)s: tulis juga keluhan Anda dan tempatnya, lalu kirim lagi.")
    named = text % {"agency": agency}
    return one_sms(named) if fits(gsm(named)) else one_sms(text % {"agency": _("instansi itu")})


def unclear(command: str, report_id: int | None = None) -> str:
    """A command without what it needs, or nothing to go by: how to write it; of which report, if known."""
    how = {
        "CEK": _("Tulis CEK lalu nomor laporan: CEK nomor."),
        "BATAL": _("Menarik laporan: tulis BATAL lalu nomor laporan: BATAL nomor."),
        "BALAS": _("Tulis BALAS, nomor laporan, lalu isinya: BALAS nomor isi."),
        "BUKA": _("Tulis BUKA, nomor laporan, lalu alasannya: BUKA nomor alasan."),
        "SELESAI": _("Tulis SELESAI, nomor laporan, lalu nilai 1 sampai 5: SELESAI nomor 5."),
    }.get(command)
    if how and report_id:
        return about(report_id, how.replace(f"{command} nomor", f"{command} {report_id}"))
    if how:
        return one_sms(how, _("Nomornya ada di SMS tanda terima. Bantuan: BANTUAN."))
    if command == "KODE":
        return one_sms(_("Tulis KODE lalu enam angka dari SMS kami. Tidak ada? Kirim lagi perintah Anda."))
    if command in ("ANONIM", "RAHASIA"):
        return one_sms(_("Tulis %(c)s lalu keluhan Anda dan tempatnya, dalam satu SMS.") % {"c": command})
    if command == "SKM":
        return one_sms(_("Survei: tulis SKM, kode unit, lalu jawaban Anda berupa angka 1 sampai 4."))
    return one_sms(
        _("Pesan ini belum kami pahami. Melapor: tulis keluhan dan tempatnya dengan kalimat."),
        _("Status: CEK nomor laporan. Bantuan: BANTUAN."),
    )


def survey_thanks(unit: str) -> str:
    """Answers to a unit's survey are counted."""
    return one_sms(
        _("Terima kasih. Jawaban Anda untuk %(unit)s sudah kami terima.") % {"unit": cut(unit, 90)}
    )


def survey_unknown() -> str:
    """No unit has this code."""
    return one_sms(
        _("Kode unit itu tidak kami kenal. Periksa kodenya di loket, lalu tulis lagi: SKM kode angka.")
    )


def survey_not_open(unit: str) -> str:
    return one_sms(_("%(unit)s sedang tidak mengadakan survei. Terima kasih.") % {"unit": cut(unit, 90)})


def survey_digits(unit: str, *, digits: int) -> str:
    """Too few or too many digits, or another than 1 to 4."""
    text = _(
        "Tulis SKM %(unit)s lalu tepat %(n)s angka 1 sampai 4, satu tiap pertanyaan. Tidak tahu: tulis x."
    )
    return one_sms(text % {"unit": unit, "n": digits})


def hide(report_id: int, command: str) -> str:
    """ANONIM after the report: how it still gets hidden."""
    how = _(
        "laporan ini belum %(c)s. Kirim BATAL %(id)s, lalu kirim lagi keluhan Anda dengan %(c)s di depan."
    )
    return about(report_id, how % {"c": command, "id": report_id})


def nothing_asked() -> str:
    """YA or BARU, and we had asked nothing."""
    return one_sms(
        _("Kami tidak sedang menunggu jawaban Anda. Melapor: tulis keluhan dan tempatnya."),
        _("Status: CEK nomor laporan."),
    )


def not_found(report_id: int) -> str:
    """The id first here as well: it is what the sender has to look at."""
    text = _("Laporan #%(id)s tidak ditemukan. Periksa nomornya di SMS tanda terima, lalu kirim lagi.")
    return one_sms(text % {"id": report_id})


def not_yours(report_id: int) -> str:
    """No hint whose it is."""
    web = _("Punya kode aksesnya? Buka %(host)s/lacak") % {"host": host()}
    check = _("Status: CEK %(id)s.")
    return about(report_id, _("hanya nomor pelapornya yang bisa melakukan ini."), check, web, drop=(check,))


def rights_over(report_id: int) -> str:
    return about(
        report_id, _("masa tindak lanjut laporan ini sudah lewat. Kirim laporan baru dan sebut #%(id)s.")
    )


def wrong_code() -> str:
    return one_sms(_("Kode ini salah atau sudah lewat. Kirim lagi perintah Anda; kami kirim kode baru."))


def confirmed(report_id: int) -> str:
    return about(
        report_id,
        _("nomor ini sudah dipastikan. Kirim lagi perintah Anda."),
        _("Status: CEK %(id)s. Menambah keterangan: BALAS %(id)s isi."),
    )


def ask_join(report_id: int) -> str:
    return about(
        report_id,
        _("pesan tadi sambungan laporan ini? Balas YA."),
        _("Laporan baru? Balas BARU. Tanpa jawaban dalam 1 jam kami catat sebagai laporan baru."),
    )


def joined(report_id: int) -> str:
    return about(
        report_id,
        _("sambungan Anda sudah kami catat."),
        _("Status: CEK %(id)s. Menambah lagi: BALAS %(id)s isi."),
    )


def place_kept(report_id: int) -> str:
    return about(
        report_id,
        _("kami catat sebagai tempat kejadian. Bukan, tetapi laporan lain? Balas BARU."),
        _("Status: CEK %(id)s."),
    )


def refused(report_id: int, why: str) -> str:
    """A verb's own reason, with what can be done."""
    check = _("Status: CEK %(id)s.")
    return about(report_id, why, check, drop=(check,))
