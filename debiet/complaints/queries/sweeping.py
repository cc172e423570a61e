"""Which complaints time alone moves on."""

from datetime import datetime, timedelta

from django.db.models import Q

from debiet.complaints.models import Complaint
from debiet.complaints.queries.lengths import periods_on
from debiet.core.reading import query
from debiet.rules.complaints import SETTLED, ComplaintStep


@query(personal=False)
def silent_ids(*, at: datetime, limit: int = 200) -> list[int]:
    """Return complaints whose customer had its time and said nothing, longest silent first."""
    rows = Complaint.objects.filter(step=ComplaintStep.ANSWERED, silent_at__lt=at)
    return list(rows.order_by("silent_at", "id").values_list("id", flat=True)[:limit])


@query(personal=False)
def late_ids(*, at: datetime, limit: int = 200) -> list[int]:
    """Return complaints that the first line may have had for its whole time, oldest first.

    The rule decides; a working day is never shorter than a day.
    """
    since = at - timedelta(days=periods_on(at=at).first_line)
    rows = Complaint.objects.filter(step__in=(ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE))
    rows = rows.filter(Q(expressed_at__lt=since) | Q(last_term__lt=at))
    return list(rows.order_by("expressed_at", "id").values_list("id", flat=True)[:limit])


@query(personal=False)
def ended_ids(*, at: datetime, limit: int = 200) -> list[int]:
    """Return what the customer accepted or was silent on, and can take further no more."""
    rows = Complaint.objects.filter(step__in=SETTLED, escalate_until__lt=at)
    return list(rows.order_by("escalate_until", "id").values_list("id", flat=True)[:limit])


@query(personal=False)
def complaint_id_in(case_id: int) -> int | None:
    """Return the complaint that a case is, or was."""
    found = Complaint.objects.filter(case=case_id)
    return found.values_list("id", flat=True).first()


@query(personal=False)
def complaint_id_of(number: str) -> int | None:
    """Return the complaint that the first line has about a case, by its number."""
    found = Complaint.objects.filter(case__number=number)
    return found.values_list("id", flat=True).first()
