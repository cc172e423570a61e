"""Returns as they were submitted, and what one would say now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from debiet.complaints.models import Complaint, SubmittedReturn
from debiet.complaints.queries.connections import connections_of
from debiet.complaints.queries.figures import complaint_facts, year_frame
from debiet.complaints.queries.lengths import days_of_law
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed
from debiet.core.reading import query
from debiet.jurisdictions.house import DEFAULT_JURISDICTION
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import value_on
from debiet.rules.access import Permission
from debiet.rules.complaint_facts import days_of
from debiet.rules.complaint_figures import received_in, yearly_return
from debiet.rules.complaint_rates import report_due
from debiet.rules.frozen_return import FrozenNumbers, due_years, read, seal
from debiet.staff import queries as staff
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class FrozenReturn:
    """A version of a return.

    :param is_intact: what is kept is what was sealed
    """

    year: int
    version: int
    numbers: FrozenNumbers
    reason: str
    submitted_at: datetime
    submitted_by: str
    sha256: str
    is_intact: bool


@dataclass(frozen=True, slots=True)
class OwedReturn:
    """A year that is over and has no return yet."""

    year: int
    due_at: datetime


@query(personal=True)
def versions_of(year: int, *, viewer: Actor) -> list[FrozenReturn]:
    """Return all versions of a year's return, the latest first."""
    rows = visible(SubmittedReturn.objects.filter(year=year), viewer)
    return [_version(one) for one in rows.select_related("submitted_by").order_by("-version")]


@query(personal=True)
def latest_returns(*, viewer: Actor) -> list[FrozenReturn]:
    """Return the version that stands of each year, the latest year first."""
    rows = visible(SubmittedReturn.objects.all(), viewer).select_related("submitted_by")
    found = rows.order_by("-year", "-version").distinct("year")
    return [_version(one) for one in found]


@query(personal=False)
def owed_returns(*, at: datetime) -> list[OwedReturn]:
    """Return the years that are over and have no return, with until when it is sent.

    Whether there was a complaint at all is asked of everything, whoever may see it.
    """
    submitted = list(SubmittedReturn.objects.values_list("year", flat=True).distinct())
    first = Complaint.objects.aggregate(first=Min("expressed_at"))["first"]
    started = timezone.localtime(first).year if first else None
    years = due_years(submitted, on=_day(at), first=started)
    return [OwedReturn(year, _due(year, at=at)) for year in years]


@query(personal=True)
def numbers_now(year: int, *, viewer: Actor, at: datetime) -> FrozenNumbers:
    """Return what the return of a year would say, to those who may submit it.

    All complaints are counted, also what the viewer may not see: the return is about all of them.

    :raises NotAllowed: to anybody else
    """
    if Permission.SUBMIT_RETURN not in viewer.permissions:
        raise NotAllowed
    frame = year_frame(year, at=at)
    rows = complaint_facts(frame, viewer=Actor.system("complaints.run"))
    taken = {row.id: days_of(row, frame) for row in received_in(rows, frame)}
    return FrozenNumbers(
        yearly_return(rows, frame),
        {one: days for one, days in taken.items() if days is not None},
        connections_of(year),
    )


@query(personal=True)
def numbers_of_complaints(ids: list[int], *, viewer: Actor) -> dict[int, str]:
    """Return the case numbers of complaints, of those that the viewer may see."""
    rows = visible(Complaint.objects.filter(pk__in=ids), viewer)
    return dict(rows.values_list("id", "case__number"))


def _version(one: SubmittedReturn) -> FrozenReturn:
    kept: Mapping[str, object] = one.numbers
    sealed = seal(kept, version=one.version, reason=one.reason, at=one.submitted_at)
    return FrozenReturn(
        year=one.year,
        version=one.version,
        numbers=read(one.numbers),
        reason=one.reason,
        submitted_at=one.submitted_at,
        submitted_by=one.submitted_by.name if one.submitted_by else "",
        sha256=one.sha256,
        is_intact=sealed == one.sha256,
    )


def _due(year: int, *, at: datetime) -> datetime:
    named = staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)
    before = value_on(JURISDICTIONS[named].REPORT_BEFORE, on=_day(at)).value
    return report_due(year, before=before, days=days_of_law())


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
