"""The words around a number that say what it is: "rekening", "telp", "Rp", "laporan"."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum

# Up to so many characters may stand between the word and its number ("BCA a.n. ... 1234567").
_REACH = 44


class Cue(Enum):
    BANK = "bank"
    PHONE = "phone"
    IDENTITY = "identity"
    PERSONAL = "personal"
    CARD = "card"
    MONEY = "money"
    REPORT = "report"


_WORDS = {
    Cue.IDENTITY: r"e-?ktp|no\.?\s?ktp|ktp|nik|n\.i\.k|no\.?\s?kk|kk|kartu\s+keluarga"
    r"|kartu\s+tanda\s+penduduk",
    Cue.CARD: r"kartu\s+(?:kredit|debit|atm)|credit\s+card|debit\s+card|nomor\s+kartu|no\.?\s?kartu"
    r"|visa|mastercard",
    Cue.BANK: r"no\.?\s?rek|norek|rek(?:ening)?|virtual\s+account|va|no\.?\s?va|briva|bank|bca|bri"
    r"|bni|mandiri|bsi|btn|btpn|cimb|danamon|permata|ocbc|maybank|jenius|jago|seabank"
    r"|muamalat|bjb|bpd|tabungan",
    Cue.PERSONAL: r"nip|nisn|nuptk|npwp|nib|bpjs|jkn|kis|noka|kpj|kks|paspor|passport|sim"
    r"|id\s?pel(?:anggan)?|imei"
    r"|(?:no|nomor|nomer)\.?\s?(?:peserta|pel|pelanggan|plg|meter|anggota|induk|pendaftaran|registrasi)",
    Cue.PHONE: r"no\.?\s?(?:telp|tlp|telpon|telepon|hp|wa|kontak)|telp|tlp|tlpn|telpon|telepon|hp"
    r"|handphone|ponsel|fax|faks|wa|whatsapp|whatsap|kontak|hubungi|cp|call|phone|sms",
    Cue.MONEY: r"rp|idr|usd|sebesar|senilai|seharga|sejumlah|harga|biaya|denda|nominal|saldo|total"
    r"|uang|dana|tarif|gaji|upah|tagihan|bayar|membayar|dibayar|anggaran|bantuan|subsidi"
    r"|cicilan|setoran|pajak",
    Cue.REPORT: r"laporan|pengaduan|aduan|tracking(?:\s+id)?|tiket|ticket|perda|perwali|perpres|permen"
    r"|undang-undang|uu|pp|keputusan|peraturan|surat|kode\s+pos|kodepos|tahun|tanggal|tgl"
    r"|jam|pukul|pasal",
}
_CUE = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(f"(?P<{cue.value}>{words})" for cue, words in _WORDS.items())
    + r")(?:nya|ku|mu)?(?![^\W\d_])",
)
_BANK_AFTER = re.compile(r"\W{0,3}(?:an\b\.?|a\.n|atas nama|bca\b|bri\b|bni\b|mandiri\b|bsi\b|btn\b|bank\b)")
_UNIT_AFTER = re.compile(
    r"\s?(?:,-|%|rupiah|ribu|rb|juta|jt|miliar|milyar|triliun|persen|orang|jiwa|warga|unit|kali|meter|kg|kilo|liter|hari"
    r"|bulan|tahun|jam|km|m2|m3|ha|kwh|kva|va|watt|buah|lembar|ekor|kepala|siswa|pohon|rumah|pelanggan|peserta)(?![^\W_])"
)
_RUPIAH_AFTER = re.compile(r"\s?(?:,-|,00\b|rupiah\b)")


class Cues:
    """The cues of one text in small letters, found once, so that `before` costs a look-up only."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = list(_CUE.finditer(text))
        self._ends = [cue.end() for cue in found]
        self._cues = [Cue(cue.lastgroup) for cue in found]

    def before(self, start: int, *, floor: int) -> tuple[Cue | None, int]:
        """The nearest cue before `start` and its distance; beyond `floor` stands another number."""
        index = bisect_right(self._ends, start) - 1
        if index < 0 or self._ends[index] <= floor or start - self._ends[index] > _REACH:
            return None, 0
        gap = self._text[self._ends[index] : start]
        if "\n\n" in gap:
            return None, 0
        return self._cues[index], len(gap)

    def bank_after(self, end: int) -> bool:
        return _BANK_AFTER.match(self._text, end) is not None

    def unit_after(self, end: int) -> bool:
        return _UNIT_AFTER.match(self._text, end) is not None

    def rupiah_after(self, end: int) -> bool:
        return _RUPIAH_AFTER.match(self._text, end) is not None
