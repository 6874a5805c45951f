"""Checks that are one query each: `wrong` selects the ids of reports that are.

An imported report knows its status and little of its past: dates are asked of none.
"""

# ruff: noqa: S608 - every part of these queries stands in this file

from __future__ import annotations

from dataclasses import dataclass

from lapor.reports.models.triggers import LIVE


@dataclass(frozen=True)
class Check:
    subject: str
    wrong: str
    advice: str


_BY_HAND = "somebody wrote into the table by hand; put back what its events say"
_IMPORTED = "SELECT report_id FROM reports_event WHERE act = 'import'"
_CONSISTENT = "the act that ended half-way is in the log; say so to whoever maintains LAPOR!"
_LAST = """
    SELECT DISTINCT ON (report_id) report_id, to_status FROM reports_event ORDER BY report_id, id DESC
"""
_DATES = """
    SELECT r.id FROM reports_report r JOIN (
        SELECT report_id, min(at) FILTER (WHERE act = 'verify') AS verified,
            min(at) FILTER (WHERE act = 'dispose') AS disposed,
            min(at) FILTER (WHERE act IN ('answer', 'approve_draft')) AS answered,
            max(at) FILTER (WHERE from_status <> to_status
                AND to_status IN ('closed', 'archived', 'withdrawn')) AS ended,
            bool_or(act = 'import') AS imported
        FROM reports_event GROUP BY report_id
    ) e ON e.report_id = r.id
    WHERE NOT e.imported AND (r.verified_at IS DISTINCT FROM e.verified
        OR r.disposed_at IS DISTINCT FROM e.disposed OR r.first_answer_at IS DISTINCT FROM e.answered
        OR (r.status IN ('closed', 'archived', 'withdrawn') AND r.closed_at IS DISTINCT FROM e.ended)
        OR (r.status NOT IN ('closed', 'archived', 'withdrawn', 'merged') AND r.closed_at IS NOT NULL))
"""
_CLOSING = """
    SELECT r.id FROM reports_report r JOIN (
        SELECT DISTINCT ON (report_id) report_id, coalesce(facts ->> 'closing', facts ->> 'variant') AS way
        FROM reports_event WHERE to_status = 'closed' AND from_status <> 'closed' AND act <> 'import'
        ORDER BY report_id, id DESC
    ) e ON e.report_id = r.id WHERE r.status = 'closed' AND r.closing <> e.way
    UNION SELECT id FROM reports_report WHERE (closing <> '') <> (status = 'closed')
        OR (rating IS NOT NULL AND closing <> 'confirmed')
"""
_NEWEST = """
    SELECT DISTINCT ON (report_id) report_id, redacted_at FROM reports_textversion
    ORDER BY report_id, number DESC
"""
_LEAD = "SELECT report_id, agency_id, holder_id FROM reports_disposition WHERE lead AND until IS NULL"
_DUTIES = """
    ('verification', 'follow_up', 'resolution', 'objection', 'response', 'recommendation_response')
"""
_RUNS = "met_at IS NULL AND stopped_at IS NULL"

