"""The utility's own number of months for a kind of record."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.retention.models import RetentionMonths
from debiet.retention.queries.terms import months_on
from debiet.rules.access import Permission
from debiet.rules.retention import RecordKind

LONGEST = 1200


class MonthsOutOfRange(Refused):
    """Nothing is kept for less than a month or for more than a century."""

    code = "retention.months-out-of-range"
    message = _("Fill in how many months, from 1 to 1200.")


@action(permission=Permission.RUN_RETENTION)
def set_months(*, kind: RecordKind, months: int, source: str, by: Actor, at: datetime) -> bool:
    """Keep a kind of record for so many months from now on; return whether that is a change.

    :param source: why, such as the decision of a board, without names
    :raises MonthsOutOfRange: for what is no term
    """
    if not 1 <= months <= LONGEST:
        raise MonthsOutOfRange
    if months_on(at=at)[kind].months == months:
        return False
    RetentionMonths.objects.create(
        kind=kind, months=months, source=source[:300], valid_from=at, user_id=by.user_id
    )
    audit.record(reference("retention", kind), facts={"months": months})
    return True
