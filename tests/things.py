"""One thing of each kind that an address may name, twice: in a ministry's scope and in a city's.

What is in the making (drafts, what is open or scored) is asked for at the desk. In public the ministry's
things are published and the city's are not yet, so that a draft would show.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.accounts.actors import OPERATOR, PUBLIC
from lapor.accounts.inviting import invite
from lapor.accounts.models import Seat
from lapor.accounts.roles import Role
from lapor.jipp import files, hubs, replicating
from lapor.jipp.codes import FileKind
from lapor.jipp.competition.calls import open_call, prepare_call
from lapor.jipp.exchange.gatherings import Invitation, open_gathering, prepare_gathering
from lapor.jipp.exchange.policies import Paper, comment, publish_policy, write_policy
from lapor.jipp.exchange.questions import ask
from lapor.jipp.models import Innovation, InnovationVersion, ScoreSheet
from lapor.jipp.tests import competing
from lapor.jipp.tests.networking import Network, drafted, network, published
from lapor.registry.models import Agency
from lapor.reports import disposition, verification
from lapor.reports.tests.world import NOW, World, filed
from lapor.skm import oddities, paper
from lapor.skm.following_up import plan_step
from lapor.skm.models import Period
from lapor.skm.periods import close_period, open_period, prepare_period, publish_period
from lapor.skm.tests.surveying import Surveyed, answered, given, opened, plan, survey_world, surveyed
from lapor.skm.units import word_question
from tests.addresses import Things

PHONE = "81311112222"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)
WISH = "Kami punya masalah yang sama dan ingin belajar dari pengalaman Anda."
NEXT_WEEK, MONTH = timedelta(days=7), timedelta(days=30)


def two_scopes(world: World, *, now: datetime) -> tuple[Things, Things]:
    """Of the ministry, whose coordinator is Kurnia, and of the city, whose coordinator is Tono.

    Brings the people of surveys and of the network into the cast; all of them work in the city's scope.
    """
    filed(now=now)  # the one before, to merge into
    ministry = reported(world, world.unit, "budi", "kurnia", now=now)
    city = reported(world, world.stranger, "tono", "tono", now=now)
    guru = surveyed(world, world.unit, world.actor("kurnia"), name="Loket Guru", code="GURU")
    ministry |= surveys(guru, public=True, now=now)
    city |= surveys(survey_world(world), public=False, now=now)
    there = network(world)
    ministry |= networked(_of_the_ministry(world), "pratiwi", "bima", public=True, now=now)
    city |= networked(there, "hana", "eka", public=False, now=now)
    return ministry, city


def reported(
    world: World, place: Agency, person: str, inviter: str, *, now: datetime
) -> dict[str, int | str]:
    report = filed(now=now, anonymous=True, phone=f"+62{PHONE}").report
    verification.verify(report, by=world.actor("ratna"), now=now)
    disposition.dispose(report, by=world.actor("ratna"), agency=place, now=now)
    seat = Seat.objects.get(user__email=f"{person}@demo.lapor")
    by, mail = world.actor(inviter), f"baru.{person}@contoh.example"
    offer, _token = invite(mail, name="Baru", role=Role.LIAISON, agency=place, by=by, now=now)
    return {
        "report": report.pk,
        "person": seat.user_id,
        "seat": seat.pk,
        "unit": place.pk,
        "invitation": offer.pk,
    }


def surveys(made: Surveyed, *, public: bool, now: datetime) -> dict[str, int | str]:
    """`public`: the survey that is over is published; else it is only closed."""
    by = made.surya
    words = word_question(made.unit, "U1", text="Mudahkah syaratnya?", answers="abcd", by=by)
    over = opened(made)
    said = answered(over, suggestion="Tambah kursi di ruang tunggu.")
    over = close_period(over, by=by, now=NOW)
    step = plan_step(
        over, element="U1", action="Syarat ditempel.", owner="Kepala Dinas", due=over.ends, by=by, now=NOW
    )
    if public:
        over = publish_period(over, by=by, now=NOW)
    days = {"starts": now.date() - timedelta(days=2), "ends": (now + MONTH).date()}
    draft = prepare_period(made.unit, plan(made, **days), by=by, now=now)
    running = open_period(prepare_period(made.unit, plan(made, **days), by=by, now=now), by=by, now=now)
    return {
        "survey_unit": made.unit.pk,
        "survey_slug": made.unit.slug,
        "survey_code": made.unit.code,
        "service": made.services[0].pk,
        "wording": words.pk,
        "period_prepared": draft.pk,
        "period_over": over.pk,
        "period": running.pk,
        "plan_step": step.pk,
        "suggestion": said.pk,
        **_answers(made, running, now=now),
    }


def _answers(made: Surveyed, running: Period, *, now: datetime) -> dict[str, int | str]:
    """An odd answer that waits to be decided, and a sheet of paper that was typed in differently."""
    odd = answered(running, "444444444", now=now)
    oddities.find(running, now=now)
    for digits in ("344434434", "344434433"):
        typed = paper.enter_paper(running, number=1, given=given(digits), by=made.surya, now=now)
    return {"response": odd.pk, "paper_sheet": typed.sheet.pk}


def _of_the_ministry(world: World) -> Network:
    """A hub of its own, with another ministry in it that learns."""
    competing.person(world, "mira", Role.CURATOR, world.ministry)
    hub = hubs.found_hub(world.ministry, code="PUSAT", name="JIPP Pusat", region=None, by=OPERATOR, now=NOW)
    learner = Agency.objects.get(code="KEMENSOS")
    hubs.join(hub, learner, by=OPERATOR, since=NOW.date())
    return Network(world, hub, world.unit, learner, writer="kurnia", reviewer="mira")


def networked(made: Network, runner: str, judge: str, *, public: bool, now: datetime) -> dict[str, int | str]:
    """`runner` runs the hub, `judge` scores in it. `public`: its things are shown to everybody."""
    draft, shown = _with_picture(drafted(made)), published(made, _with_picture(drafted(made))).innovation
    copy = replicating.ask(shown, made.learner, request=WISH, by=OPERATOR, now=NOW)
    mentor = None if public else made.user("dodi")
    replicating.accept(copy, by=OPERATOR, now=NOW, mentor=mentor)
    replicating.agree(copy, agreement="Bertemu tiap pekan.", start=NOW.date(), by=OPERATOR, now=NOW)
    running = competing.Network(made.world, made.hub, made.owner, made.actor(runner), made.actor(made.writer))
    return {
        "innovation": draft.innovation_id,
        "innovation_slug": (shown if public else draft.innovation).slug,
        "replication": copy.pk,
        "hub": made.hub.pk,
        "hub_slug": made.hub.slug,
        "member": made.hub.members.exclude(agency=made.hub.host).latest("pk").pk,
        **_competition(running, shown, judge, public=public, now=now),
        **_exchange(running, shown, public=public, now=now),
    }


def _with_picture(draft: InnovationVersion) -> InnovationVersion:
    picture = files.prepare(SimpleUploadedFile("loket.png", PIXEL), FileKind.PICTURE)
    files.attach(draft.innovation, picture, kind=FileKind.PICTURE, caption="Loket baru", by=OPERATOR, now=NOW)
    return draft


def _competition(
    made: competing.Network, shown: Innovation, judge: str, *, public: bool, now: datetime
) -> dict[str, int | str]:
    """One call that is scored, one that takes proposals, one that is prepared."""
    scored = competing.opened(made)
    competing.proposed(made, scored, [shown])
    asked, _actor = competing.evaluator(made, scored, judge)
    competing.scoring(made, scored)
    coming = competing.plan(
        opens_on=now.date(), closes_on=(now + NEXT_WEEK).date(), scored_by=(now + MONTH).date()
    )
    draft, taking = (prepare_call(made.hub, coming, by=made.hana, now=now) for _turn in range(2))
    open_call(taking, by=made.hana, now=now)
    return {
        "call": draft.pk,
        "call_open": taking.pk,
        "call_slug": (scored if public else draft).slug,
        "evaluation": asked.pk,
        "score_sheet": ScoreSheet.objects.get(evaluator=asked).pk,
    }


def _exchange(
    made: competing.Network, shown: Innovation, *, public: bool, now: datetime
) -> dict[str, int | str]:
    by, begins = made.hana, now + NEXT_WEEK
    meeting = Invitation("Temu belajar", "Belajar bersama.", "Aula", begins, begins + timedelta(hours=2), 20)
    gathering = prepare_gathering(made.hub, meeting, by=by, now=now)
    if public:
        open_gathering(gathering, by=by, now=now)
    draft_of = Paper(
        "consultation", "Standar loket", "Loket dibuka pukul delapan.", now.date(), begins.date()
    )
    draft, text = (write_policy(made.hub, draft_of, by=by, now=now) for _turn in range(2))
    said = comment(publish_policy(text, by=by, now=now), text="Terlalu siang.", name="", by=PUBLIC, now=now)
    return {
        "gathering": gathering.pk,
        "gathering_slug": gathering.slug,
        "policy": draft.pk,
        "policy_slug": (text if public else draft).slug,
        "comment": said.pk,
        "question": ask(shown, text="Berapa biayanya?", name="", now=now).pk,
    }
