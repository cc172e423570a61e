"""An independent look at the tables: plain SQL that shares no code with what wrote them."""

import os
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections

QUESTIONS = {
    "a case without its opening in the ledger": """
        SELECT number FROM cases_case c WHERE NOT EXISTS (
            SELECT FROM terms_clockentry e
            WHERE e.reference = 'case:' || c.number AND e.kind = 'opened')""",
    "a ledger with two openings": """
        SELECT reference FROM terms_clockentry WHERE kind = 'opened'
        GROUP BY reference HAVING count(*) > 1""",
    "a case without clocks": """
        SELECT number FROM cases_case c WHERE NOT EXISTS (
            SELECT FROM terms_clock k WHERE k.reference = 'case:' || c.number)""",
    "a case without its first contact": """
        SELECT number FROM cases_case c WHERE NOT EXISTS (
            SELECT FROM cases_interaction i WHERE i.case_id = c.id AND i.direction = 'in')""",
    "a case whose term is not the earliest of its running clocks": """
        SELECT number FROM cases_case c
        WHERE c.due_at IS DISTINCT FROM (
            SELECT min(k.due_at) FROM terms_clock k
            WHERE (k.reference = 'case:' || c.number
                OR (c.regime <> 'ordinary' AND k.reference = 'complaint:' || c.number))
              AND k.status IN ('running', 'paused', 'undetermined'))""",
    "an open case all of whose promises ended, without a mark of waiting": """
        SELECT number FROM cases_case c
        WHERE c.state = 'open' AND c.due_at IS NULL AND NOT c.is_undetermined
          AND NOT EXISTS (
            SELECT FROM terms_clock k
            WHERE k.reference = 'case:' || c.number AND k.status = 'running')
          AND EXISTS (
            SELECT FROM terms_clock k
            WHERE k.reference = 'case:' || c.number AND k.milestone = 'resolution')""",
    "a raw message that was taken by nothing": """
        SELECT id::text FROM correspondence_rawmessage r
        WHERE r.state = 'taken' AND NOT EXISTS (
            SELECT FROM cases_interaction i WHERE i.raw_message_id = r.id)""",
    "a scan whose pages are not all in its letters, separators and blank sides": """
        SELECT s.id::text FROM correspondence_rawmessage s
        WHERE s.outcome = 'split' AND (s.reading->>'of')::int <>
            (s.reading->>'separators')::int + (s.reading->>'blanks')::int + coalesce((
                SELECT sum(jsonb_array_length(l.reading->'taken_from'))
                FROM correspondence_rawmessage l
                WHERE l.source LIKE 'scan:' || s.id || ':%'), 0)""",
    "a page of a scan that is in two letters": """
        SELECT l.source || ' page ' || page FROM correspondence_rawmessage l,
            jsonb_array_elements_text(l.reading->'taken_from') page
        WHERE l.source LIKE 'scan:%'
        GROUP BY split_part(l.source, ':', 2), page, l.source
        HAVING 1 <> (
            SELECT count(*) FROM correspondence_rawmessage o
            WHERE split_part(o.source, ':', 2) = split_part(l.source, ':', 2)
              AND o.source LIKE 'scan:%' AND o.reading->'taken_from' @> page::jsonb)""",
    "something on paper that waits without a term": """
        SELECT r.id::text FROM correspondence_rawmessage r
        WHERE r.state = 'quarantined' AND r.carrier IN ('post', 'counter') AND NOT EXISTS (
            SELECT FROM terms_clock k
            WHERE k.reference = 'raw:' || r.id
              AND k.status IN ('running', 'paused', 'undetermined'))""",
    "a contact of any channel that is in nobody's hands": """
        SELECT 'raw:' || r.id FROM correspondence_rawmessage r
        WHERE r.state = 'received' AND r.recorded_at < now() - interval '5 minutes'
        UNION SELECT 'raw:' || r.id FROM correspondence_rawmessage r
        LEFT JOIN cases_interaction i ON i.raw_message_id = r.id
        WHERE r.state = 'taken' AND i.id IS NULL
        UNION SELECT 'raw:' || r.id FROM correspondence_rawmessage r
        LEFT JOIN terms_clock k ON k.reference = 'raw:' || r.id
        WHERE r.state = 'quarantined' AND k.id IS NULL
        UNION SELECT 'contact:' || i.id FROM cases_interaction i
        JOIN cases_case c ON c.id = i.case_id
        LEFT JOIN terms_clock k ON k.reference = 'case:' || c.number
        WHERE i.direction = 'in' AND NOT i.is_answered_at_once AND k.id IS NULL
        UNION SELECT 'call:' || l.id FROM correspondence_call l
        WHERE NOT l.is_abandoned AND l.about = '' AND l.started_at < now() - interval '1 hour'
        UNION SELECT 'call:' || l.id FROM correspondence_call l
        LEFT JOIN cases_case c ON 'case:' || c.number = l.about
        WHERE l.about LIKE 'case:%' AND c.id IS NULL
        UNION SELECT 'callback:' || b.id FROM cases_callback b
        JOIN cases_case c ON c.id = b.case_id
        LEFT JOIN terms_clock k ON k.reference = 'case:' || c.number
        WHERE b.state = 'promised' AND k.id IS NULL""",
    "a raw message in no state": """
        SELECT id::text FROM correspondence_rawmessage
        WHERE state NOT IN ('received', 'taken', 'set-aside', 'quarantined')""",
    "an answer in writing without its message": """
        SELECT i.id::text FROM cases_interaction i
        WHERE i.direction = 'out' AND i.carrier IN ('email', 'post', 'sms') AND i.message_id IS NULL
          AND NOT EXISTS (  -- one message may confirm all the questions of one letter
            SELECT FROM cases_interaction other
            WHERE i.is_automatic AND other.message_id IS NOT NULL AND other.text = i.text
              AND other.happened_at = i.happened_at AND other.case_id <> i.case_id)""",
    "a message that left without a try, or twice": """
        SELECT m.id::text FROM correspondence_message m
        WHERE m.state = 'dispatched' AND 1 <> (
            SELECT count(*) FROM correspondence_dispatch d
            WHERE d.message_id = m.id AND d.outcome = 'accepted')""",
    "a waiting message without a next try": """
        SELECT id::text FROM correspondence_message
        WHERE (state = 'queued') <> (next_try_at IS NOT NULL)""",
    "a level marked twice": """
        SELECT clock_id::text FROM terms_levelmark WHERE voided_at IS NULL
        GROUP BY clock_id, level, reached_at HAVING count(*) > 1""",
    "a level marked before its clock began": """
        SELECT m.id::text FROM terms_levelmark m JOIN terms_clock k ON k.id = m.clock_id
        WHERE m.voided_at IS NULL AND m.reached_at < (
            SELECT min(occurred_at) FROM terms_clockentry e WHERE e.reference = k.reference)""",
    "a change of a case that the audit does not know": """
        SELECT number FROM cases_case c WHERE NOT EXISTS (
            SELECT FROM core_auditentry a WHERE a.reference = 'case:' || c.number)""",
    "a resolved case without a topic at its close": """
        SELECT number FROM cases_case c WHERE c.state = 'resolved' AND NOT EXISTS (
            SELECT FROM cases_casetopic t WHERE t.case_id = c.id AND t.moment = 'close')""",
    "something in a case that stands in another compartment than the case": """
        SELECT c.number FROM cases_case c JOIN cases_interaction i ON i.case_id = c.id
        WHERE i.compartment <> c.compartment
        UNION SELECT c.number FROM cases_case c JOIN cases_note n ON n.case_id = c.id
        WHERE n.compartment <> c.compartment
        UNION SELECT c.number FROM cases_case c JOIN terms_clock k
            ON k.reference = 'case:' || c.number WHERE k.compartment <> c.compartment""",
}


def findings() -> dict[str, list[str]]:
    """Return what is wrong in the tables, by question; empty when nothing is.

    It looks over a connection of its own, so it sees what is committed.
    """
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return _wrong(lambda sql: connection.execute(sql).fetchall())


def findings_here() -> dict[str, list[str]]:
    """Return the same as the test's own transaction sees it."""

    def ask(sql: str) -> list[tuple[object, ...]]:
        with connections["default"].cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    return _wrong(ask)


def _wrong(ask: Callable[[Any], list[tuple[object, ...]]]) -> dict[str, list[str]]:
    answers = {question: ask(sql)[:5] for question, sql in QUESTIONS.items()}
    return {question: [str(name) for (name,) in rows] for question, rows in answers.items() if rows}
