"""Messages that machines write: auto-replies, notices of the operators, missed calls.

Anchored at the beginning (or at the very end), short, and without a person's complaint in them: somebody
who quotes such a message to complain about it is heard.
"""

from __future__ import annotations

import re

from lapor.intake.sms.folding import tokens

LONGEST = 320
# Beginnings, as words with single blanks; signs have been dropped.
NOTICES = re.compile(
    r"(?:ini )?(?:adalah )?(?:pesan|balasan|jawaban|sms) otomatis\b|"
    r"auto ?(?:reply|respon[ds]e?r?|balas)\b|automatic (?:reply|response)\b|"
    r"this is an? (?:automated|automatic|auto)\b|out of office\b|"
    r"nomor (?:yang|yg) (?:anda|bapak ibu) (?:hubungi|tuju|panggil)\b|"
    r"the (?:number|subscriber) you (?:are calling|have (?:dialed|called)|dialed)\b|"
    r"(?:yth )?(?:pelanggan|plgn|nasabah) (?:yth|yang terhormat|ykh|setia|terhormat)\b|"
    r"yth (?:bpk ibu )?(?:pelanggan|nasabah)\b|"
    r"(?:anda|you) (?:mendapat|memiliki|punya|have|had) (?:\d+ )?"
    r"(?:panggilan (?:tak|tidak) terjawab|missed calls?)\b|"
    r"(?:missed calls?|panggilan (?:tak|tidak) terjawab|misscall(?:ed)?) (?:dari|from|alert|\d)|"
    r"(?:nomor )?\d{8,15} (?:telah )?(?:menghubungi|menelepon|mencoba menghubungi) anda\b|"
    r"(?:sisa|masa aktif) (?:kuota|pulsa|paket)(?: \w+)? anda\b|"
    r"(?:terima kasih|terimakasih) (?:telah|sudah) (?:menghubungi|mengirim pesan|mengirim sms)\b|"
    r"terima kasih (?:pesan|sms) anda (?:telah|sudah) (?:kami )?terima\b|"
    r"(?:pesan|sms) anda (?:telah|sudah) (?:kami )?(?:terima|diterima)\b"
)
# Of people who are away: their phone says "saya" for them.
AWAY = re.compile(
    r"(?:maaf )?(?:saya|aku) (?:sedang|lagi) (?:rapat|meeting|menyetir|mengemudi|berkendara|cuti|sibuk"
    r"|di jalan|tidak dapat (?:menerima|menjawab)|tidak bisa (?:menerima|menjawab|diganggu))\b|"
    r"(?:maaf )?saya (?:tidak|belum) (?:dapat|bisa) menjawab (?:telepon|panggilan)|"
    r"(?:sorry )?i(?: m| am) (?:currently )?(?:away|driving|busy|out|on leave|in a meeting)\b|"
    r"(?:sorry )?i (?:can t|cannot|ll call you)\b|can t talk (?:right )?now\b"
)
AWAY_WORDS = 16
ENDINGS = re.compile(
    r"(?:please )?do not reply(?: to)?(?: this)?(?: message| sms| text)?$|no ?reply$|"
    r"(?:mohon |harap )?(?:jangan|tidak|tdk) (?:mem)?balas(?: ke)? (?:pesan|sms|nomor) ini$|"
    r"(?:pesan|sms) ini (?:dikirim|dibuat) (?:secara )?otomatis(?: oleh sistem)?$"
)
# Words of a person who complains, or who asks for something to be done.
COMPLAINT = re.compile(
    r"\b(?:lapor|laporkan|melapor|melaporkan|mengadu|pengaduan|tolong|tlg|penipuan|menipu|tertipu|ditipu|warga"
    r"|padahal|ditindak|tindak|keluhan|komplain|rusak|pungli|dapat sms|terima sms|kapan)\b"
)
PERSON = re.compile(r"\b(?:saya|sy|aku|pak|bapak tolong)\b")


def auto_reply(text: str) -> bool:
    """Whether a machine wrote it. In doubt a person did: a lost report is worse than an answered machine."""
    if len(text) > LONGEST:
        return False
    words = [token.text for token in tokens(text)]
    plain = " ".join(words)
    if COMPLAINT.search(plain):
        return False
    if AWAY.match(plain) and len(words) <= AWAY_WORDS:
        return True
    notice = NOTICES.match(plain) or ENDINGS.search(plain)
    return bool(notice) and not PERSON.search(plain)
