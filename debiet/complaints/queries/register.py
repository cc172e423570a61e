"""The complaint register: who looks sees its own, narrowed by what is chosen, page after page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When

from debiet.complaints.models import Complaint, ComplaintWay, ExternalReview
from debiet.complaints.queries.lengths import periods_on
from debiet.complaints.queries.moments import punctuality, received_in, with_moments
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_facts import Answered
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import OWED, Assessment, ComplaintStep, Component
from debiet.staff.visibility import visible

LISTED = 40
_LOOKED_INTO = (
    frozenset(ComplaintStep)
    - OWED
    - {
        ComplaintStep.NOT_A_COMPLAINT,
        ComplaintStep.WITHDRAWN,
        ComplaintStep.REFUSED,
    }
)
"""Where it was found out what lay behind a complaint, or should have been."""


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    """What of the register is asked for; whatever is None is not asked.

    :param steps: of one of the lists, in which `step` can be chosen further
    :param root_cause: "" asks for those of which nobody said it yet
    :param municipality: "" asks for those of which none is known
    """

    steps: frozenset[ComplaintStep] | None = None
    year: int | None = None
    step: ComplaintStep | None = None
    theme: str | None = None
    root_cause: str | None = None
    component: Component | None = None
    municipality: str | None = None
    segment: Segment | None = None
    assessment: Assessment | None = None
    carrier: Carrier | None = None
    route: Route | None = None
    team_id: int | None = None
    answered: Answered | None = None
    second_line: ReviewBody | None = None

    @property
    def is_by_due(self) -> bool:
        """Return whether what falls due first stands first: where all of it is owed an answer."""
        return self.steps is not None and self.steps <= OWED


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the register ended: the next one begins after it."""

    moment: datetime | None
    complaint_id: int


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint in a list.

    :param due_at: of the case in which it is handled: the office's own, once the office has it
    :param lacks_cause: it is answered, and nobody said what lay behind it
    """

    number: str
    subject: str
    who: str
    step: ComplaintStep
    expressed_at: datetime
    due_at: datetime | None
    at_risk_at: datetime | None
    assignee: str
    lacks_cause: bool


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """How many there are, and how many there would be by each value of what can be chosen.

    :param by: by field and code; of a field that is chosen already, its other values as well
    :param first_at: when the first complaint of all was made
    """

    number: int
    by: Mapping[str, Mapping[str, int]]
    first_at: datetime | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some rows of the register, where the next page begins, and how many there are of what.

    :param places: by municipality, whichever of them is chosen
    """

    rows: list[ComplaintRow]
    next: Place | None
    counts: RegisterCounts
    places: Mapping[str, int]


@query(personal=True)
def register_page(
    chosen: RegisterChoice, *, viewer: Actor, at: datetime, after: Place | None = None
) -> RegisterPage:
    """Return a page of the register, with the counts of all that can be chosen."""
    everything = _everything(viewer, at)
    terms = _terms(chosen, viewer=viewer, at=at)
    rows = everything.filter(_besides(terms, "")).annotate(due_at=_DUE)
    rows = rows.select_related(
        "case", "case__assignee", "case__customer", "office_case", "office_case__assignee"
    )
    if chosen.is_by_due:
        rows = rows.order_by(F("due_at").asc(nulls_last=True), "id")
    else:
        rows = rows.order_by("-expressed_at", "-id")
    if after is not None:
        rows = rows.filter(_after(after, is_by_due=chosen.is_by_due))
    found = list(rows[: LISTED + 1])
    final = found[LISTED - 1] if len(found) > LISTED else None
    return RegisterPage(
        rows=[_row(one) for one in found[:LISTED]],
        next=_place(final, chosen.is_by_due) if final else None,
        counts=_counts(everything, terms, at),
        places=_places(everything, terms),
    )


_DUE = Case(When(office_case__isnull=True, then=F("case__due_at")), default="office_case__due_at")
"""A frozen case of the first line says nothing any more of when the customer is answered."""


def _counts(
    everything: "QuerySet[Complaint]", terms: Mapping[str, Any], at: datetime
) -> RegisterCounts:
    """Return how many there are by each value that can be chosen, in one statement."""
    always = Q(pk__isnull=False)
    for name in _ALWAYS & terms.keys():
        always &= terms[name]
    narrowed = {name: term for name, term in terms.items() if name not in _ALWAYS}
    counted = {
        f"n{number}": (field, code, _besides(narrowed, field) & is_so)
        for number, (field, code, is_so) in enumerate(_coded(at))
    }
    found = everything.filter(always).aggregate(
        number=Count("id", filter=_besides(narrowed, "")),
        first_at=Min("expressed_at"),
        **{name: Count("id", filter=is_so) for name, (_field, _code, is_so) in counted.items()},
    )
    by: dict[str, dict[str, int]] = {}
    for name, (field, code, _is_so) in counted.items():
        by.setdefault(field, {})[code] = found[name]
    return RegisterCounts(found["number"], by, found["first_at"])


