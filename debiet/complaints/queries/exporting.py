"""The register as a file: what each line of it says, without a word about who complained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from debiet.complaints.models import Complaint
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.complaints.queries.moments import with_moments
from debiet.complaints.queries.reached_by import Ways, bodies_of, ways_of
from debiet.complaints.queries.register import RegisterChoice, chosen_rows
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_terms import days_taken
from debiet.rules.complaints import Assessment, ComplaintStep, Component, Ground, Outcome
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A complaint as the exported register has it.

    :param answered_at: when the first answer that was delivered left the house
    :param due_at: until when an answer was in time
    :param days: after how many days it was answered
    :param second_line: which bodies raised it
    """

    number: str
    expressed_at: datetime
    facts_on: date | None
    step: ComplaintStep
    theme: str
    root_cause: str
    component: Component
    municipality: str
    segment: Segment
    team: str
    ground: Ground | str
    assessment: Assessment | str
    outcome: Outcome | str
    norms: tuple[str, ...]
    answered_at: datetime | None
    due_at: datetime
    days: int | None
    carriers: tuple[Carrier, ...]
    routes: tuple[Route, ...]
    second_line: tuple[ReviewBody, ...]


@query(personal=True)
def register_ids(chosen: RegisterChoice, *, viewer: Actor, at: datetime) -> list[int]:
    """Return the ids of the complaints that are asked for, in the order in which they came."""
    rows = chosen_rows(chosen, viewer=viewer, at=at).order_by("expressed_at", "id")
    return list(rows.values_list("id", flat=True))


@query(personal=True)
def register_lines(ids: Sequence[int], *, viewer: Actor, at: datetime) -> list[RegisterLine]:
    """Return some complaints as lines of a file, in the order of their ids as given."""
    rows = visible(Complaint.objects.filter(pk__in=ids), viewer).select_related("case__team")
    rows = with_moments(rows, handled_days=periods_on(at=at).handled)
    ways, raised = ways_of(ids, viewer=viewer), bodies_of(ids, viewer=viewer)
    found = {one.pk: _line(one, ways.get(one.pk, []), raised.get(one.case_id, [])) for one in rows}
    return [found[one] for one in ids if one in found]


def _line(one: Complaint, ways: Ways, raised: Sequence[ReviewBody]) -> RegisterLine:
    return RegisterLine(
        number=one.case.number,
        expressed_at=one.expressed_at,
        facts_on=one.facts_on,
        step=one.step,
        theme=one.theme,
        root_cause=one.root_cause,
        component=one.component,
        municipality=one.municipality,
        segment=one.case.segment,
        team=one.case.team.name,
        ground=one.ground,
        assessment=one.assessment,
        outcome=one.outcome,
        norms=tuple(one.norms),
        answered_at=one.first_answer_at,  # type: ignore[attr-defined]
        due_at=one.answer_due_at,  # type: ignore[attr-defined]
        days=_days(one),
        carriers=tuple(dict.fromkeys(carrier for carrier, _route in ways)),
        routes=tuple(dict.fromkeys(route for _carrier, route in ways)),
        second_line=tuple(dict.fromkeys(raised)),
    )


def _days(one: Complaint) -> int | None:
    answered_at: datetime | None = one.first_answer_at  # type: ignore[attr-defined]
    if answered_at is None:
        return None
    return days_taken(one.expressed_at, answered_at, days=days_of_law())
