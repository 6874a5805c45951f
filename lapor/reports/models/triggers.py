"""What the database itself does when a report's row changes, whoever changed it."""

from __future__ import annotations

import pgtrigger

from lapor.reports.states import OPEN

# Whether anything is still to be done about the report of this alias: it is open, or a duty runs on.
LIVE = "({0}.due IS NOT NULL OR {0}.status IN (" + ", ".join(f"'{status}'" for status in sorted(OPEN)) + "))"

# The holds on a report know its deadline, age and status and whether it is alive: a queue is a range of one
# index.
TELL_HOLDS = pgtrigger.Trigger(
    name="tell_holds",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("due", "status", "received"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition(
        "((OLD.due, OLD.status, OLD.received) IS DISTINCT FROM (NEW.due, NEW.status, NEW.received))"
    ),
    func=(
        f"UPDATE reports_disposition SET due = NEW.due, live = {LIVE.format('NEW')},"  # noqa: S608 - our own words
        " received = NEW.received, status = NEW.status"
        " WHERE report_id = NEW.id AND until IS NULL; RETURN NULL;"
    ),
)

# Files of the month in which a report was received must not be handed out as they are (`TakenBack`).
TAKEN_BACK = (
    "INSERT INTO reports_takenback (month)"
    " VALUES (date_trunc('month', OLD.received AT TIME ZONE 'Asia/Jakarta')::date); RETURN NULL;"
)
TAKE_BACK = pgtrigger.Trigger(
    name="take_back",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.verified_at IS NOT NULL AND NOT OLD.secret AND (NEW.secret"
        " OR (NEW.anonymous AND NOT OLD.anonymous)"
        " OR (NEW.status IN ('merged', 'withdrawn') AND NEW.status <> OLD.status)"
        " OR (NEW.category_id, NEW.region_id) IS DISTINCT FROM (OLD.category_id, OLD.region_id))"
    ),
    func=TAKEN_BACK,
)
