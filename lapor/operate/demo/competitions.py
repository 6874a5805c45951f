"""The demo's competitions: one with its results, one being scored by Eka, one that takes proposals."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from lapor.accounts.actors import OPERATOR, Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.jipp.codes import InnovationStatus
from lapor.jipp.competition import calls, counting, evaluators, judging, proposing
from lapor.jipp.competition.criteria import judged, of_row
from lapor.jipp.competition.wording import labels
from lapor.jipp.models import Call, Evaluator, Hub, Innovation
from lapor.registry.models import Agency
from lapor.reports.refusals import Refusal
from lapor.sla.zones import NATIONAL

EVALUATOR = "eka@demo.lapor"
# Left for Tono, who coordinates it, to put forward.
TONOS = "KOTA-SURABAYA"
# The others have no password: nobody logs in as them. The last one's city takes part, so it may not score it.
OTHERS = (
    ("Rahma Yuliani", "LAN"),
    ("Yohanes Bere", "BPKP"),
    ("Nyoman Arta", "OMBUDSMAN"),
    ("Asri Daeng", "KOTA-MAKASSAR"),
)
ABOUT = (
    "Kami mencari inovasi yang hasilnya terasa oleh warga dan mudah ditiru daerah lain.\n\n"
    "Setiap usulan dibaca beberapa penilai yang tidak saling melihat nilainya. Semua nilai diumumkan."
)


def fill_competitions(evaluator: Actor, *, now: datetime) -> None:
    """All through the real verbs, at moments that have passed."""
    people = [evaluator, *(_person(number, *row) for number, row in enumerate(OTHERS, start=2))]
    hub = Hub.objects.get(code="JATIM")
    done = _called(None, "Kompetisi Inovasi Pelayanan Publik", now - timedelta(days=150), shortlist=3)
    for one in _scored(done, people, now - timedelta(days=110)):
        _score(one, done)
    end = now - timedelta(days=60)
    counting.publish_call(counting.count_call(done, by=OPERATOR, now=end), by=OPERATOR, now=end)
    begun = _called(hub, "Lomba Layanan Cepat Jawa Timur", now - timedelta(days=45), shortlist=1)
    first, *_rest = _scored(begun, people[:3], now - timedelta(days=5))
    _score(first, begun, only=1)
    _called(hub, "Lomba Inovasi Ramah Lansia", now - timedelta(days=6), shortlist=2, without=TONOS)


def _person(number: int, name: str, agency: str) -> Actor:
    user = User.objects.create_user(f"penilai{number}@demo.lapor", name=name)
    Seat.objects.create(user=user, role=Role.EVALUATOR, agency=Agency.objects.get(code=agency))
    return Actor(user.pk)


def _called(hub: Hub | None, title: str, moment: datetime, *, shortlist: int, without: str = "") -> Call:
    """Open for thirty days from that moment, with the published innovations that may take part in it."""
    day = moment.astimezone(NATIONAL).date()
    plan = calls.Plan(
        title,
        ABOUT,
        opens_on=day,
        closes_on=day + timedelta(days=30),
        scored_by=day + timedelta(days=70),
        shortlist=shortlist,
        enough=3,
    )
    call = calls.open_call(calls.prepare_call(hub, plan, by=OPERATOR, now=moment), by=OPERATOR, now=moment)
    rows = Innovation.objects.filter(status=InnovationStatus.PUBLISHED).order_by("pk")
    for one in (rows.filter(hub=hub) if hub else rows).exclude(agency__code=without):
        try:
            proposing.propose(call, one, labels=labels(), by=OPERATOR, now=moment + timedelta(days=1))
        except Refusal:
            continue  # too young for this call
    return call


def _scored(call: Call, people: list[Actor], moment: datetime) -> list[tuple[Evaluator, Actor]]:
    """Asked, willing, and scoring begun."""
    willing = []
    for actor in people:
        user = User.objects.get(pk=actor.user_id or 0)
        asked = evaluators.invite_evaluator(call, user, by=OPERATOR, now=moment)
        willing.append((evaluators.answer_invitation(asked, yes=True, by=actor, now=moment), actor))
    calls.begin_scoring(call, by=OPERATOR, now=moment)
    return willing


def _score(one: tuple[Evaluator, Actor], call: Call, *, only: int = 1_000) -> None:
    """Better innovations get better marks; one evaluator is stricter than the other."""
    evaluator, actor = one
    sheets = judging.own_sheets(actor).filter(evaluator=evaluator, conflict="")
    for sheet in sheets.order_by("proposal__number")[:only]:
        marks = {
            each.code: 45
            + _draw(f"{sheet.proposal.title}/{each.code}") % 35
            + _draw(f"{evaluator.user_id}") % 15
            + _draw(f"{evaluator.user_id}/{sheet.proposal_id}/{each.code}") % 6
            for each in judged(of_row(call.criteria))
        }
        judging.score(sheet, marks, by=actor, now=evaluator.answered_at or evaluator.invited_at)


def _draw(what: str) -> int:
    return zlib.crc32(what.encode())
