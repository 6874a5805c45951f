"""What happens by the clock: the only list. `tick` does at once all that is due at a moment.

Each step is bounded per run, idempotent, and safe when two run at once: the verbs lock the report.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.accounts import forgetting as accounts
from lapor.accounts import limits, tokens
from lapor.accounts.joining import forget_accounts
from lapor.accounts.models import Identity
from lapor.api.idempotency import forget_answers
from lapor.api.webhooks.delivering import forget_webhooks, wake_webhooks
from lapor.backoffice.bulk.runs import forget_runs
from lapor.backoffice.bulk.selection import forget_selections
from lapor.backoffice.presence import forget_viewings
from lapor.indicators import facts, forecasting, referrals
from lapor.indicators.silence import find_silent
from lapor.indicators.surges import find_surges
from lapor.intake.email.fetching import fetch_mail, forget_mail
from lapor.intake.open311.inbox import file_waiting, forget_requests
from lapor.intake.operator.entering import forget_entries
from lapor.intake.sms.upkeep import forget_sms, settle_questions, work_on_waiting
from lapor.intake.web.sending import forget_submissions
from lapor.intake.web.uploads import forget_uploads
from lapor.jipp.replicating import remind_stalled
from lapor.notifications import alerts
from lapor.notifications import forgetting as messages
from lapor.notifications.alerting import send_alerts
from lapor.notifications.digests import send_digests
from lapor.notifications.gatherings import forget_participants, mind_gatherings
from lapor.notifications.network import tell_network
from lapor.notifications.nudging import tell_officers, tell_reporters
from lapor.notifications.overseers import tell_of_surges
from lapor.notifications.quiet import close_quiet, lapse, remind_quiet
from lapor.notifications.surveying import remind_of_surveys
from lapor.oversight.bulletin.making import make_bulletins
from lapor.oversight.opendata.building import build_data
from lapor.reports import erasing, notes
from lapor.reports.escalating import advance_due, forget_ended
from lapor.reports.export.keeping import forget_exports
from lapor.reports.programmes import tag_programmes
from lapor.reports.retention import kept_until
from lapor.skm import oddities, periods

log = logging.getLogger(__name__)

# How many rows one step handles in one night; the rest waits for the next.
DAILY_BATCH = 20_000
# Read at once from a cursor.
CHUNK = 500
# Without a heartbeat for so many seconds a worker counts as dead; it beats every 2 seconds.
STALLED_SECONDS = 30


class StepsFailed(Exception):
    """Some timed steps failed; the next run tries them again."""


def forget_tallies(now: datetime) -> int:
    """Keyed marks behind limits live 24 hours."""
    return limits.purge(now=now)


def forget_codes(now: datetime) -> int:
    """One-time codes that ran out."""
    return accounts.forget_codes(before=kept_until("one_time_code", now=now), limit=DAILY_BATCH)


def forget_sessions(now: datetime) -> int:
    """Sessions that ran out."""
    return accounts.forget_sessions(before=kept_until("session", now=now), limit=DAILY_BATCH)


def forget_invitations(now: datetime) -> int:
    """Addresses of people invited to the desk, some time after the invitation ran out."""
    return accounts.forget_invitations(before=kept_until("invitation", now=now), limit=DAILY_BATCH)


def forget_alerts(now: datetime) -> int:
    """Addresses that asked for alerts and that nobody has proven."""
    return alerts.forget_alerts(now=now, limit=DAILY_BATCH)


def erase_identities(now: datetime) -> int:
    """The persons behind reports that ended long ago; each in a transaction of its own."""
    ids = erasing.erasable(now=now, limit=DAILY_BATCH)
    for identity in Identity.objects.filter(pk__in=ids).iterator(chunk_size=CHUNK):
        erasing.erase_identity(identity, now=now)
    return len(ids)


def blank_notes(now: datetime) -> int:
    """What officers wrote to each other about reports that ended long ago."""
    return notes.blank_old(now=now, limit=DAILY_BATCH)


def forget_tokens(now: datetime) -> int:
    """API tokens, some time after they ran out; a revoked one too runs out some day."""
    return tokens.forget(before=kept_until("api_token", now=now), limit=DAILY_BATCH)


def forget_messages(now: datetime) -> int:
    """Words and addresses of old messages, and of messages to persons erased."""
    return messages.forget_words(before=kept_until("outgoing_message", now=now), now=now, limit=DAILY_BATCH)


def count_facts(now: datetime) -> int:
    """The figures of days on which something has changed."""
    return facts.roll_up(now)


def count_referrals(now: datetime) -> int:
    """What agencies gave back, of months in which something has changed."""
    return referrals.roll_up()


def count_young_facts(now: datetime) -> int:
    """The figures of days whose limits may have passed by themselves."""
    facts.mark_young(now)
    return facts.roll_up(now)


def count_forecasts(now: datetime) -> int:
    """How long similar reports took, by agency and category."""
    return forecasting.refresh(now)


def mind_surveys(now: datetime) -> int:
    """What looks odd in open surveys; after their last day the key behind the marks of devices goes."""
    return oddities.find_all(now) + periods.forget_keys(now)


# Every minute: what people wait for. Talks to other servers, so nothing else stands behind it.
MINUTELY: tuple[Callable[[datetime], int], ...] = (
    work_on_waiting,
    settle_questions,
    file_waiting,
    wake_webhooks,
    fetch_mail,
)
STEPS: tuple[Callable[[datetime], int], ...] = (
    lapse,
    remind_quiet,
    close_quiet,
    advance_due,
    tell_officers,
    tell_reporters,
    send_digests,
    send_alerts,
    mind_gatherings,
    remind_stalled,
    tell_network,
    forget_tallies,
    forget_answers,
    forget_submissions,
    forget_entries,
    forget_uploads,
    forget_exports,
    forget_viewings,
    count_facts,
    count_referrals,
    tell_of_surges,
    make_bulletins,
)
# At night: these read large tables.
DAILY: tuple[Callable[[datetime], int], ...] = (
    forget_codes,
    forget_sessions,
    forget_invitations,
    forget_alerts,
    forget_tokens,
    forget_accounts,
    forget_ended,
    erase_identities,
    blank_notes,
    forget_messages,
    forget_sms,
    forget_mail,
    forget_requests,
    forget_webhooks,
    forget_selections,
    forget_runs,
    forget_participants,
    count_young_facts,
    count_forecasts,
    tag_programmes,
    find_silent,
    find_surges,
    mind_surveys,
    remind_of_surveys,
)
# Every twenty seconds, in a job of its own: a large month takes minutes.
FILES: tuple[Callable[[datetime], int], ...] = (build_data,)
# Bounded in each run; `tick` runs them again until nothing is left.
REPEATED = frozenset(
    {
        lapse,
        remind_quiet,
        close_quiet,
        advance_due,
        tell_officers,
        tell_reporters,
        send_alerts,
        remind_stalled,
        tell_network,
        make_bulletins,
        build_data,
    }
)


def tick(now: datetime) -> list[tuple[str, int]]:
    """Run every step as of `now`, the daily ones too; says what was done as (step, number)."""
    return [(step.__name__, _all(step, now)) for step in (*MINUTELY, *STEPS, *DAILY, *FILES)]


def _all(step: Callable[[datetime], int], now: datetime) -> int:
    done = here = step(now)
    while here and step in REPEATED:
        here = step(now)
        done += here
    return done


@app.periodic(cron="* * * * *")
@app.task(name="lapor.schedule.minutely", queue="clock", queueing_lock="minutely", pass_context=False)
def minutely(timestamp: int) -> None:
    """Every minute."""
    _run(MINUTELY, timezone.now())


@app.periodic(cron="* * * * * */20")
@app.task(name="lapor.schedule.figures", queue="clock", queueing_lock="figures", pass_context=False)
def figures(timestamp: int) -> None:
    """Every twenty seconds: public figures are at most a minute behind the acts."""
    _run((count_facts,), timezone.now())


@app.periodic(cron="* * * * * */20")
@app.task(name="lapor.schedule.open_data", queue="lengthy", queueing_lock="open_data", pass_context=False)
def open_data(timestamp: int) -> None:
    """Every twenty seconds: files from which something was taken back are whole again within a minute."""
    _run(FILES, timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="lapor.schedule.run", queue="clock", queueing_lock="schedule", pass_context=False)
def run(timestamp: int) -> None:
    """The worker's own tick, every five minutes."""
    _run(STEPS, timezone.now())


@app.periodic(cron="40 18 * * *")
@app.task(name="lapor.schedule.daily", queue="clock", queueing_lock="daily", pass_context=False)
def daily(timestamp: int) -> None:
    """Once a day, at 01:40 WIB (the worker's clock is UTC)."""
    _run(DAILY, timezone.now())


def _run(steps: tuple[Callable[[datetime], int], ...], now: datetime) -> None:
    """Each step, whatever became of the one before: a fault in one must not keep reports from closing."""
    failed = [step.__name__ for step in steps if not _done(step, now)]
    if failed:
        raise StepsFailed(", ".join(failed))


def _done(step: Callable[[datetime], int], now: datetime) -> bool:
    try:
        step(now)
    except Exception:
        log.exception("timed step %s failed", step.__name__)
        return False
    return True


@app.periodic(cron="* * * * *")
@app.task(name="lapor.schedule.rescue", queue="clock", queueing_lock="rescue", pass_context=False)
async def rescue(timestamp: int) -> None:
    """Every minute, so that a killed worker's jobs are taken up by one that lives."""
    await rescue_stalled()


async def rescue_stalled() -> int:
    """Jobs of a worker that was killed go back into the queue; all jobs are idempotent. Says how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)
