"""Reading what employees were told and have not put away."""

from dataclasses import replace

from django.db.models import QuerySet

from debiet.core.actor import Actor
from debiet.core.counting import up_to
from debiet.core.reading import query
from debiet.rules.notices import HOUSE
from debiet.staff.models import Notification
from debiet.staff.visibility import visible


@query(personal=True)
def unread_notifications(employee_id: int, *, viewer: Actor, limit: int = 20) -> list[Notification]:
    """Return what an employee was told in the desk and has not put away, newest first."""
    return list(_unread(employee_id, viewer).order_by("-id")[:limit])


@query(personal=True)
def unread(employee_id: int, *, viewer: Actor, bound: int) -> "QuerySet[Notification]":
    """Return the same, up to a bound, to be counted together with other things."""
    return up_to(bound, _unread(employee_id, viewer))


def _unread(employee_id: int, viewer: Actor) -> "QuerySet[Notification]":
    mine = Notification.objects.filter(employee_id=employee_id, in_desk=True, read_at__isnull=True)
    return visible(mine.filter(employee__user_id=viewer.user_id or 0), read_by(viewer))


def read_by(viewer: Actor) -> Actor:
    """Return whoever reads its own notices: those about the house itself stand in no closed part.

    An admin sees no part at all, and is told of such things.
    """
    return replace(viewer, compartments=viewer.compartments | {HOUSE})
