"""The answers of people to what we asked back: YA, BARU, the place, or another message altogether."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.sms import asking, courtesy, filing, places, posting, replies
from lapor.intake.sms.folding import tokens, words
from lapor.intake.sms.intents import Filing, Intent, New, Unclear, Yes
from lapor.intake.sms.said import Answer, Said
from lapor.registry.queries import keyword_match
from lapor.reports import followup
from lapor.reports.models import Event, Report
from lapor.reports.refusals import Refusal
from lapor.reports.texts import TEXT_MAX

# A place is short; what is longer tells of something.
PLACE_MAX = 100
PLACE_WORDS = 4
# A message with one of these tells of a matter, whatever place it names beside.
MATTER = words("""
    rusak rusaknya berlubang hancur putus mati padam gelap banjir longsor macet mampet ambruk roboh
    bocor keruh bau kotor menumpuk hilang dipungut memungut pungli pungutan bayar membayar dibayar minta
    meminta diminta ditolak menolak dipersulit antre antri lambat lama mahal belum blm tidak tdk gak ga
    nggak tak sudah sdh sejak selama kenapa mengapa kapan tolong mohon harap lapor melapor melaporkan
    keluhan korupsi kecelakaan kebakaran dana bantuan bansos cair gaji listrik sampah lampu air jatuh
    sakit meninggal curang dijual menjual jual perbaiki diperbaiki perbaikan dibangun ditutup terlambat
    telat parah meluap apa apakah siapa berapa mana dimana bagaimana gimana gmn kpn knp kok jangan jgn
""")


def settle(question: SmsQuestion, intent: Intent, said: Said) -> Answer | None:
    """What this message is as an answer; None: none, it stands for itself."""
    if question.kind == SmsQuestion.Kind.JOIN:
        return _join(question, intent, said)
    if question.message is not None:
        return _new_after_all(question, said) if isinstance(intent, New) else None
    if courtesy.knows_not(tokens(said.sms.text)):
        asking.drop(question)
        return Answer(replies.again(question.report_id), question.report, kind="place")
    return _place(question, said) if _is_place(intent, said.sms.text) else None


def file_unanswered(question: SmsQuestion, said: Said) -> None:
    """Nobody said that it belongs to the report before: it becomes one of its own, its receipt follows."""
    kept = question.message
    asking.drop(question)
    if kept is not None:
        posting.post(said.number, _filed(said, kept, question.report), now=said.now)


def _join(question: SmsQuestion, intent: Intent, said: Said) -> Answer | None:
    kept = question.message
    if kept is not None and isinstance(intent, Yes):
        asking.drop(question)
        return _joined(question.report, kept, said)
    if kept is not None and isinstance(intent, New):
        return _as_new(question, kept, said)
    unfinished = isinstance(intent, Unclear) and bool(intent.command)  # of the report before: still open
    if isinstance(intent, Filing | Unclear | Yes | New) and not unfinished:
        file_unanswered(question, said)
    return None


def _joined(report: Report, kept: InboundSms, said: Said) -> Answer:
    event = _tell(report, kept.text, said)
    if event is None:  # it ended meanwhile
        return _filed(said, kept, report, "yes")
    return Answer(replies.joined(report.pk), report, event)


def _as_new(question: SmsQuestion, kept: InboundSms, said: Said) -> Answer:
    asking.drop(question)
    return _filed(said, kept, question.report, "new")


def _place(question: SmsQuestion, said: Said) -> Answer | None:
    event = _tell(question.report, _("Tempat kejadian: %(text)s") % {"text": said.sms.text.strip()}, said)
    if event is None:
        return None
    SmsQuestion.objects.filter(pk=question.pk).update(message=said.sms)
    return Answer(replies.place_kept(question.report_id), question.report, event, kind="place")


def _new_after_all(question: SmsQuestion, said: Said) -> Answer:
    """What we took for a place was a report: it becomes one, and the other is told."""
    kept = question.message
    asking.drop(question)
    if kept is None:
        return Answer(replies.nothing_asked())
    _tell(question.report, _("Keterangan tempat yang terakhir bukan untuk laporan ini."), said)
    return _filed(said, kept, question.report, "new")


def _is_place(intent: Intent, text: str) -> bool:
    """Short, nothing but a plain message, and a place by its words or by its brevity."""
    plain = isinstance(intent, Filing) and not (intent.anonymous or intent.secret)
    lone = isinstance(intent, Unclear) and not intent.command and any(map(str.isalpha, text))
    if not (plain or lone) or len(text) > PLACE_MAX or "?" in text:
        return False
    found = keyword_match(text)
    if found and found[1] and not places.names_a_place(found[1]):
        return False  # an agency, then a complaint
    said = {token.text for token in tokens(text)}
    return not said & MATTER and (places.names_a_place(text) or len(said) <= PLACE_WORDS)


def _tell(report: Report, text: str, said: Said) -> Event | None:
    """The reporter adds to the report; None when it takes nothing any more."""
    try:
        with transaction.atomic():
            return followup.reply(report, by=said.actor, text=text[:TEXT_MAX], now=said.now)
    except Refusal:
        return None


def _filed(said: Said, kept: InboundSms, beside: Report, kind: str = "") -> Answer:
    """The message that we had only kept is on record as the report that it becomes."""
    answer = filing.file_kept(said, kept, beside=beside)
    InboundSms.objects.filter(pk=kept.pk).update(report=answer.report, intent="filing")
    return replace(answer, kind=kind)
