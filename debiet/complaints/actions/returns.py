"""Submitting the return of a year, and correcting it by a new version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.complaints.models import SubmittedReturn
from debiet.complaints.office import employee_id
from debiet.complaints.queries.returns import numbers_now, owed_returns
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.frozen_return import (
    FrozenNumbers,
    ReturnTrouble,
    read,
    seal,
    submit_trouble,
    written,
)
from debiet.rules.notices import HOUSE, NoticeKind
from debiet.staff import actions as staff
from debiet.staff import house_notices

_LOCK: Final = 5_021_087
"""Two who submit at once wait for each other (art. II.87 is remembered more easily)."""


class YearNotOver(Refused):
    """A return is about a whole year."""

    code = "complaints.year-not-over"
    message = _("This year is not over yet. Its return can be submitted from 1 January.")


class CorrectionNoReason(Refused):
    """A correction says why."""

    code = "complaints.correction-no-reason"
    message = _("Say why the return is corrected. It stays with the new version.")


class NothingCorrected(Refused):
    """A version that says the same is none."""

    code = "complaints.nothing-corrected"
    message = _("Nothing changed since the return was submitted: there is nothing to correct.")


_TROUBLES: Final[Mapping[ReturnTrouble, type[Refused]]] = {
    ReturnTrouble.YEAR_NOT_OVER: YearNotOver,
    ReturnTrouble.NO_REASON: CorrectionNoReason,
    ReturnTrouble.NOTHING_CHANGED: NothingCorrected,
}


@action(permission=Permission.SUBMIT_RETURN)
def submit_return(*, year: int, reason: str, seen: FrozenNumbers, by: Actor, at: datetime) -> int:
    """Freeze the numbers of a year as they stand, and return the version's number.

    All complaints are counted, also what whoever submits may not see.

    :param reason: of a correction; of the first version there is none
    :param seen: what was looked at before
    :raises YearNotOver: before the year has ended
    :raises CorrectionNoReason: of a correction without a reason
    :raises NothingCorrected: if the version that stands says the same
    :raises ChangedMeanwhile: if the numbers are not those that were seen
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    before, now = _checked(year, reason, by=by, at=at)
    if now != seen:
        raise ChangedMeanwhile
    version, why = (before.version + 1, reason.strip()) if before else (1, "")
    kept = written(now)
    made = SubmittedReturn.objects.create(
        year=year,
        version=version,
        numbers=kept,
        reason=why,
        submitted_at=at,
        submitted_by_id=employee_id(by),
        sha256=seal(kept, version=version, reason=why, at=at),
    )
    house_notices.put_away(NoticeKind.RETURN_DUE, reference("complaint-return", year), at=at)
    audit.record(
        reference("complaint-return", year), facts={"version": version, "sha256": made.sha256}
    )
    return version


@action(permission=Permission.SUBMIT_RETURN)
def check_return(*, year: int, reason: str, by: Actor, at: datetime) -> None:
    """Refuse as submitting would, before anybody looks at the numbers.

    :raises YearNotOver: before the year has ended
    :raises CorrectionNoReason: of a correction without a reason
    :raises NothingCorrected: if the version that stands says the same
    """
    _checked(year, reason, by=by, at=at)


def _checked(
    year: int, reason: str, *, by: Actor, at: datetime
) -> tuple[SubmittedReturn | None, FrozenNumbers]:
    """Return the version that stands, and the numbers as they are now, if these can follow it."""
    now = numbers_now(year, viewer=by, at=at)
    before = SubmittedReturn.objects.filter(year=year).order_by("-version").first()
    trouble = submit_trouble(
        now,
        read(before.numbers) if before else None,
        reason=reason,
        on=timezone.localtime(at).date(),
    )
    if trouble is not None:
        raise _TROUBLES[trouble]
    return before, now


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_returns(*, by: Actor, at: datetime) -> int:
    """Tell those who may submit which returns are owed; each is told once of a year."""
    people = house_notices.who_may(Permission.SUBMIT_RETURN)
    return sum(
        staff.notify_employee(
            employee_id=employee,
            kind=NoticeKind.RETURN_DUE,
            about=reference("complaint-return", owed.year),
            compartment=HOUSE,
            cause=f"complaint-return:{owed.year}",
            facts={"year": owed.year, "due": owed.due_at.isoformat()},
            by=by,
            at=at,
        )
        for owed in owed_returns(at=at)[-1:]
        for employee, _user in people
    )
