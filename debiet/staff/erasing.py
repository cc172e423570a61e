"""Letting go of what employees were told, and of who left long ago."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.identity.erasing import forget_users
from debiet.rules.access import Permission
from debiet.staff.models import (
    Absence,
    Employee,
    NoticeChoice,
    NoticeMail,
    Notification,
    TeamMembership,
)


@action(permission=Permission.ERASE)
def erase_notifications(*, notification_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let what employees were told go."""
    return erase(Notification, notification_ids)


@action(permission=Permission.ERASE)
def erase_notifications_about(*, references: Sequence[str], by: Actor) -> Counter[str]:
    """Let what employees were told about things go, with the things."""
    rows = Notification.objects.filter(about__in=references)
    return erase(Notification, rows.values_list("id", flat=True))


@query(personal=False)
def mails_of_nothing(*, before: datetime) -> list[int]:
    """Return the mails from before a moment all of whose notifications are gone."""
    told = Notification.objects.filter(mailed_in=OuterRef("pk"))
    rows = NoticeMail.objects.filter(~Exists(told), made_at__lt=before)
    return list(rows.order_by("id").values_list("id", flat=True))


@action(permission=Permission.ERASE)
def erase_notice_mails(*, notice_mail_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let go that mails told employees something; their words go with the outbox's messages."""
    return erase(NoticeMail, notice_mail_ids)


@action(permission=Permission.ERASE)
def forget_employees(*, employee_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let who employees were who left go; their number stays with what they did.

    Name, sign-in, absences, places and choices go, and how another system knows them.
    """
    rows = list(Employee.objects.filter(pk__in=set(employee_ids), left_at__isnull=False))
    for row in rows:
        row.name, row.sort_key, row.external_id = f"#{row.pk}", "", ""
    Employee.objects.bulk_update(rows, ["name", "sort_key", "external_id"])
    places = TeamMembership.objects.filter(employee__in=rows).values_list("id", flat=True)
    choices = NoticeChoice.objects.filter(employee__in=rows).values_list("id", flat=True)
    away = Absence.objects.filter(employee__in=rows).values_list("id", flat=True)
    gone = erase(TeamMembership, places) + erase(NoticeChoice, choices) + erase(Absence, away)
    gone += forget_users(user_ids=[row.user_id for row in rows], by=by)
    return gone + Counter({Employee._meta.db_table: len(rows)})


@action(permission=Permission.ERASE)
def erase_absences(*, absence_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let go that employees were away, and why."""
    return erase(Absence, absence_ids)


@query(personal=False)
def absences_over(*, before: datetime, after: int, limit: int) -> list[int]:
    """Return absences that were over before a moment."""
    rows = Absence.objects.filter(until_at__lt=before, id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def notifications_told(
    *, before: datetime, after: int, limit: int, without: Collection[str] = ()
) -> list[int]:
    """Return what employees were told before a moment.

    :param without: parts of the house that are left out
    """
    rows = Notification.objects.filter(happened_at__lt=before, id__gt=after)
    rows = rows.exclude(compartment__in=without)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def employees_who_left(*, before: datetime, after: int, limit: int) -> list[int]:
    """Return employees who left before a moment and whose name is still kept."""
    rows = Employee.objects.filter(left_at__lt=before, id__gt=after).exclude(sort_key="")
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])
