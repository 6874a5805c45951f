"""A report by SMS has no title: one is made from its first words, for a verifier to better."""

from __future__ import annotations

import re

from lapor.intake.sms import courtesy
from lapor.intake.sms.folding import Token, tokens, words
from lapor.reports.masking import mask

LONGEST = 70
SHORTEST_SENTENCE = 15
CUT = "…"
# For a text of which nothing may be shown, or that has no letters of its own.
NAMELESS = "Laporan lewat SMS"

# Between the announcing and the matter: "mau lapor bahwa ...".
JOINING = words(
    "bahwa bhw tentang ttg mengenai soal perihal masalah kalau kalo klo klau terkait adanya atas yaitu"
)
# Only these are surely no part of the matter; other words of courtesy ("bapak", "petugas", "info") are kept
# where nothing of this kind, nor a comma, follows them.
SALUTATION = words("""
    selamat slamat slmt met asalamualaikum assalamu asalam alaikum alaykum ass aslm wr wb wrwb
    warahmatullahi wabarakatuh p halo helo hai hi permisi mengganggu ganggu punten kulonuwun sampurasun
    rahayu horas yth kepada kpd pak pk bu buk min mas mbak mba tolong tlg mohon mhn maaf maf dong donk ya
    lapor lpor melapor melaporkan laporkan ngadu mengadu mengadukan tanya bertanya tanyakan menanyakan
    izin ijin
""")
WELL_WISHING = words("selamat slamat slmt met")
# No title ends with one of these.
LOOSE = words("""
    dan yang yg di ke dari dr karena krn karna untuk utk dengan dgn dg pada pd atau tetapi tapi tp serta oleh
    dalam dlm kecamatan kelurahan kabupaten
    bahwa agar supaya
    seperti spt jl jln jalan gg no rt rw kec kel kab desa ds kota para si sang juga
""")
SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
# Who writes is no title, and may want to stay unnamed.
INTRODUCTION = re.compile(
    r"(?:(?i:perkenalkan,? (?:nama )?(?:saya|sy)\b)[^.,\n]{1,60}"
    r"|(?i:nama (?:saya|sy)|(?:saya|sy) bernama) [A-Z][\w']*(?: [A-Z][\w']*){0,3})[.,\n]\s*(?=\w)"
)
NUMBER = re.compile(r"\+?\d(?:[ .\-]?\d){8,}")
EDGES = " \t\n,;:-–—/.!?*#\"'“”‘’()[]{}<>|=+_~…"


def title_of(text: str) -> str:
    """The first words, whole ones, at most 70 characters with the "…" where more was said; never empty.

    Greetings are left out, and so are numbers and addresses that lead to a person, because titles are read
    further than texts.
    """
    shown = _without_personal_data(text)
    matter = _matter(shown)
    if introduction := INTRODUCTION.match(matter):
        matter = _matter(matter[introduction.end() :])
    first = _first_sentence(matter)
    title = _shortened(first) or _shortened(" ".join(shown.split()))
    return title[:1].upper() + title[1:] if title else NAMELESS


def _without_personal_data(text: str) -> str:
    kept = "".join(piece.text if piece.kind is None else " " for piece in mask(text).pieces)
    return NUMBER.sub(" ", kept)


def _matter(text: str) -> str:
    return text[_matter_begins(text) :].lstrip(EDGES)


def _matter_begins(text: str) -> int:
    """The place of the first word that is not greeting; 0 where nothing else is said."""
    found = tokens(text)
    count = courtesy.after_opening(found)
    if count and count < len(found) and found[count].squeezed in JOINING:
        count += 1
    elif count < len(found):
        while count and not _closed(text, found, count):
            count -= 1
    return found[count].start if count < len(found) else 0


def _closed(text: str, found: list[Token], count: int) -> bool:
    """Whether the first so many words are surely a greeting to their end."""
    last, before = found[count - 1], found[max(count - 2, 0)]
    sign = text[last.end : found[count].start].strip()
    return bool(sign) or last.squeezed in SALUTATION or before.squeezed in WELL_WISHING


def _first_sentence(text: str) -> str:
    """Up to a sentence's end, where that is not the dot of "Jl." or "Kec."."""
    for match in SENTENCE_END.finditer(text):
        before = text[: match.start()].rstrip(EDGES)
        last = re.split(r"[\s.]", before)[-1]
        if match.start() > 2 * LONGEST:
            break
        if len(before) >= SHORTEST_SENTENCE and (len(last) > 4 or not match.group().startswith(".")):
            return " ".join(before.split())
    return " ".join(text[: 4 * LONGEST].split())


def _shortened(line: str) -> str:
    """Whole words of a line, with a "…" where it was cut."""
    clean = line.strip(EDGES)
    if len(clean) <= LONGEST:
        return clean
    cut = clean[: LONGEST - 1]
    if clean[LONGEST - 1] not in " ,;:" and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return _without_loose_end(cut) + CUT


def _without_loose_end(line: str) -> str:
    line = line.strip(EDGES)
    while " " in line and _loose(tokens(line.rsplit(" ", 1)[1])):
        line = line.rsplit(" ", 1)[0].rstrip(EDGES)
    return line


def _loose(last: list[Token]) -> bool:
    """A joining word, or signs only."""
    return not last or (len(last) == 1 and last[0].squeezed in LOOSE)
