"""Keeping who looked at whose file, and why: a look is a write."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission

SAME_LOOK = timedelta(minutes=10)
"""Coming back to the same file on the same page within this time is one look."""


class PurposeMissing(Refused):
    """A person's file is opened from a case or a contact, or with a reason."""

    code = "core.purpose-missing"
    message = _("Please say why you open this file.")


@action(permission=Permission.LOG_ACCESS, atomic=False)
def look(*, subject: str, surface: str, compartment: str, by: Actor, at: datetime) -> None:
    """Write down that the actor looks at a person's file, for its purpose.

    :param subject: whose file, such as `customer:12` or `case:2026-000123`
    :param surface: the page, by the name of its address
    :raises PurposeMissing: if the actor has no purpose
    """
    _keep([subject], surface=surface, compartment=compartment, by=by, at=at)


@action(permission=Permission.LOG_ACCESS, atomic=False)
def look_at_several(
    *, subjects: Sequence[str], surface: str, compartment: str, by: Actor, at: datetime
) -> None:
    """Write down that several people's data stood on one page, each by itself.

    :raises PurposeMissing: if the actor has no purpose
    """
    _keep(subjects, surface=surface, compartment=compartment, by=by, at=at)


def _keep(
    subjects: Sequence[str], *, surface: str, compartment: str, by: Actor, at: datetime
) -> None:
    if not by.purpose:
        raise PurposeMissing
    values = {
        "viewer_kind": by.kind,
        "user_id": by.user_id,
        "organization_id": by.organization_id,
        "purpose": by.purpose,
        "subjects": list(subjects),
        "surface": surface,
        "compartment": compartment,
        "at": at,
        "same_since": at - SAME_LOOK,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)


_KEEP = """
    INSERT INTO core_accessentry
        (viewer_kind, user_id, organization_id, purpose, subject, surface, compartment, at)
    SELECT %(viewer_kind)s, %(user_id)s, %(organization_id)s, %(purpose)s, asked.subject,
        %(surface)s, %(compartment)s, %(at)s
    FROM unnest(%(subjects)s::text[]) AS asked (subject)
    WHERE NOT EXISTS (
        SELECT FROM core_accessentry AS known
        WHERE known.subject = asked.subject AND known.user_id = %(user_id)s
            AND known.surface = %(surface)s AND known.purpose = %(purpose)s
            AND known.at > %(same_since)s
    )
"""
"""One statement for any number of looks, and a transaction by itself: many pages begin with it.
A look of somebody without a sign-in is kept each time."""
