"""Internal tasks that go wrong: who is told, and the offer to make a conflict of them."""

from datetime import datetime

from debiet.cases.actions.locking import about
from debiet.cases.models import ConflictOffer, InternalTask
from debiet.core import audit
from debiet.rules.internal_tasks import ConflictReason
from debiet.staff import queries as people


def asked_side(task: InternalTask) -> list[int]:
    """Return who is told that something is asked: whoever took it, else the leads of its team."""
    return [task.employee_id] if task.employee_id else people.lead_ids(task.team_id)


def offer(task: InternalTask, reason: ConflictReason, *, at: datetime) -> None:
    """Keep that a task can be put to the ombuds office as a conflict, once for each open reason."""
    _offer, is_new = ConflictOffer.objects.get_or_create(
        task=task,
        reason=reason,
        settled_at=None,
        defaults={"case": task.case, "compartment": task.compartment, "offered_at": at},
    )
    if is_new:
        facts = {"task": task.pk, "conflict": reason}
        audit.record(about(task.case), compartment=task.compartment, facts=facts)
