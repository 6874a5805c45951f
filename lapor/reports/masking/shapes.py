"""What a run of digits can be: the shapes of NIK, phone, card and account numbers, with or without a cue."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lapor.reports.masking.cues import Cue, Cues
from lapor.reports.masking.runs import Run
from lapor.reports.masking.spans import Kind

_NIK = 16
_LONG = 10
_MOST = 24
# Fewest digits of a number that only the word before it gives away.
_LEAST = {Cue.BANK: 7, Cue.PERSONAL: 7, Cue.IDENTITY: 9, Cue.CARD: 12}
_KIND = {Cue.BANK: Kind.BANK, Cue.PERSONAL: Kind.NUMBER, Cue.IDENTITY: Kind.NIK, Cue.CARD: Kind.CARD}
_PHONE_NEAR = 22
_LOCAL_PHONE = range(6, 9)
_HOTLINE = re.compile(r"1500|14|1[67]00")
_MOBILE = re.compile(r"(?:0062|62)?0?8")
_LANDLINE = re.compile(r"(?:0062|62|0)0?[2-79]")
_AREA_SIZES = (2, 3, 4)
# Province, four digits of regency and district, birth date with 40 added to a woman's day, serial number.
_PLAUSIBLE_NIK = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])\d{4}"
    r"(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NPWP = [2, 3, 3, 1, 3, 3]


@dataclass(frozen=True)
class Reading:
    """The next `tokens` tokens are one number of this kind."""

    tokens: int
    kind: Kind
    mobile: bool = True


class _Look:
    """A run seen from one token on, as far as any number can reach; made for each token, so slices only."""

    __slots__ = ("_at", "_run", "before", "digits", "gaps", "sizes")

    def __init__(self, text: str, run: Run, at: int) -> None:
        start, offset = run.tokens[at].start, run.offsets[at]
        self._run, self._at = run, at
        self.sizes = run.sizes[at : at + _MOST]
        self.gaps = run.gaps[at : at + _MOST]
        self.digits = run.digits[offset : offset + sum(self.sizes)]
        self.before = text[max(start - 2, 0) : start]

    def end(self, count: int) -> int:
        """Where the first `count` tokens end in the text."""
        return self._run.tokens[self._at + count - 1].end

    def first(self, total: int) -> int | None:
        """How many tokens hold exactly so many digits; None when no token ends there."""
        seen = 0
        for index, size in enumerate(self.sizes):
            seen += size
            if seen >= total:
                return index + 1 if seen == total else None
        return None


def read(text: str, run: Run, at: int, *, cues: Cues, cue: Cue | None, distance: int) -> Reading | None:
    """The best reading of the run from token `at` on; None when nobody needs to hide it."""
    look = _Look(text, run, at)
    return (
        _mobile(look, cue)
        or _sixteen(look, cue)
        or _landline(look, cue)
        or _long(look, cues, cue)
        or _by_cue(look, cues, cue, distance)
        or _tight(look)
        or _spaced_out(look)
    )


def _mobile(look: _Look, cue: Cue | None) -> Reading | None:
    """08 and 8 to 11 digits more, 62 for the 0; without either only where a word says it is a phone."""
    if look.before.endswith("+") and not look.digits.startswith("62"):
        count = _grow(look, range(8, 16)) if look.sizes[0] > 1 else 0
        return Reading(count, Kind.PHONE, mobile=False) if count else None
    found = _MOBILE.match(look.digits)
    if not found:
        return None
    lead = found.end() - 1
    if lead == 0 and cue is not Cue.PHONE:
        return None
    shortest = 8 if cue is Cue.PHONE else 9
    count = _grow(look, range(lead + shortest, lead + 13))
    return Reading(count, Kind.PHONE) if count else None


def _landline(look: _Look, cue: Cue | None) -> Reading | None:
    if cue in (Cue.BANK, Cue.PERSONAL, Cue.IDENTITY) or not _LANDLINE.match(look.digits):
        return None
    if look.digits.startswith("62") and not look.before.endswith("+"):
        return None
    whole = look.sizes[0] in range(9, 13)
    if whole:
        return Reading(1, Kind.PHONE, mobile=False)
    count = _grow(look, range(9, 15)) if look.sizes[0] in _AREA_SIZES else 0
    tidy = count and all(size >= 2 for size in look.sizes[1:count]) and count <= 5
    return Reading(count, Kind.PHONE, mobile=False) if tidy else None


def _grow(look: _Look, totals: range) -> int:
    """Tokens of a number whose length may vary: past the shortest it goes on only with the same separator."""
    total = 0
    for index, size in enumerate(look.sizes):
        total += size
        if total >= totals.stop:
            return 0
        if total >= totals.start:
            return _further(look, index + 1, total, totals)
    return 0


def _further(look: _Look, count: int, total: int, totals: range) -> int:
    while 2 <= count < len(look.sizes) and total + look.sizes[count] < totals.stop:
        same_hand = look.gaps[count] == look.gaps[count - 1]
        if not same_hand or (look.sizes[count] == 1 and look.sizes[count - 1] > 1):
            break
        total += look.sizes[count]
        count += 1
    return count


def _sixteen(look: _Look, cue: Cue | None) -> Reading | None:
    count = look.first(_NIK)
    if not count:
        return None
    number, sizes = look.digits[:_NIK], look.sizes[:count]
    told = cue in (Cue.IDENTITY, Cue.CARD)
    if not told and count > 1 and _only_years(look, count):
        return None
    if cue not in (Cue.IDENTITY, Cue.BANK) and sizes == [4, 4, 4, 4] and number[0] in "45" and _luhn(number):
        return Reading(count, Kind.CARD)
    one_hand = (
        count == 1 or max(sizes) >= 4 or set(sizes) == {1} or not any(" " in g for g in look.gaps[1:count])
    )
    if not (told or one_hand):
        return None
    if cue is not Cue.CARD and _PLAUSIBLE_NIK.fullmatch(number) and not (cue is Cue.BANK and count == 1):
        return Reading(count, Kind.NIK)
    if (count == 1 or sizes == [4, 4, 4, 4] or told) and _luhn(number):
        return Reading(count, Kind.CARD)
    if told or sizes == [4, 4, 4, 4]:
        return Reading(count, Kind.CARD if cue is Cue.CARD else Kind.NIK)
    return None


def _long(look: _Look, cues: Cues, cue: Cue | None) -> Reading | None:
    """An unbroken run of ten or more; only "rupiah" behind it saves it (and "Rp" before it, elsewhere)."""
    size = look.sizes[0]
    if size < _LONG or (size <= 12 and look.digits[0] != "0" and cues.rupiah_after(look.end(1))):
        return None
    if cue is Cue.CARD or (
        size in (15, 16) and cue is None and _luhn(look.digits[:size]) and look.digits[0] in "345"
    ):
        return Reading(1, Kind.CARD)
    if cue is Cue.BANK or cues.bank_after(look.end(1)):
        return Reading(1, Kind.BANK)
    if cue is Cue.IDENTITY and size >= _NIK - 2:
        return Reading(1, Kind.NIK)
    return Reading(1, Kind.PHONE if _MOBILE.match(look.digits) and cue is Cue.PHONE else Kind.NUMBER)


def _by_cue(look: _Look, cues: Cues, cue: Cue | None, distance: int) -> Reading | None:
    if cue is None or look.before.endswith("#"):
        return None
    count = _written_as_one(look)
    total = sum(look.sizes[:count])
    if cues.unit_after(look.end(count)) or _only_years(look, count):
        return None
    if cue is Cue.PHONE:
        local = total in _LOCAL_PHONE and distance <= _PHONE_NEAR and not _HOTLINE.match(look.digits)
        return Reading(count, Kind.PHONE, mobile=False) if local else None
    return Reading(count, _KIND[cue]) if cue in _KIND and total >= _LEAST[cue] else None


def _written_as_one(look: _Look) -> int:
    """How many tokens people would read as one number: single separators, no longer than any account."""
    total = look.sizes[0]
    for count in range(1, len(look.sizes)):
        total += look.sizes[count]
        if len(look.gaps[count]) > 1 or total > 19:
            return count
    return len(look.sizes)


def _tight(look: _Look) -> Reading | None:
    """Three and more groups held by dashes or dots, ten digits in all: an account, a tax number, a file."""
    count = 1
    while count < len(look.sizes) and look.gaps[count] in ("-", "."):
        count += 1
    sizes = look.sizes[:count]
    if sizes[:6] == _NPWP:
        return Reading(6, Kind.NUMBER)
    enough = count >= 3 and _LONG <= sum(sizes) <= 20 and max(sizes) >= 5
    return Reading(count, Kind.NUMBER) if enough else None


def _spaced_out(look: _Look) -> Reading | None:
    """Ten and more single digits: somebody hides a number; marks from 1 to 5 in a row are an evaluation."""
    count = 1
    while count < len(look.sizes) and look.gaps[count] == look.gaps[1]:
        if look.sizes[count] > 1:
            break
        count += 1
    hidden = look.sizes[0] == 1 and count >= _LONG and max(look.digits[:count]) > "5"
    return Reading(count, Kind.NUMBER) if hidden else None


def _only_years(look: _Look, count: int) -> bool:
    at = 0
    for size in look.sizes[:count]:
        if not _YEAR.fullmatch(look.digits[at : at + size]):
            return False
        at += size
    return True


def _luhn(number: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1)."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in number[-2::-2])
    return (sum(int(digit) for digit in number[-1::-2]) + sum(doubled)) % 10 == 0
