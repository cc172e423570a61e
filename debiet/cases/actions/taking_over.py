"""Taking moved deadlines over into many cases at once."""

from datetime import datetime

from debiet.cases.actions.locking import about
from debiet.cases.models import Case
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Permission
from debiet.terms import actions as terms
from debiet.terms import queries as clocks
from debiet.terms.actions import Deadlines


@action(permission=Permission.RUN_CLOCKS)
def take_over_moved(*, move_id: int, first_id: int, latest_id: int, by: Actor, at: datetime) -> int:
    """Write the deadlines of a chunk of moved clocks into their cases; return how many changed."""
    moved = clocks.moved_references(move_id, first_id=first_id, latest_id=latest_id)
    numbers = {number for kind, number in map(parts, moved) if kind == "case"}
    # Locked before the clocks are read: whoever changes one has its case first.
    cases = list(Case.objects.select_for_update().filter(number__in=numbers).order_by("pk"))
    found = terms.deadlines_of(moved)
    changed = [case for case in cases if _differs(case, found[about(case)])]
    for case in changed:
        deadlines = found[about(case)]
        case.due_at, case.at_risk_at = deadlines.due_at, deadlines.at_risk_at
        case.is_undetermined = deadlines.is_undetermined
        case.version += 1
    fields = ["due_at", "at_risk_at", "is_undetermined", "version"]
    Case.objects.bulk_update(changed, fields, batch_size=500)
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


def _differs(case: Case, found: Deadlines) -> bool:
    known = (case.due_at, case.at_risk_at, case.is_undetermined)
    return known != (found.due_at, found.at_risk_at, found.is_undetermined)
