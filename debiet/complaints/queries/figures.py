"""The complaints of a year as the yearly return counts them, read from the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F

from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintWay
from debiet.complaints.queries.lengths import periods_on
from debiet.complaints.queries.moments import received_in, with_moments
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaint_facts import ComplaintFacts, Frame
from debiet.rules.complaints import ComplaintStep
from debiet.rules.day_terms import DayCalendar
from debiet.rules.local_time import WEEKDAYS
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class CountedComplaint:
    """A complaint behind a number."""

    number: str
    step: ComplaintStep
    expressed_at: datetime


@query(personal=False)
def year_frame(year: int, *, at: datetime) -> Frame:
    """Return by what the numbers of a year are made at a moment."""
    days = DayCalendar(tz=settings.TIME_ZONE, open_weekdays=WEEKDAYS)
    return Frame(year, at, periods_on(at=at).handled, days)


@query(personal=True)
def complaint_facts(frame: Frame, *, viewer: Actor) -> list[ComplaintFacts]:
    """Return the complaints of a year that the viewer may see, in one statement a table."""
    asked = received_in(frame.year)
    rows = visible(Complaint.objects.filter(asked), viewer).select_related("case")
    found = list(with_moments(rows, handled_days=frame.handled_days).order_by("id"))
    ids = [one.pk for one in found]
    ways = visible(ComplaintWay.objects.filter(complaint__in=ids), viewer)
    ends = visible(ComplaintEntry.objects.filter(complaint__in=ids), viewer)
    ends = ends.filter(end__in=[ComplaintStep.NOT_A_COMPLAINT, ComplaintStep.CLOSED])
    ended = {one.complaint_id: one for one in ends.exclude(start=F("end")).order_by("id")}
    return [_facts(one, by, ended.get(one.pk)) for one, by in _with_ways(found, ways)]


@query(personal=True)
def counted_complaints(ids: Sequence[int], *, viewer: Actor) -> list[CountedComplaint]:
    """Return the complaints behind a number, of those that the viewer may see."""
    rows = visible(Complaint.objects.filter(pk__in=ids), viewer).select_related("case")
    return [
        CountedComplaint(one.case.number, one.step, one.expressed_at)
        for one in rows.order_by("expressed_at", "id")
    ]


def _with_ways(
    found: Iterable[Complaint], ways: Iterable[ComplaintWay]
) -> Iterable[tuple[Complaint, set[tuple[Carrier, Route]]]]:
    by: dict[int, set[tuple[Carrier, Route]]] = {}
    for way in ways:
        by.setdefault(way.complaint_id, set()).add((way.carrier, way.route))
    return ((one, by.get(one.pk, set())) for one in found)


def _facts(
    one: Complaint, ways: set[tuple[Carrier, Route]], ended: ComplaintEntry | None
) -> ComplaintFacts:
    """Return a complaint as it is counted.

    :param ended: the latest entry that closed it or called it a question
    """
    is_question = one.step is ComplaintStep.NOT_A_COMPLAINT
    was_silent = ended is not None and ended.start is ComplaintStep.SILENT
    return ComplaintFacts(
        id=one.pk,
        expressed_at=one.expressed_at,
        step=one.step,
        segment=one.case.segment,
        component=one.component,
        municipality=one.municipality,
        assessment=one.assessment or None,
        outcome=one.outcome or None,
        ground=one.ground or None,
        answered_at=one.first_answer_at,  # type: ignore[attr-defined]
        is_silent=one.step is ComplaintStep.SILENT
        or (one.step is ComplaintStep.CLOSED and was_silent),
        called_question_by=ended.actor if ended and is_question else None,
        carriers=frozenset(carrier for carrier, _route in ways),
        routes=frozenset(route for _carrier, route in ways),
        norms=frozenset(one.norms),
        theme=one.theme,
    )
