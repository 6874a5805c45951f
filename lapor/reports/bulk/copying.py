"""From molds to rows: PostgreSQL copies each history, for other agencies, places, people and minutes.

Numbers of events, deadlines and drafts are given beforehand, since rows name each other by them.
"""

from __future__ import annotations

from lapor.reports.models.triggers import LIVE

# What Python fills. The order of `mold`'s last columns is that of `plot.Facts`.
TEMPORARY = """
    CREATE TEMP TABLE bulk_pool (pool int PRIMARY KEY, agencies bigint[]) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_office (agency bigint PRIMARY KEY, units bigint[], regions bigint[])
        ON COMMIT DROP;
    CREATE TEMP TABLE bulk_seat (role text, agency bigint, users bigint[], PRIMARY KEY (role, agency))
        ON COMMIT DROP;
    CREATE TEMP TABLE bulk_person (place int PRIMARY KEY, name bytea, email bytea, phone bytea,
        email_mark text, phone_mark text) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_detail (place int PRIMARY KEY, text text, search tsvector) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_mold (mold int PRIMARY KEY, copies int, a int, b int, c int, received timestamptz,
        status text, version int, into_mold int, lead int, unit int, category bigint, due timestamptz,
        contact text, reachable bool, title text, text text, public_title text, public_text text,
        events int, deadlines int, drafts int,
        report_class text, supervision bool, closing text, rating int, channel text, anonymous bool,
        secret bool, verified_at timestamptz, disposed_at timestamptz, first_answer_at timestamptz,
        answered_at timestamptz, told_at timestamptz, reminded_at timestamptz, closed_at timestamptz,
        reopened bool, agency_referrals int, unit_referrals int,
        title_search tsvector, text_search tsvector, full_search tsvector) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_event (mold int, ord int, act text, from_status text, to_status text,
        at timestamptz, role text, slot int, seat int, facts jsonb) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_message (mold int, ord int, kind text, text text, public_text text)
        ON COMMIT DROP;
    CREATE TEMP TABLE bulk_telling (mold int, ord int, at timestamptz, reached bool) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_pause (mold int, started_at timestamptz, ended_at timestamptz) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_disposition (mold int, agency int, holder int, lead bool, since timestamptz,
        until timestamptz) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_draft (mold int, ord int, top int, seat int, text text, sent_text text, final bool,
        state text, created_at timestamptz, decided_at timestamptz) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_objection (mold int, level text, raised_at timestamptz, decided_at timestamptz,
        upheld bool) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_deadline (mold int, ord int, step text, rule text, agency int,
        started_at timestamptz, due timestamptz, met_at timestamptz, stopped_at timestamptz,
        watched_from timestamptz, stage text, next_stage_at timestamptz) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_case (mold int, since timestamptz) ON COMMIT DROP;
    CREATE TEMP TABLE bulk_nudge (mold int, deadline int, stage text, audience text, at timestamptz)
        ON COMMIT DROP;
    CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, turn int) RETURNS float LANGUAGE sql IMMUTABLE AS
        'SELECT (hashint8extended(n, turn) & 1048575) / 1048576.0';
    CREATE OR REPLACE FUNCTION pg_temp.one_of(list bigint[], share float) RETURNS bigint LANGUAGE sql
        IMMUTABLE AS 'SELECT list[1 + floor(share * cardinality(list))::int]';
"""
# All but `bulk_mold`, which has its search columns filled here.
_MOLD_PARTS = (
    "event", "message", "telling", "pause", "disposition", "draft", "objection", "deadline", "case", "nudge",
)  # fmt: skip
PREPARED = (
    """
    UPDATE bulk_mold SET title_search = setweight(to_tsvector('indonesian', public_title), 'A'),
        text_search = to_tsvector('indonesian', public_text),
        full_search = setweight(to_tsvector('indonesian', title), 'A') ||
            setweight(to_tsvector('indonesian', text), 'B')
    """,
    "UPDATE bulk_detail SET search = to_tsvector('indonesian', text)",
    *(f"CREATE INDEX ON bulk_{part} (mold)" for part in _MOLD_PARTS),
    *(f"ANALYZE bulk_{part}" for part in (*_MOLD_PARTS, "mold", "pool", "office", "seat", "person")),
)
# Each copy falls a little later than the one before; within a pool the first agencies get the most.
COPIES = """
    CREATE TEMP TABLE bulk_copy ON COMMIT DROP AS
    WITH placed AS (
        SELECT row_number() OVER (ORDER BY m.received + k * m.gap, m.mold, k) AS n, m.mold, k,
            k * m.gap AS shift, m.a, m.b, m.c, m.events, m.deadlines, m.drafts
        FROM (SELECT *, interval '170 minutes' / copies AS gap FROM bulk_mold) AS m,
            generate_series(0, m.copies - 1) AS k
    ), led AS (
        SELECT p.*,
            pg_temp.one_of(a.agencies, pg_temp.draw(n, 11 + %(seed)s) ^ 2) AS lead,
            pg_temp.one_of(b.agencies, pg_temp.draw(n, 12 + %(seed)s) ^ 2) AS second,
            pg_temp.one_of(c.agencies, pg_temp.draw(n, 13 + %(seed)s) ^ 2) AS added
        FROM placed p JOIN bulk_pool a ON a.pool = p.a JOIN bulk_pool b ON b.pool = p.b
            JOIN bulk_pool c ON c.pool = p.c
    )
    SELECT n, %(first)s + n AS id, mold, k, shift,
        %(event)s + (sum(events) OVER w - events)::bigint AS event,
        %(deadline)s + (sum(deadlines) OVER w - deadlines)::bigint AS deadline,
        %(draft)s + (sum(drafts) OVER w - drafts)::bigint AS draft,
        ARRAY[lead, second, added, pg_temp.one_of(o.units, pg_temp.draw(n, 14 + %(seed)s) ^ 1.3),
            pg_temp.one_of(t.units, pg_temp.draw(n, 15 + %(seed)s) ^ 1.3)] AS agencies,
        pg_temp.one_of(coalesce(o.regions, %(regions)s::bigint[]), pg_temp.draw(n, 16 + %(seed)s) ^ 1.6)
            AS region,
        'RT ' || 1 + n %% 9 || ' nomor ' || n %% 977 AS place,
        floor(%(details)s * pg_temp.draw(n, 17 + %(seed)s))::int AS detail,
        CASE WHEN n %% 10000 = 1 THEN 0
            ELSE floor(%(persons)s * pg_temp.draw(n, 18 + %(seed)s) ^ 1.3)::int END AS person
    FROM led LEFT JOIN bulk_office o ON o.agency = led.lead LEFT JOIN bulk_office t ON t.agency = led.second
    WINDOW w AS (ORDER BY n)
"""
# Another fill in the same transaction makes them anew.
FORGOTTEN = (
    "DROP TABLE bulk_copy, bulk_pool, bulk_office, bulk_seat, bulk_person, bulk_detail, bulk_mold"
    + "".join(f", bulk_{part}" for part in _MOLD_PARTS)
)
COPIED = ("CREATE INDEX ON bulk_copy (mold, k)", "ANALYZE bulk_copy")

