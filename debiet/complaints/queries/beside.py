"""Other complaints of whoever asked in a case: the same facts by two routes are one complaint."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from debiet.cases import queries as cases
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_coding import may_be_same
from debiet.rules.complaints import OWED, ComplaintStep
from debiet.staff.visibility import visible

_ENDED = (ComplaintStep.NOT_A_COMPLAINT, ComplaintStep.WITHDRAWN)
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ComplaintBeside:
    """Another complaint of the same customer."""

    complaint_id: int
    number: str
    subject: str
    step: ComplaintStep
    expressed_at: datetime
    theme: str


@query(personal=True)
def complaints_beside(case_id: int, *, viewer: Actor) -> list[ComplaintBeside]:
    """Return the complaints that may be about the same facts as a case, the newest first."""
    page = cases.case_page(case_id, viewer=viewer)
    if page is None:
        return []
    whose = Q()
    if page.customer_id:
        whose |= Q(case__customer=page.customer_id)
    if page.contact_email:
        whose |= Q(case__contact_email__iexact=page.contact_email)
    if not whose:
        return []
    near = Q(expressed_at__range=(page.opened_at - _YEAR, page.opened_at + _YEAR))
    # What the ombuds function has is joined with nothing: it would leave a trace on the case.
    near &= Q(office_case=None, compartment=page.compartment)
    rows = visible(Complaint.objects.filter(whose, near), viewer).exclude(case=case_id)
    rows = rows.exclude(step__in=_ENDED).select_related("case__topic").order_by("-expressed_at")
    return [
        ComplaintBeside(
            one.pk, one.case.number, one.case.subject, one.step, one.expressed_at, one.theme
        )
        for one in rows
        if may_be_same(
            is_owed=one.step in OWED,
            is_same_subject=one.case.topic.code == page.topic_code,
            days_apart=(one.expressed_at - page.opened_at).days,
        )
    ]
