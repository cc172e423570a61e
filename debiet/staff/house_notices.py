"""Notices about the house itself: who is told of them, and that they go when nothing waits."""

from datetime import datetime

from django.utils import timezone

from debiet.core.reading import query
from debiet.rules.access import Permission, Role
from debiet.rules.notices import NoticeKind
from debiet.staff.models import Employee, Notification
from debiet.staff.permissions import ROLES

LAST_ADMIN = NoticeKind.LAST_ADMIN
ROLE_WAITS = NoticeKind.ROLE_WAITS
TEXT_WAITS = NoticeKind.TEXT_WAITS


@query(personal=False)
def who_may(permission: Permission) -> list[tuple[int, int]]:
    """Return who may do something and can sign in, as employee and sign-in."""
    return who_have(*(role for role in Role if permission in ROLES[role]))


@query(personal=False)
def who_have(*roles: Role) -> list[tuple[int, int]]:
    """Return who has one of some roles and can sign in, as employee and sign-in."""
    here = Employee.objects.filter(
        left_at__isnull=True,
        user__is_active=True,
        grants__role__in=roles,
        grants__revoked_at__isnull=True,
    ).exclude(user__ends_at__lte=timezone.now())
    return list(here.distinct().order_by("pk").values_list("pk", "user_id"))


def put_away(kind: NoticeKind, *about: str, at: datetime) -> None:
    """Put away for everybody what was told of things that wait for nobody any more."""
    told = Notification.objects.filter(about__in=about, kind=kind, read_at__isnull=True)
    told.update(read_at=at)
