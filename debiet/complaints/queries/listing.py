"""Lists of complaints."""

from dataclasses import dataclass
from datetime import datetime

from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaints import OWED, ComplaintStep
from debiet.staff.visibility import visible

LISTED = 200


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint in a list."""

    number: str
    subject: str
    who: str
    step: ComplaintStep
    expressed_at: datetime
    due_at: datetime | None
    at_risk_at: datetime | None
    assignee: str


@query(personal=True)
def complaints_at(
    steps: frozenset[ComplaintStep] = OWED, *, viewer: Actor, limit: int = LISTED
) -> list[ComplaintRow]:
    """Return complaints at some steps, what falls due first before the others."""
    rows = visible(Complaint.objects.filter(step__in=steps), viewer)
    rows = rows.select_related("case", "case__assignee", "case__customer")
    return [
        ComplaintRow(
            number=one.case.number,
            subject=one.case.subject,
            who=one.case.customer.name if one.case.customer else one.case.contact_name,
            step=one.step,
            expressed_at=one.expressed_at,
            due_at=one.case.due_at,
            at_risk_at=one.case.at_risk_at,
            assignee=one.case.assignee.name if one.case.assignee else "",
        )
        for one in rows.order_by("case__due_at", "id")[:limit]
    ]
