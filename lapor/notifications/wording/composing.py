"""From sentences to a message: an e-mail's text, or one SMS of 160 GSM-7 places."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from lapor.notifications.wording import sms
from lapor.notifications.wording.notice import Notice, Say, sentence
from lapor.notifications.wording.words import SMS_MAX, Words, fits, gsm


def for_reporter(say: Say, notice: Notice, *, channel: str) -> Words:
    """The subject names number and act only, for every report alike: screens show it to bystanders."""
    if channel == "sms":
        return Words("", sms.for_reporter(say, notice))
    body = [
        _("Laporan #%(id)s") % notice.facts(),
        say.told(notice),
        _indented(notice.quote),
        say.until(notice),
        sentence(say.can, notice),
        _("Buka lagi dengan satu ketukan: %(link)s") % {"link": notice.link + say.door} if say.door else "",
        _by_mail(),
        _("Buka laporan: %(link)s") % {"link": notice.link},
        _(
            "Pesan ini dikirim otomatis. Nomor laporan dan kode akses membuka laporan Anda; "
            "jangan berikan kode itu kepada siapa pun."
        ),
    ]
    return Words(_subject(say, notice), _paragraphs(body))


def for_officer(say: Say, notice: Notice) -> Words:
    """Number, status, deadline and link."""
    body = [
        _("Laporan #%(id)s. Status: %(status)s.") % notice.facts(),
        say.told(notice),
        say.until(notice),
        _("Buka laporan: %(link)s") % {"link": notice.desk_link},
        _("Pesan ini dikirim otomatis karena tugas Anda di LAPOR!"),
    ]
    return Words(_subject(say, notice), _paragraphs(body))


def for_follower(notice: Notice, *, label: StrOrPromise, channel: str) -> Words:
    """What everybody may read: number and act. `label`: the act's name."""
    facts = notice.facts() | {"label": str(label), "link": notice.link, "short_link": notice.short_link}
    if channel == "sms":
        return Words("", _fitting(gsm(_("LAPOR #%(id)s: %(label)s. Lihat: %(short_link)s") % facts)))
    body = [
        _("Laporan #%(id)s, yang Anda ikuti: %(label)s.") % facts,
        _("Buka laporan: %(link)s") % facts,
        _("Pesan ini dikirim otomatis karena Anda meminta kabar laporan ini."),
    ]
    return Words(_("Laporan #%(id)s: %(label)s") % facts, _paragraphs(body))


def _by_mail() -> str:
    """Only where mail that comes back is read."""
    if not settings.EMAIL_REPLY_ADDRESS:
        return ""
    return _("Selama laporan belum berakhir, Anda juga dapat menanggapi dengan membalas surel ini.")


def _fitting(text: str) -> str:
    """Cut to one SMS: a last resort, the sentences are made to fit."""
    while not fits(text):
        text = text[: SMS_MAX - 1] if len(text) > SMS_MAX else text[:-1]
    return text


def _subject(say: Say, notice: Notice) -> str:
    return f"{_('Laporan #%(id)s') % notice.facts()}: {say.subject}"


def _indented(quote: str) -> str:
    return "\n".join(f"> {line}" for line in quote.splitlines())


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
