"""The complaints of a year as the yearly return counts them, read from the tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from debiet.complaints.models import Complaint, ComplaintEntry
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.complaints.queries.moments import received_in, with_moments
from debiet.complaints.queries.reached_by import Ways, bodies_of, ways_of
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_facts import ComplaintFacts, Frame
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import ComplaintStep
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class CountedComplaint:
    """A complaint behind a number.

    :param days: after how many days it was answered, as the number has it
    :param why: it is called no complaint; "" of every other
    """

    number: str
    step: ComplaintStep
    expressed_at: datetime
    days: int | None
    why: str


@query(personal=False)
def year_frame(year: int, *, at: datetime) -> Frame:
    """Return by what the numbers of a year are made at a moment.

    The term for answering is that of the year: as it was at its end, once it is over.
    """
    days = days_of_law()
    ended = days.end_of(date(year, 12, 31)) - timedelta(microseconds=1)
    return Frame(year, at, periods_on(at=min(at, ended)).handled, days)


@query(personal=True)
def complaint_facts(frame: Frame, *, viewer: Actor) -> list[ComplaintFacts]:
    """Return the complaints of a year that the viewer may see, in one statement a table."""
    asked = received_in(frame.year)
    rows = visible(Complaint.objects.filter(asked), viewer).select_related("case")
    found = list(with_moments(rows, handled_days=frame.handled_days).order_by("id"))
    ids = [one.pk for one in found]
    ways, raised, ended = (
        ways_of(ids, viewer=viewer),
        bodies_of(ids, viewer=viewer),
        _ended(ids, viewer),
    )
    return [
        _facts(one, ways.get(one.pk, ()), raised.get(one.case_id, ()), ended.get(one.pk))
        for one in found
    ]


@query(personal=True)
def counted_complaints(
    ids: Sequence[int], *, days: Mapping[int, int], viewer: Actor
) -> list[CountedComplaint]:
    """Return the complaints behind a number, of those that the viewer may see.

    :param days: after how many days which of them was answered
    """
    rows = visible(Complaint.objects.filter(pk__in=ids), viewer).select_related("case")
    found = list(rows.order_by("expressed_at", "id"))
    called = [one.pk for one in found if one.step is ComplaintStep.NOT_A_COMPLAINT]
    why = {one: entry.reason for one, entry in _ended(called, viewer).items()} if called else {}
    return [
        CountedComplaint(
            one.case.number, one.step, one.expressed_at, days.get(one.pk), why.get(one.pk, "")
        )
        for one in found
    ]


def _ended(ids: Iterable[int], viewer: Actor) -> dict[int, ComplaintEntry]:
    """Return of each complaint the latest entry that closed it or called it a question."""
    ends = visible(ComplaintEntry.objects.filter(complaint__in=ids), viewer)
    ends = ends.filter(end__in=[ComplaintStep.NOT_A_COMPLAINT, ComplaintStep.CLOSED])
    return {one.complaint_id: one for one in ends.exclude(start=F("end")).order_by("id")}


def _facts(
    one: Complaint, ways: Ways, raised: Iterable[ReviewBody], ended: ComplaintEntry | None
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
        bodies=frozenset(raised),
    )
