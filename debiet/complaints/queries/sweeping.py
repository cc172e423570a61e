"""Which complaints time alone moves on."""

from datetime import datetime

from debiet.complaints.models import Complaint
from debiet.core.reading import query
from debiet.rules.complaints import ComplaintStep


@query(personal=False)
def silent_ids(*, at: datetime, limit: int = 200) -> list[int]:
    """Return complaints whose customer had its time and said nothing, longest silent first."""
    rows = Complaint.objects.filter(step=ComplaintStep.ANSWERED, silent_at__lt=at)
    return list(rows.order_by("silent_at", "id").values_list("id", flat=True)[:limit])
