"""What becomes of an invented report: who does what next, with which likelihood and after how long.

Shares follow what is publicly known of the service: a third lacks something or is archived, most answered
reports are closed by silence, a few agencies answer within a day and a few hardly ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from lapor.reports.bulk import wording
from lapor.reports.bulk.answering import dispose, with_agency
from lapor.reports.bulk.plot import SHIFT, Objected, Over, Plot, Slot
from lapor.reports.states import OPEN, Act, ArchiveReason, Channel, MessageKind, ReportClass, Status
from lapor.sla.rules import Step

CLASSES = {ReportClass.COMPLAINT: 78.0, ReportClass.ASPIRATION: 9.0, ReportClass.INFORMATION_REQUEST: 13.0}
CHANNELS = {
    Channel.WEB: 52.0,
    Channel.SMS: 20.0,
    Channel.API: 8.0,
    Channel.SOCIAL: 7.0,
    Channel.WALK_IN: 5.0,
    Channel.HOTLINE: 4.0,
    Channel.EMAIL: 2.0,
    Channel.LETTER: 1.0,
    Channel.OPEN311: 1.0,
}
CONTACTS = {"email": 45.0, "phone": 35.0, "both": 13.0, "": 7.0}
VERIFIER = {"forward": 66.0, "archive": 14.0, "postpone": 12.0, "merge": 4.0, "withdraw": 2.5, "late": 1.5}
# Where reports lie that nobody works on.
LEFT = {"received": 35.0, "verified": 10.0, "disposed": 55.0}
# Two reports can be of one matter when so long lies between.
APART = SHIFT * 2


def live(plot: Plot, *, backlog: float, others: Sequence[Plot]) -> None:
    """Play it from filing to its end or to the present. `backlog`: the share that nobody works on.

    `others`: histories that it may be merged into.
    """
    _file(plot)
    with suppress(Over):
        _confirm(plot)
        if plot.chance(backlog):
            _left(plot, plot.pick(LEFT))
        else:
            _with_verifier(plot, others)


def _file(plot: Plot) -> None:
    facts, draw = plot.facts, plot.draw
    facts.report_class = plot.pick({str(kind): share for kind, share in CLASSES.items()})
    facts.channel = plot.pick({str(kind): share for kind, share in CHANNELS.items()})
    facts.anonymous, facts.secret = plot.chance(0.13), plot.chance(0.05)
    plot.contact = "phone" if facts.channel == Channel.SMS else plot.pick(CONTACTS)
    plot.title, plot.text = wording.title_and_text(plot.topic, facts.report_class, draw)
    plot.do(
        Act.FILE,
        "anyone",
        channel=facts.channel,
        received=plot.at.isoformat(),
        report_class=facts.report_class,
    )


def _confirm(plot: Plot) -> None:
    """An SMS proves its own number; other contacts are proven by a code, or never."""
    if plot.facts.channel == Channel.SMS:
        plot.reachable = True
    elif plot.contact and plot.chance(0.8):
        plot.soon(6)
        plot.do(Act.CONFIRM_CONTACT, "reporter", channel="sms" if plot.contact == "phone" else "email")
        plot.reachable = True


def _left(plot: Plot, where: str) -> None:
    if where != "received":
        plot.wait(1)
        verify(plot)
    if where == "disposed":
        plot.soon()
        dispose(plot, Slot.LEAD)


def _with_verifier(plot: Plot, others: Sequence[Plot]) -> None:
    plot.wait(1.1)
    fate = plot.pick(VERIFIER)
    if fate == "merge" and not _merge(plot, others):
        fate = "forward"
    if fate == "late":
        plot.wait(6)
    if fate in ("forward", "late"):
        _forward(plot)
    elif fate == "withdraw":
        plot.do(Act.WITHDRAW, "reporter")
    elif fate == "archive":
        _archive(plot)
    elif fate == "postpone":
        _postpone(plot)


def _forward(plot: Plot) -> None:
    verify(plot)
    if plot.chance(0.8):
        plot.soon()
    else:
        plot.wait(0.5)
    if plot.chance(0.01):
        _archive(plot)
        return
    dispose(plot, Slot.LEAD)
    with_agency(plot)


def verify(plot: Plot) -> None:
    """The report is public from here on, unless it is secret."""
    facts = plot.facts
    if facts.report_class == ReportClass.COMPLAINT:
        facts.supervision = plot.chance(0.06)
        plot.do(Act.VERIFY, "verifier", supervision=facts.supervision)
    else:
        plot.do(Act.VERIFY, "verifier")
    facts.verified_at = facts.verified_at or plot.at


def _postpone(plot: Plot) -> None:
    """Nearly half of those asked never complete."""
    event = plot.do(Act.POSTPONE, "verifier")
    plot.say(event, MessageKind.POSTPONEMENT, wording.general("missing", plot.draw))
    if plot.chance(0.5):
        plot.wait(4)
        event = plot.do(Act.COMPLETE, "reporter")
        plot.say(event, MessageKind.COMPLETION, wording.general("completion", plot.draw))
        plot.wait(1)
        _forward(plot)
        return
    if plot.chance(0.1):
        plot.wait(8)
        _archive(plot)
        return
    plot.reach(plot.ends(Step.COMPLETION))
    plot.do(Act.LAPSE, "timer")
    if plot.chance(0.05):
        plot.wait(20)
        event = plot.do(Act.REOPEN, "reporter")
        plot.say(event, MessageKind.REOPENING, wording.general("reopening", plot.draw))
        plot.facts.closed_at, plot.facts.reopened = None, True
        plot.wait(1)
        _forward(plot)


def _archive(plot: Plot) -> None:
    event = plot.do(Act.ARCHIVE, "verifier", reason=plot.draw.choice(ArchiveReason.values))
    plot.say(event, MessageKind.ARCHIVAL, wording.general("archival", plot.draw))
    if not plot.chance(0.07):
        return
    plot.wait(3)
    event = plot.do(Act.OBJECT, "reporter")
    plot.say(event, MessageKind.OBJECTION, wording.general("objection", plot.draw))
    objection = Objected("national_supervisor", plot.at)
    plot.objections.append(objection)
    plot.wait(4)
    upheld = plot.chance(0.35)
    event = plot.do(Act.DECIDE_OBJECTION, "decider", variant="upheld" if upheld else "rejected")
    plot.say(event, MessageKind.DECISION, wording.general("upheld" if upheld else "rejected", plot.draw))
    objection.decided_at, objection.upheld = plot.at, upheld
    if upheld:
        plot.facts.closed_at, plot.facts.reopened = None, True
        plot.wait(1)
        _forward(plot)


def _merge(plot: Plot, others: Sequence[Plot]) -> bool:
    """Into one that was filed well before and is open still; False where there is none."""
    for other in reversed(others):
        begun = other.received + APART < plot.at
        if begun and other.status != Status.MERGED and _open_beyond(other, plot):
            break
    else:
        return False
    plot.into = other
    plot.do(Act.MERGE, "verifier", into=0)
    if plot.chance(0.1):
        plot.wait(2)
        plot.do(Act.UNMERGE, "verifier", variant="undone", out_of=0)
        plot.wait(1)
        _forward(plot)
    return True


def _open_beyond(other: Plot, plot: Plot) -> bool:
    """Never ended before, nor merged or undone meanwhile: its first end counts."""
    ends = [event.at for event in other.events if event.to_status not in OPEN]
    return not ends or ends[0] > plot.at + APART
