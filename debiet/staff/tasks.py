"""Jobs about employees: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.staff import actions, leaving


@app.periodic(cron="* * * * *")
@app.task(queue="staff", queueing_lock="staff.end-due")
def end_due(timestamp: int = 0) -> None:
    """Carry out what follows from final days that are over; a second run finds none."""
    by, at = Actor.system("staff.end-due"), timezone.now()
    for_each(
        leaving.due_to_leave(at=at),
        lambda employee_id: actions.end_employment(employee_id=employee_id, by=by, at=at),
        failed="not ended",
    )
