"""Taking moved deadlines over into many cases at once."""

from datetime import datetime
from typing import Any

from django.db import connection

from debiet.cases.actions.locking import about, as_complaint, earliest
from debiet.cases.models import Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Permission
from debiet.rules.complaints import Regime
from debiet.rules.statutory_terms import COMPLAINT
from debiet.terms import actions as terms
from debiet.terms import queries as clocks
from debiet.terms.actions import Deadlines


@action(permission=Permission.RUN_CLOCKS)
def take_over_moved(*, move_id: int, first_id: int, latest_id: int, by: Actor, at: datetime) -> int:
    """Write the deadlines of a chunk of moved clocks into their cases; return how many changed."""
    moved = clocks.moved_references(move_id, first_id=first_id, latest_id=latest_id)
    numbers = {number for kind, number in map(parts, moved) if kind in ("case", COMPLAINT)}
    # Locked before the clocks are read: whoever changes one has its case first.
    cases = list(Case.objects.select_for_update().filter(number__in=numbers).order_by("pk"))
    found = terms.deadlines_of([*moved, *(one for case in cases for one in _terms_of(case))])
    owed = {
        case.pk: earliest([found[one] for one in _terms_of(case) if one in found]) for case in cases
    }
    changed = [case for case in cases if _differs(case, owed[case.pk])]
    _save([(case.pk, owed[case.pk]) for case in changed])
    for compartment in {case.compartment for case in changed}:
        audit.record_all(
            [about(case) for case in changed if case.compartment == compartment],
            compartment=compartment,
            facts={"move": move_id},
        )
    for kind, identity in map(parts, moved):
        if kind == "raw":
            due_at = found[f"raw:{identity}"].due_at
            correspondence.move_due(raw_message_id=int(identity), due_at=due_at, by=by, at=at)
    return len(changed)


def _terms_of(case: Case) -> list[str]:
    """Return the references by which a case owes something."""
    is_ordinary = case.regime is Regime.ORDINARY
    return [about(case)] if is_ordinary else [about(case), as_complaint(case)]


_UPDATE = """
    UPDATE cases_case
    SET due_at = new.due_at, at_risk_at = new.at_risk_at,
        is_undetermined = new.is_undetermined, version = cases_case.version + 1
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::boolean[])
        AS new (case_id, due_at, at_risk_at, is_undetermined)
    WHERE cases_case.id = new.case_id
"""


def _save(deadlines: list[tuple[int, Deadlines]]) -> None:
    """Write the deadlines of locked cases in one statement, however many they are."""
    values: list[list[Any]] = [
        [case_id for case_id, _found in deadlines],
        [found.due_at for _case_id, found in deadlines],
        [found.at_risk_at for _case_id, found in deadlines],
        [found.is_undetermined for _case_id, found in deadlines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, values)


def _differs(case: Case, found: Deadlines) -> bool:
    known = (case.due_at, case.at_risk_at, case.is_undetermined)
    return known != (found.due_at, found.at_risk_at, found.is_undetermined)
