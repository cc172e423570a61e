"""Jobs about employees: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.staff import granting, leaving


@app.periodic(cron="* * * * *")
@app.task(queue="staff", queueing_lock="staff.end-due")
def end_due(timestamp: int = 0) -> None:
    """Carry out what follows from final days that are over; a second run finds none."""
    by, at = Actor.system("staff.end-due"), timezone.now()
    for_each(
        leaving.due_to_leave(at=at),
        lambda employee_id: leaving.leave_when_due(employee_id=employee_id, by=by, at=at),
        failed="not ended",
    )


@app.task(queue="staff")
def tell_role_waits(*, request_id: int) -> None:
    """Tell that a role waits for a second person; each is told once."""
    granting.tell_role_waits(
        request_id=request_id, by=Actor.system("staff.tell"), at=timezone.now()
    )


@app.task(queue="staff")
def tell_of_last_admin(*, employee_id: int) -> None:
    """Tell that the only admin should have left; each is told once."""
    leaving.tell_of_last_admin(
        employee_id=employee_id, by=Actor.system("staff.tell"), at=timezone.now()
    )