_IDENTITIES = """
    INSERT INTO accounts_identity (id, name, email, phone, email_mark, phone_mark, email_confirmed_at,
        phone_confirmed_at, language, told_by, created_at)
    SELECT %(identity)s + c.n, p.name,
        CASE WHEN m.contact IN ('email', 'both') THEN p.email ELSE '' END,
        CASE WHEN m.contact IN ('phone', 'both') THEN p.phone ELSE '' END,
        CASE WHEN m.contact IN ('email', 'both') THEN p.email_mark ELSE '' END,
        CASE WHEN m.contact IN ('phone', 'both') THEN p.phone_mark ELSE '' END,
        CASE WHEN m.reachable AND m.contact IN ('email', 'both') THEN m.received + c.shift END,
        CASE WHEN m.reachable AND m.contact = 'phone' THEN m.received + c.shift END,
        'id', '', m.received + c.shift
    FROM bulk_copy c JOIN bulk_mold m USING (mold) JOIN bulk_person p ON p.place = c.person
    WHERE m.contact <> '' ORDER BY c.n
"""
_REPORTS = """
    INSERT INTO reports_report (id, report_class, supervision, status, version, closing, rating, channel,
        source_ref, received, event_date, region_id, category_id, suggested_agency_id, agency_id, unit_id,
        anonymous, secret, identity_id, access_mark, flood, verified_at, disposed_at, first_answer_at,
        answered_at, told_at, reminded_at, closed_at, reopened, agency_referrals, unit_referrals, due,
        merged_into_id, dated, unmapped)
    SELECT c.id, m.report_class, m.supervision, m.status, m.version, m.closing, m.rating, m.channel,
        '', m.received + c.shift,
        CASE WHEN m.report_class = 'complaint' THEN (m.received - interval '3 days')::date END,
        c.region, m.category, CASE WHEN c.n %% 5 < 2 THEN c.agencies[1] END,
        c.agencies[m.lead], c.agencies[m.unit], m.anonymous, m.secret,
        CASE WHEN m.contact <> '' THEN %(identity)s + c.n END, '', false,
        m.verified_at + c.shift, m.disposed_at + c.shift, m.first_answer_at + c.shift,
        m.answered_at + c.shift, m.told_at + c.shift, m.reminded_at + c.shift, m.closed_at + c.shift,
        m.reopened, m.agency_referrals, m.unit_referrals, m.due,
        CASE WHEN m.status = 'merged' THEN i.id END, true, '{}'
    FROM bulk_copy c JOIN bulk_mold m USING (mold)
        LEFT JOIN bulk_copy i ON i.mold = m.into_mold AND i.k = c.k
    ORDER BY c.n
"""
# The place has a number: a word that few reports hold.
_TEXTS = """
    INSERT INTO reports_textversion (report_id, number, title, text, location, created_at)
    SELECT c.id, 1, m.title, m.text || ' ' || d.text, c.place, m.received + c.shift
    FROM bulk_copy c JOIN bulk_mold m USING (mold) JOIN bulk_detail d ON d.place = c.detail ORDER BY c.n
"""
# The trigger that keeps `search` is off: put together from parts, the same comes at a tenth of the cost.
_PUBLICATIONS = """
    INSERT INTO reports_publication (report_id, title, text, location, received, search)
    SELECT c.id, m.public_title, m.public_text || ' ' || d.text, c.place, m.received + c.shift,
        m.title_search || setweight(m.text_search || d.search || to_tsvector('indonesian', c.place), 'B')
    FROM bulk_copy c JOIN bulk_mold m USING (mold) JOIN bulk_detail d ON d.place = c.detail
    WHERE m.verified_at IS NOT NULL AND NOT m.secret ORDER BY c.n
"""
# What the trigger on texts would write.
_FULL_TEXTS = """
    INSERT INTO reports_fulltext (report_id, search)
    SELECT c.id, m.full_search || setweight(d.search || to_tsvector('indonesian', c.place), 'B')
    FROM bulk_copy c JOIN bulk_mold m USING (mold) JOIN bulk_detail d ON d.place = c.detail ORDER BY c.n
"""
_EVENTS = """
    INSERT INTO reports_event (id, report_id, act, from_status, to_status, at, by_id, role, agency_id, facts)
    SELECT c.event + e.ord, c.id, e.act, e.from_status, e.to_status, e.at + c.shift,
        s.users[1 + c.n %% cardinality(s.users)], e.role, c.agencies[e.slot],
        CASE WHEN e.act = 'file' THEN
            e.facts || jsonb_build_object('received', to_char((m.received + c.shift) AT TIME ZONE 'UTC',
                'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
        WHEN e.act = 'merge' THEN jsonb_build_object('into', i.id)
        WHEN e.act = 'unmerge' THEN e.facts || jsonb_build_object('out_of', i.id)
        WHEN e.facts ? 'draft' THEN
            e.facts || jsonb_build_object('draft', c.draft + (e.facts ->> 'draft')::int)
        ELSE e.facts END
    FROM bulk_copy c JOIN bulk_mold m USING (mold) JOIN bulk_event e USING (mold)
        LEFT JOIN bulk_seat s ON s.role = e.role AND s.agency = coalesce(c.agencies[e.seat], 0)
        LEFT JOIN bulk_copy i ON i.mold = m.into_mold AND i.k = c.k
    ORDER BY c.n, e.ord
"""
_MESSAGES = """
    INSERT INTO reports_message (report_id, event_id, kind, text, public_text, created_at)
    SELECT c.id, c.event + s.ord, s.kind, s.text, s.public_text, e.at + c.shift
    FROM bulk_copy c JOIN bulk_message s USING (mold) JOIN bulk_event e ON e.mold = s.mold AND e.ord = s.ord
    ORDER BY c.n, s.ord
"""
_TELLINGS = """
    INSERT INTO reports_telling (report_id, after_id, at, reached)
    SELECT c.id, c.event + t.ord, t.at + c.shift, t.reached
    FROM bulk_copy c JOIN bulk_telling t USING (mold) ORDER BY c.n, t.ord
"""
_PAUSES = """
    INSERT INTO reports_pause (report_id, started_at, ended_at)
    SELECT c.id, p.started_at + c.shift, p.ended_at + c.shift
    FROM bulk_copy c JOIN bulk_pause p USING (mold) ORDER BY c.n, p.started_at
"""
# The triggers that keep `due` and its like are off meanwhile.
_DISPOSITIONS = """
    INSERT INTO reports_disposition (report_id, agency_id, holder_id, lead, since, until, due, live,
        received, status)
    SELECT c.id, c.agencies[d.agency], c.agencies[d.holder], d.lead, d.since + c.shift, d.until + c.shift,
        m.due, $live, m.received + c.shift, m.status
    FROM bulk_copy c JOIN bulk_mold m USING (mold) JOIN bulk_disposition d USING (mold) ORDER BY c.n, d.since
""".replace("$live", LIVE.format("m"))
_DRAFTS = """
    INSERT INTO reports_draft (id, report_id, by_id, agency_id, text, sent_text, final, state, created_at,
        decided_at)
    SELECT c.draft + d.ord, c.id, s.users[1 + c.n %% cardinality(s.users)], c.agencies[d.top], d.text,
        d.sent_text, d.final, d.state, d.created_at + c.shift, d.decided_at + c.shift
    FROM bulk_copy c JOIN bulk_draft d USING (mold)
        JOIN bulk_seat s ON s.role = 'unit_officer' AND s.agency = c.agencies[d.seat]
    ORDER BY c.n, d.ord
"""
_OBJECTIONS = """
    INSERT INTO reports_objection (report_id, level, raised_at, decided_at, upheld)
    SELECT c.id, o.level, o.raised_at + c.shift, o.decided_at + c.shift, o.upheld
    FROM bulk_copy c JOIN bulk_objection o USING (mold) ORDER BY c.n, o.raised_at
"""
# Due dates stay: they are ends of days, and all copies fall on the days of their mold.
_DEADLINES = """
    INSERT INTO reports_deadline (id, report_id, step, rule, agency_id, started_at, due, met_at, stopped_at,
        watched_from, stage, next_stage_at)
    SELECT c.deadline + d.ord, c.id, d.step, d.rule, c.agencies[d.agency], d.started_at + c.shift, d.due,
        d.met_at + c.shift, d.stopped_at + c.shift, d.watched_from, d.stage, d.next_stage_at
    FROM bulk_copy c JOIN bulk_deadline d USING (mold) ORDER BY c.n, d.ord
"""
_CASES = """
    INSERT INTO reports_ombudsmancase (report_id, since, number)
    SELECT c.id, o.since + c.shift, '' FROM bulk_copy c JOIN bulk_case o USING (mold) ORDER BY c.n
"""
_NUDGES = """
    INSERT INTO reports_nudge (deadline_id, stage, audience, agency_id, at, passed, told_at)
    SELECT c.deadline + g.deadline, g.stage, g.audience, NULL, g.at + c.shift, false, g.at + c.shift
    FROM bulk_copy c JOIN bulk_nudge g USING (mold) ORDER BY c.n
"""
TABLES = {
    "accounts_identity": _IDENTITIES,
    "reports_report": _REPORTS,
    "reports_textversion": _TEXTS,
    "reports_publication": _PUBLICATIONS,
    "reports_fulltext": _FULL_TEXTS,
    "reports_event": _EVENTS,
    "reports_message": _MESSAGES,
    "reports_telling": _TELLINGS,
    "reports_pause": _PAUSES,
    "reports_disposition": _DISPOSITIONS,
    "reports_draft": _DRAFTS,
    "reports_objection": _OBJECTIONS,
    "reports_deadline": _DEADLINES,
    "reports_ombudsmancase": _CASES,
    "reports_nudge": _NUDGES,
}
