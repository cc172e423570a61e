"""Being in a case, and seeing who else is: one statement that also clears away what is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Compartment, Permission

HERE_FOR = timedelta(seconds=60)
"""Whoever was not heard of for so long is not there any more; open pages tell every 20 seconds."""

# Rows of the past are skipped where somebody else clears them away; one's own is told anew instead.
_STATEMENT = """
WITH me AS (
    SELECT id FROM staff_employee WHERE user_id = %(user)s AND left_at IS NULL
), gone AS (
    DELETE FROM cases_casepresence WHERE id IN (
        SELECT id FROM cases_casepresence
        WHERE seen_at < %(since)s
            AND NOT (case_id = %(case)s AND employee_id IN (SELECT id FROM me))
        FOR UPDATE SKIP LOCKED
    )
), mine AS (
    INSERT INTO cases_casepresence (case_id, employee_id, compartment, is_writing, seen_at)
    SELECT here.id, me.id, COALESCE(%(closed)s, here.compartment), %(writing)s, %(at)s
    FROM cases_case AS here, me
    WHERE here.id = %(case)s AND here.compartment = ANY(%(parts)s)
    ON CONFLICT (case_id, employee_id) DO UPDATE
        SET is_writing = EXCLUDED.is_writing, seen_at = EXCLUDED.seen_at,
            compartment = EXCLUDED.compartment
    RETURNING case_id, employee_id
)
SELECT other.name, other.is_writing
FROM mine LEFT JOIN (
    SELECT there.case_id, there.employee_id, there.is_writing, person.name, person.sort_key
    FROM cases_casepresence AS there JOIN staff_employee AS person ON person.id = there.employee_id
    WHERE there.seen_at >= %(since)s AND there.compartment = ANY(%(parts)s)
) AS other ON other.case_id = mine.case_id AND other.employee_id <> mine.employee_id
ORDER BY other.is_writing DESC, other.sort_key, other.employee_id
"""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has the same case open."""

    name: str
    is_writing: bool


@action(permission=Permission.WRITE_NOTE, atomic=False)
def be_present(
    *, case_id: int, is_writing: bool = False, by: Actor, at: datetime
) -> list[Present] | None:
    """Say that the actor has a case open, and return who else has; None where it may not see it.

    It is not audited: that somebody looked stands in the access log, and this is over in a minute.
    A single statement is its own transaction.

    Whoever is of the ombuds function is seen by the ombuds function only, in whatever case: that it
    reads one would tell that there is a file about it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "user": by.user_id,
                "case": case_id,
                "parts": sorted(by.compartments),
                "writing": is_writing,
                "closed": Compartment.OMBUDS
                if Permission.HANDLE_OMBUDS in by.permissions
                else None,
                "at": at,
                "since": at - HERE_FOR,
            },
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return [Present(name, writing) for name, writing in rows if name is not None]