_ALWAYS = frozenset({"steps", "carrier", "route", "second_line"})
"""What is narrowed before anything is counted: the list, and what another table must be asked."""


def _places(everything: "QuerySet[Complaint]", terms: Mapping[str, Any]) -> dict[str, int]:
    rows = everything.filter(_besides(terms, "municipality")).order_by("municipality")
    return dict(rows.values_list("municipality").annotate(number=Count("id")))


def chosen_rows(chosen: RegisterChoice, *, viewer: Actor, at: datetime) -> "QuerySet[Complaint]":
    """Return the complaints that are asked for, of those that the viewer may see."""
    return _everything(viewer, at).filter(_besides(_terms(chosen, viewer=viewer, at=at), ""))


def _everything(viewer: Actor, at: datetime) -> "QuerySet[Complaint]":
    days = periods_on(at=at).handled
    return with_moments(visible(Complaint.objects.all(), viewer), handled_days=days)


def _terms(chosen: RegisterChoice, *, viewer: Actor, at: datetime) -> dict[str, Any]:
    """Return what must hold for each field that is asked for."""
    asked: dict[str, Any] = {}
    plain = {
        "step": "step",
        "theme": "theme",
        "root_cause": "root_cause",
        "component": "component",
        "municipality": "municipality",
        "segment": "case__segment",
        "assessment": "assessment",
        "team_id": "case__team",
    }
    for name, column in plain.items():
        value = getattr(chosen, name)
        if value is not None:
            asked[name] = Q(**{column: value})
    if chosen.steps is not None:
        asked["steps"] = Q(step__in=chosen.steps)
    if chosen.year is not None:
        asked["year"] = received_in(chosen.year)
    if chosen.answered is not None:
        asked["answered"] = punctuality(chosen.answered, at=at)
    for name in ("carrier", "route"):
        value = getattr(chosen, name)
        if value is not None:
            ways = ComplaintWay.objects.filter(complaint=OuterRef("pk"), **{name: value})
            asked[name] = Q(Exists(ways))
    if chosen.second_line is not None:
        raised = ExternalReview.objects.filter(case=OuterRef("case"), body=chosen.second_line)
        asked["second_line"] = Q(Exists(visible(raised, viewer)))
    return asked


def _besides(terms: Mapping[str, Any], field: str) -> Q:
    """Return what must hold but for one field; a complaint has an id, so nothing asked is all."""
    found = Q(pk__isnull=False)
    for name, term in terms.items():
        if name != field:
            found &= term
    return found


def _coded(at: datetime) -> Iterable[tuple[str, str, Q]]:
    """Return each value that is counted: its field, its code and what must hold."""
    for field, column, codes in (
        ("step", "step", ComplaintStep),
        ("assessment", "assessment", Assessment),
        ("component", "component", Component),
        ("segment", "case__segment", Segment),
    ):
        for code in codes:
            yield field, str(code), Q(**{column: code})
    for answered in Answered:
        yield "answered", str(answered), punctuality(answered, at=at)


def _after(place: Place, *, is_by_due: bool) -> Q:
    if not is_by_due:
        earlier = Q(expressed_at__lt=place.moment)
        return earlier | Q(expressed_at=place.moment, id__lt=place.complaint_id)
    if place.moment is None:
        return Q(due_at__isnull=True, id__gt=place.complaint_id)
    later = Q(due_at__gt=place.moment) | Q(due_at__isnull=True)
    return later | Q(due_at=place.moment, id__gt=place.complaint_id)


def _place(final: Complaint, is_by_due: bool) -> Place:
    handled = final.office_case or final.case
    return Place(handled.due_at if is_by_due else final.expressed_at, final.pk)


def _row(one: Complaint) -> ComplaintRow:
    handled = one.office_case or one.case
    return ComplaintRow(
        number=one.case.number,
        subject=one.case.subject,
        who=one.case.customer.name if one.case.customer else one.case.contact_name,
        step=one.step,
        expressed_at=one.expressed_at,
        due_at=handled.due_at,
        at_risk_at=handled.at_risk_at,
        assignee=handled.assignee.name if handled.assignee else "",
        lacks_cause=not one.root_cause and one.step in _LOOKED_INTO,
    )
