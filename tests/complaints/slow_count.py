"""A second count of the yearly figures: plain SQL over the tables, and no rule is shared."""

from collections import defaultdict

from django.db import connection

_SQL = """
WITH ways AS (
    SELECT complaint_id, carrier, route FROM complaints_complaintway
), facts AS (
    SELECT c.*, k.segment,
        (SELECT l.dispatched_at FROM complaints_complaintletter l
          WHERE l.complaint_id = c.id AND l.kind IN ('final', 'refusal', 'referral')
            AND l.dispatched_at IS NOT NULL AND l.failed_at IS NULL
          ORDER BY l.dispatched_at LIMIT 1) AS said_at,
        (c.expressed_at AT TIME ZONE 'Europe/Brussels')::date AS received_on
    FROM complaints_complaint c JOIN cases_case k ON k.id = c.case_id
), told AS (
    SELECT f.*, coalesce(said_at, answered_at) AS told_at,
        ((received_on + 46)::timestamp AT TIME ZONE 'Europe/Brussels') AS until,
        CASE WHEN step = 'not-a-complaint' THEN 'not-a-complaint'
             WHEN step = 'refused' THEN 'not-admissible'
             WHEN step = 'withdrawn' THEN 'withdrawn'
             WHEN step IN ('received', 'first-line', 'ombuds') THEN 'open'
             WHEN assessment = '' THEN 'not-assessed'
             ELSE assessment END AS fate
    FROM facts f WHERE extract(year FROM received_on) = %(year)s
), real AS (SELECT * FROM told WHERE step <> 'not-a-complaint')
SELECT 'total', '', id FROM told
UNION ALL SELECT 'complaints', '', id FROM real
UNION ALL SELECT 'admissible', '', id FROM real WHERE step <> 'refused'
UNION ALL SELECT 'fate', fate, id FROM told
UNION ALL SELECT 'called-question', coalesce((
    SELECT e.actor FROM complaints_complaintentry e WHERE e.complaint_id = told.id
       AND e."end" = 'not-a-complaint' AND e.start <> e."end" ORDER BY e.id DESC LIMIT 1
    ), 'unknown'), id FROM told WHERE step = 'not-a-complaint'
UNION ALL SELECT 'ground', coalesce(nullif(ground, ''), 'unknown'), id FROM real
    WHERE step = 'refused'
UNION ALL SELECT 'answered', CASE
    WHEN told_at <= until THEN 'in-time' WHEN told_at > until THEN 'late'
    WHEN step NOT IN ('received', 'first-line', 'ombuds') THEN 'none'
    WHEN %(at)s <= until THEN 'owed' ELSE 'owed-late' END, id FROM real
UNION ALL SELECT 'silent', '', id FROM real WHERE step = 'silent' OR step = 'closed' AND (
    SELECT e.start FROM complaints_complaintentry e WHERE e.complaint_id = real.id
       AND e."end" = 'closed' AND e.start <> 'closed' ORDER BY e.id DESC LIMIT 1) = 'silent'
UNION ALL SELECT 'outcome', coalesce(nullif(outcome, ''), 'unknown'), id FROM real
    WHERE fate IN ('founded', 'partly-founded')
UNION ALL SELECT 'outcome', fate || '/' || coalesce(nullif(outcome, ''), 'unknown'), id FROM real
    WHERE fate IN ('founded', 'partly-founded')
UNION ALL SELECT DISTINCT 'carrier', carrier, id FROM real JOIN ways ON complaint_id = real.id
UNION ALL SELECT DISTINCT 'route', route, id FROM real JOIN ways ON complaint_id = real.id
UNION ALL SELECT DISTINCT 'norm', unnest(norms), id FROM real
    WHERE fate IN ('founded', 'partly-founded')
UNION ALL SELECT DISTINCT 'norm', fate || '/' || unnest(norms), id FROM real
    WHERE fate IN ('founded', 'partly-founded')
UNION ALL SELECT 'theme', coalesce(nullif(theme, ''), 'unknown'), id FROM real
UNION ALL SELECT 'component', one, id FROM real
    JOIN (VALUES ('drinking-water'), ('sanitation')) AS parts (one) ON component IN (one, 'both')
UNION ALL SELECT 'component', one || '/' || fate, id FROM real
    JOIN (VALUES ('drinking-water'), ('sanitation')) AS parts (one) ON component IN (one, 'both')
UNION ALL SELECT 'component-theme', one || '/' || coalesce(nullif(theme, ''), 'unknown'), id
    FROM real JOIN (VALUES ('drinking-water'), ('sanitation')) AS parts (one)
      ON component IN (one, 'both')
UNION ALL SELECT 'municipality', municipality, id FROM real
UNION ALL SELECT 'household-municipality', municipality, id FROM real WHERE segment = 'household'
UNION ALL SELECT DISTINCT 'second-line', r.body, real.id FROM real
    JOIN complaints_externalreview r ON r.case_id = real.case_id
UNION ALL SELECT 'segment', segment, id FROM real
"""


def slow_count(year, *, at):
    """Return every number of a year as the ids that it counts, by measure and key."""
    cells = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"year": year, "at": at})
        for measure, key, one in cursor.fetchall():
            cells[measure][key].append(one)
    return {
        measure: {key: tuple(sorted(ids)) for key, ids in found.items()}
        for measure, found in cells.items()
    }
