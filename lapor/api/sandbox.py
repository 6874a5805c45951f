"""A sandbox token: every call is carried out for real inside a transaction, answered, and undone.

So it answers as a real one would, and nothing stays: no report, event, message, figure or job. What a
transaction cannot give back is not taken: tracking ids come from a range of their own, files are looked at
and not kept, limits count outside. An address that names a number of that range finds a sample report there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lapor.accounts.actors import Actor, Post
from lapor.accounts.roles import AGENCY, Role
from lapor.api.callers import Shown, actor_behind
from lapor.registry.models import Agency
from lapor.reports import disposition, verification
from lapor.reports.filing import SANDBOX, Filing, file_report
from lapor.reports.states import Channel, ReportClass

HEADER = "LAPOR-Sandbox"
_NUMBER = re.compile(r"/reports/([0-9]{12})(?:/|$)")
_VERIFIER = Actor(posts=(Post(Role.NATIONAL_VERIFIER),))


def played(
    request: HttpRequest, shown: Shown, get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """The answer; whatever it did is undone. For a call that will be refused nothing is made ready."""
    with transaction.atomic():
        found = _NUMBER.search(request.path)
        taken = shown.good_for(request) and not shown.spent.over
        if taken and found and int(found[1]) in SANDBOX:
            furnish(int(found[1]), actor_behind(shown.token, now=timezone.now()), now=timezone.now())
        response = get_response(request)
        transaction.set_rollback(True)
    response[HEADER] = "true"
    return response


def furnish(number: int, actor: Actor, *, now: datetime) -> None:
    """A sample report of this number: filed by a partner; to an agency's officer it lies there already."""
    filing = Filing(
        report_class=ReportClass.COMPLAINT,
        title="Laporan contoh",
        text="Ini laporan contoh untuk mencoba. Tidak ada yang tersimpan.",
        channel=Channel.API,
        anonymous=True,
    )
    report = file_report(filing, by=actor, now=now, number=number).report
    place = next((post.agency_id for post in actor.posts if post.role in AGENCY and post.agency_id), None)
    if place:
        verification.verify(report, by=_VERIFIER, now=now, supervision=False)
        disposition.dispose(report, by=_VERIFIER, now=now, agency=Agency.objects.get(pk=place))
