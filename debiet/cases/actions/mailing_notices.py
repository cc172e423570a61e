"""Telling employees by mail what they were told: a digest when their day begins, or at once."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from debiet.cases import notice_letters
from debiet.cases.queries.of_notices import parts_of
from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import parts, reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Recipient
from debiet.rules.access import Permission
from debiet.rules.notices import Item, MailWay, arranged, digest_until
from debiet.staff import notice_choices, notice_mails
from debiet.staff import queries as staff
from debiet.staff.notice_mails import Reader, Told
from debiet.staff.parts_of_work import compartment_of_employee
from debiet.terms import queries as terms

PURPOSE = "notice-mail"


@action(permission=Permission.NOTIFY_EMPLOYEE)
def send_digest(*, employee_id: int, by: Actor, at: datetime) -> int | None:
    """Send an employee the digest that is due now; return the outbox's message, if there is one.

    Whoever may not see something any more is not told of it, now or later. Of two processes the
    second waits for the first, and finds nothing due.
    """
    if outgoing.is_off():
        return None  # a copy of the house would write to everybody again
    reader = notice_mails.reader_for_update(employee_id, at=at)
    if reader is None:
        notice_mails.leave_unmailed(employee_id=employee_id, before=at, by=by, at=at)
        return None
    until = digest_until(
        now=timezone.localtime(at),
        starts_at=reader.digest_at or notice_choices.house_digest_at(at=at),
        is_working_day=terms.is_working_day(at=at),
        is_absent=reader.is_absent,
        latest_on=reader.latest_on,
    )
    if until is None:
        return None
    found = _readable(reader, before=until)
    ids = [told.notification_id for told, _part in found]
    notice_mails.leave_unmailed(employee_id=employee_id, before=until, keep=ids, by=by, at=at)
    return _send(reader, found, way=MailWay.DAILY, by=by, at=at) if found else None


@action(permission=Permission.NOTIFY_EMPLOYEE)
def mail_notice(*, notification_id: int, by: Actor, at: datetime) -> int | None:
    """Mail one thing at once; return the outbox's message, if there is one.

    Nothing where it was put away or mailed meanwhile. Who is away finds it in the digest of the
    return.
    """
    told = None if outgoing.is_off() else notice_mails.told_at_once(notification_id)
    if told is None:
        return None
    reader = notice_mails.reader_for_update(told, at=at)
    if reader is None or reader.is_absent:
        return None
    found = _readable(reader, only_id=notification_id)
    return _send(reader, found, way=MailWay.AT_ONCE, by=by, at=at) if found else None


def _readable(
    reader: Reader, *, before: datetime | None = None, only_id: int | None = None
) -> list[tuple[Told, str]]:
    """Return what the reader may see now, each with the part of the house in which it stands."""
    viewer = staff.actor_for(reader.user_id)
    if viewer is None or Permission.READ_NOTICES not in viewer.permissions:
        return []
    told = notice_mails.to_mail_for_update(
        reader.employee_id, before=before, only_id=only_id, viewer=viewer
    )
    moving = {one.about for one in told if parts(one.about)[0] in ("case", "raw")}
    now = parts_of(moving, viewer=viewer)
    placed = (
        (one, now.get(one.about, "") if one.about in moving else one.compartment) for one in told
    )
    return [(one, part) for one, part in placed if part]


def _send(
    reader: Reader, found: Sequence[tuple[Told, str]], *, way: MailWay, by: Actor, at: datetime
) -> int:
    mail_id = notice_mails.note_mailed(
        employee_id=reader.employee_id,
        way=way,
        on=timezone.localdate(at),
        notification_ids=[told.notification_id for told, _part in found],
        by=by,
        at=at,
    )
    subject, text = notice_letters.composed(
        arranged(_item(told, part) for told, part in found), way=way, language=reader.language
    )
    message = correspondence.queue_message(
        about=reference("notice-mail", mail_id),
        compartment=compartment_of_employee(reader.employee_id),
        purpose=PURPOSE,
        recipient=Recipient(name=reader.name, address=reader.address, language=reader.language),
        subject=subject,
        text=text,
        is_automatic=True,
        by=by,
        at=at,
    )
    return message.pk


def _item(told: Told, part: str) -> Item:
    kind, identity = parts(told.about)
    return Item(told.kind, identity if kind == "case" else "", part)
