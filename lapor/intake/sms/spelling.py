"""The words of command, and the ways people misspell them.

How sure a spelling is decides what may follow it: CEK may be read out of much, SELESAI out of little.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from lapor.intake.sms.folding import squeezed, words


class Sure(IntEnum):
    """GUESS: another word that may mean it; never acted on, only asked about."""

    GUESS = 0
    NEAR = 1
    EXACT = 2


EXACT = {
    word: command
    for command, spelled in {
        "CEK": "cek",
        "BALAS": "balas",
        "SELESAI": "selesai",
        "BUKA": "buka",
        "BATAL": "batal batalkan",
        "KODE": "kode",
        "ANONIM": "anonim",
        "RAHASIA": "rahasia",
    }.items()
    for word in spelled.split()
}
NEAR = {
    word: command
    for command, spelled in {
        "CEK": """
            ck ceg chek check cheek cak cke cej cel cec ceck cekl ceq cex cwk crk cdk xek vek
            ecek ngecek mengecek cekin dicek ceki ce ek ceh chk status sttus statsu stts sts statua
            lacak lcak pantau track info
        """,
        "BALAS": """
            bls bals blas bales balaz balasan balass balsa balqs jawab jwb jwab jawaban jawb
            reply replay tanggapi tanggapan baals blss
        """,
        "SELESAI": "selesay selesaj sls slsi slsai seles selesaii slesei slese selsei",
        "BUKA": "bka buk bukak bukq buks ubka bkua keberatan banding",
        "BATAL": "btl batl btal batsl batalin btlkan batalkn batlkan cabut tarik cancel hapus batql",
        "KODE": "kod code kodenya otp kde kodr",
        "ANONIM": "anonym anonymous anonimkan anonym anonin anomin anomim",
        "RAHASIA": "rhs rahsia rahasya rahasiah",
    }.items()
    for word in spelled.split()
}
GUESSES = {
    word: command
    for command, spelled in {
        "SELESAI": "beres tutup close closed done finish selesaikan tuntas kelar ditutup rampung",
        "BATAL": "batalnya dibatalkan mundur",
        "BUKA": "open dibuka bukakan",
    }.items()
    for word in spelled.split()
}
# Long enough that one slip leads to no other word of the language.
LONG = {word: command for word, command in EXACT.items() if command in ("SELESAI", "ANONIM", "RAHASIA")}
# For echoes of our own instruction: "balas CEK 1234567".
ECHO = words("balas bls jawab reply ketik kirim")


@lru_cache(maxsize=2048)
def command_of(word: str) -> tuple[str, Sure] | None:
    """The command that a word (small letters) is, and how surely; None for any other word."""
    if word in EXACT:
        return EXACT[word], Sure.EXACT
    if len(word) > 16:
        return None
    short = squeezed(word)
    for table, sure in ((EXACT, Sure.NEAR), (NEAR, Sure.NEAR), (GUESSES, Sure.GUESS)):
        if found := table.get(short) or table.get(word):
            return found, sure
    swapped = next((EXACT[known] for known in EXACT if _swapped(short, known)), None)
    slipped = swapped or next((LONG[known] for known in LONG if _one_slip(short, known)), None)
    return (slipped, Sure.NEAR) if slipped else None


def glued(word: str) -> tuple[str, Sure] | None:
    """A command written together with what leads to its number: "cekno", "selesaiid"."""
    for ending in ("no", "nomor", "id", "laporan", "status"):
        if word.endswith(ending) and (found := EXACT.get(word.removesuffix(ending))):
            return found, Sure.EXACT
    return None


def _swapped(word: str, known: str) -> bool:
    """Two neighbours changed places, in a word of five letters or more."""
    if len(word) != len(known) or len(known) < 5:
        return False
    apart = [place for place, (a, b) in enumerate(zip(word, known, strict=True)) if a != b]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and word[apart[0]] == known[apart[1]]
        and word[apart[1]] == known[apart[0]]
    )


def _one_slip(word: str, known: str) -> bool:
    """One letter missing, too many or wrong."""
    if abs(len(word) - len(known)) > 1 or word == known:
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    return (
        word[start + 1 :] == known[start + 1 :]
        or word[start:] == known[start + 1 :]
        or word[start + 1 :] == known[start:]
    )
