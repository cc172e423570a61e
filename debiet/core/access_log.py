"""Keeping who looked at whose file, and why: a look is a write."""

from collections.abc import Sequence
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
    _keep([subject], surface=surface, compartment=compartment, by=by, at=at)


@action(permission=Permission.LOG_ACCESS)
def look_at_several(
    *, subjects: Sequence[str], surface: str, compartment: str, by: Actor, at: datetime
) -> None:
    """Write down that several people's data stood on one page, each by itself, in two statements.

    :raises PurposeMissing: if the actor has no purpose
    """
    _keep(subjects, surface=surface, compartment=compartment, by=by, at=at)


def _keep(
    subjects: Sequence[str], *, surface: str, compartment: str, by: Actor, at: datetime
) -> None:
    if not by.purpose:
        raise PurposeMissing
    known: set[str] = set()
    if by.user_id is not None:
        same = AccessEntry.objects.filter(
            subject__in=subjects,
            user_id=by.user_id,
            surface=surface,
            purpose=by.purpose,
            at__gt=at - SAME_LOOK,
        )
        known = set(same.values_list("subject", flat=True))
    AccessEntry.objects.bulk_create(
        AccessEntry(
            viewer_kind=by.kind,
            user_id=by.user_id,
            organization_id=by.organization_id,
            purpose=by.purpose,
            subject=subject,
            surface=surface,
            compartment=compartment,
            at=at,
        )
        for subject in subjects
        if subject not in known
    )
