"""Which notifications a mail still has to tell of, and writing down that one did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.notices import MailWay, NoticeKind, kind_of
from debiet.staff.models import Employee, NoticeMail, Notification
from debiet.staff.queries import is_absent
from debiet.staff.told import read_by
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail is for, and what decides whether it leaves.

    :param latest_on: the day of the latest digest
    """

    employee_id: int
    user_id: int
    name: str
    address: str
    language: str
    digest_at: time | None
    is_absent: bool
    latest_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """Something told that no mail told of yet."""

    notification_id: int
    kind: NoticeKind
    about: str
    compartment: str


@query(personal=False)
def employees_to_mail(*, at: datetime) -> list[int]:
    """Return who has something that a digest would tell, had none today and is not away."""
    waiting = _unmailed().filter(happened_at__lt=at).values("employee_id").distinct()
    digests = NoticeMail.objects.filter(
        employee=OuterRef("pk"), way=MailWay.DAILY, on=timezone.localdate(at)
    )
    rows = Employee.objects.filter(pk__in=waiting).filter(
        ~Exists(digests), ~is_absent(employee=OuterRef("pk"), at=at)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


@query(personal=False)
def told_at_once(notification_id: int) -> int | None:
    """Return who is to be told of a notification by mail at once; None if nobody is (any more)."""
    rows = _unmailed().filter(pk=notification_id, mail=MailWay.AT_ONCE)
    return rows.values_list("employee_id", flat=True).first()


@query(personal=False)
def reader_for_update(employee_id: int, *, at: datetime) -> Reader | None:
    """Return whom a mail is for, and keep others from mailing the same until this is done.

    None for who works here no longer.
    """
    # No key of it changes: who only refers to the employee need not wait.
    here = Employee.objects.select_for_update(of=("self",), no_key=True)
    here = here.filter(pk=employee_id, left_at__isnull=True, user__is_active=True)
    row = here.select_related("user").annotate(away=is_absent(employee=OuterRef("pk"), at=at))
    employee = row.first()
    if employee is None:
        return None
    digests = NoticeMail.objects.filter(employee=employee, way=MailWay.DAILY)
    return Reader(
        employee_id=employee.pk,
        user_id=employee.user_id,
        name=employee.name,
        address=employee.user.email,
        language=employee.user.language,
        digest_at=employee.digest_at,
        is_absent=employee.away,
        latest_on=digests.aggregate(latest=Max("on"))["latest"],
    )


@query(personal=True)
def to_mail_for_update(
    employee_id: int,
    *,
    before: datetime | None = None,
    only_id: int | None = None,
    viewer: Actor,
) -> list[Told]:
    """Return what a mail of now would tell of, as far as its reader may see it now."""
    rows = visible(_unmailed().filter(employee_id=employee_id), read_by(viewer))
    if before is not None:
        rows = rows.filter(happened_at__lt=before)
    if only_id is not None:
        rows = rows.filter(pk=only_id)
    return [
        Told(
            notification_id=row.pk,
            kind=kind_of(row.kind, level=row.facts.get("level")),
            about=row.about,
            compartment=row.compartment,
        )
        for row in rows.order_by("id").select_for_update()
    ]


def _unmailed() -> QuerySet[Notification]:
    return Notification.objects.filter(
        ~Q(mail=MailWay.NONE), mailed_in__isnull=True, read_at__isnull=True
    )


@action(permission=Permission.NOTIFY_EMPLOYEE)
def note_mailed(
    *,
    employee_id: int,
    way: MailWay,
    on: date,
    notification_ids: Sequence[int],
    by: Actor,
    at: datetime,
) -> int:
    """Write down that a mail tells of notifications; return its id.

    What shows in the mail only is put away by it.
    """
    mail = NoticeMail.objects.create(employee_id=employee_id, way=way, on=on, made_at=at)
    told = Notification.objects.filter(pk__in=notification_ids)
    told.filter(in_desk=False).update(mailed_in=mail, read_at=at)
    told.filter(in_desk=True).update(mailed_in=mail)
    audit.record(reference("employee", employee_id), facts={"notice_mail": mail.pk})
    return mail.pk


@action(permission=Permission.NOTIFY_EMPLOYEE)
def leave_unmailed(
    *, employee_id: int, before: datetime, keep: Iterable[int] = (), by: Actor, at: datetime
) -> None:
    """Mail what is left never: its reader may not see it any more, or works here no longer."""
    rows = _unmailed().filter(employee_id=employee_id, happened_at__lt=before)
    rows.exclude(pk__in=set(keep)).update(mail=MailWay.NONE)