CHECKS = (
    Check(
        "status is that of the last event",
        f"""SELECT r.id FROM reports_report r LEFT JOIN ({_LAST}) e ON e.report_id = r.id
        WHERE e.to_status IS DISTINCT FROM r.status""",
        _BY_HAND,
    ),
    Check(
        "each event begins where the one before ended",
        """SELECT DISTINCT report_id FROM (SELECT report_id, from_status,
            lag(to_status) OVER (PARTITION BY report_id ORDER BY id) AS before FROM reports_event) AS e
        WHERE from_status <> coalesce(before, '')""",
        "events are missing: restore them from a backup",
    ),
    Check("dates are those of their events", _DATES, _BY_HAND),
    Check("a closed report says how, and only it", _CLOSING, _BY_HAND),
    Check(
        "nobody closed in silence without word and reminder",
        f"""SELECT id FROM reports_report WHERE id NOT IN ({_IMPORTED}) AND status = 'closed'
            AND ((closing = 'silent' AND (told_at IS NULL OR reminded_at IS NULL))
            OR (closing = 'unconfirmed' AND told_at IS NOT NULL))""",
        "the reporter may open it again: tell them",
    ),
    Check(
        "one lead, where the report says it lies",
        f"""SELECT r.id FROM reports_report r LEFT JOIN ({_LEAD}) d ON d.report_id = r.id
        WHERE d.agency_id IS DISTINCT FROM r.agency_id
            OR d.holder_id IS DISTINCT FROM coalesce(r.unit_id, r.agency_id)
            OR (r.agency_id IS NULL AND r.status IN ('disposed', 'in_progress', 'answered', 'replied'))""",
        _BY_HAND,
    ),
    Check(
        "holds know when their report came, when it is due, its status and whether it is over",
        f"""SELECT DISTINCT r.id FROM reports_report r JOIN reports_disposition d ON d.report_id = r.id
        WHERE d.until IS NULL
            AND ((d.due, d.received, d.status) IS DISTINCT FROM (r.due, r.received, r.status)
                OR d.live <> {LIVE.format("r")})""",
        "queues miss it: UPDATE reports_disposition SET until = until WHERE report_id = <id>",
    ),
    Check(
        "public is what is verified, not secret and not redacted",
        f"""SELECT r.id FROM reports_report r LEFT JOIN reports_publication p ON p.report_id = r.id
            LEFT JOIN ({_NEWEST}) v ON v.report_id = r.id
        WHERE (p.report_id IS NOT NULL)
            <> (r.verified_at IS NOT NULL AND NOT r.secret AND v.redacted_at IS NULL)""",
        "hide it at once: change its privacy there and back",
    ),
    Check(
        "a merged report says into which, and only it",
        "SELECT id FROM reports_report WHERE (status = 'merged') <> (merged_into_id IS NOT NULL)",
        _BY_HAND,
    ),
    Check(
        "no clock of an ended report runs",
        f"""SELECT DISTINCT r.id FROM reports_report r JOIN reports_deadline d ON d.report_id = r.id
        WHERE r.status IN ('closed', 'archived', 'withdrawn') AND d.{_RUNS.replace("AND ", "AND d.")}
            AND d.step NOT IN ('objection', 'recommendation_response', 'response')""",
        _CONSISTENT,
    ),
    Check(
        "the nearest duty is the one that queues sort by",
        f"""SELECT r.id FROM reports_report r LEFT JOIN (
            SELECT report_id, min(due) AS due FROM reports_deadline
            WHERE {_RUNS} AND step IN {_DUTIES} GROUP BY report_id) d ON d.report_id = r.id
        WHERE r.due IS DISTINCT FROM d.due""",
        _CONSISTENT,
    ),
    Check(
        "clocks stand exactly while postponed or merged",
        """SELECT r.id FROM reports_report r LEFT JOIN reports_pause p
            ON p.report_id = r.id AND p.ended_at IS NULL
        WHERE (p.id IS NOT NULL) <> (r.status IN ('postponed', 'merged'))""",
        _CONSISTENT,
    ),
    Check(
        "an open objection has its clock, and only it",
        f"""SELECT coalesce(o.report_id, d.report_id) FROM
            (SELECT report_id FROM reports_objection WHERE decided_at IS NULL) AS o FULL JOIN
            (SELECT report_id FROM reports_deadline WHERE step = 'objection' AND {_RUNS}) AS d
            ON d.report_id = o.report_id WHERE o.report_id IS NULL OR d.report_id IS NULL""",
        _CONSISTENT,
    ),
    Check(
        "what went up to the Ombudsman is in its lane",
        """SELECT DISTINCT e.report_id FROM reports_event e LEFT JOIN reports_ombudsmancase c
            ON c.report_id = e.report_id
        WHERE e.act = 'escalate' AND e.facts ->> 'audience' = 'ombudsman' AND c.id IS NULL""",
        _CONSISTENT,
    ),
    Check(
        "every report has its text",
        """SELECT r.id FROM reports_report r WHERE NOT EXISTS (
            SELECT FROM reports_textversion v WHERE v.report_id = r.id AND v.number = 1)""",
        "restore the missing rows from a backup",
    ),
    Check(
        "every answer has its words",
        """SELECT DISTINCT e.report_id FROM reports_event e LEFT JOIN reports_message m ON m.event_id = e.id
        WHERE e.act IN ('answer', 'approve_draft') AND m.id IS NULL""",
        "restore the missing rows from a backup",
    ),
    Check(
        "texts and drafts belong to events of their own report",
        """SELECT m.report_id FROM reports_message m JOIN reports_event e ON e.id = m.event_id
        WHERE e.report_id <> m.report_id
        UNION SELECT t.report_id FROM reports_telling t JOIN reports_event e ON e.id = t.after_id
        WHERE e.report_id <> t.report_id
        UNION SELECT e.report_id FROM reports_event e
            LEFT JOIN reports_draft d ON d.id = (e.facts ->> 'draft')::bigint
        WHERE e.facts ? 'draft' AND d.report_id IS DISTINCT FROM e.report_id""",
        _BY_HAND,
    ),
)
