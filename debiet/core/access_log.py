"""Keeping who looked at whose file, and why: a look is a write."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.models import AccessEntry
from debiet.core.operations import action
from debiet.rules.access import Permission

SAME_LOOK = timedelta(minutes=10)
"""Coming back to the same file on the same page within this time is one look."""


class PurposeMissing(Refused):
    """A person's file is opened from a case or a contact, or with a reason."""

    code = "core.purpose-missing"
    message = _("Please say why you open this file.")


@action(permission=Permission.LOG_ACCESS)
def look(*, subject: str, surface: str, compartment: str, by: Actor, at: datetime) -> None:
    """Write down that the actor looks at a person's file, for its purpose.

    :param subject: whose file, such as `customer:12` or `case:2026-000123`
    :param surface: the page, by the name of its address
    :raises PurposeMissing: if the actor has no purpose
    """
    if not by.purpose:
        raise PurposeMissing
    same = AccessEntry.objects.filter(
        subject=subject,
        user_id=by.user_id,
        surface=surface,
        purpose=by.purpose,
        at__gt=at - SAME_LOOK,
    )
    if by.user_id is not None and same.exists():
        return
    AccessEntry.objects.create(
        viewer_kind=by.kind,
        user_id=by.user_id,
        organization_id=by.organization_id,
        purpose=by.purpose,
        subject=subject,
        surface=surface,
        compartment=compartment,
        at=at,
    )
