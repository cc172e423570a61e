"""Reading what was opened in an emergency."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from debiet.cases.models import Case, Emergency
from debiet.cases.queries.page import CasePage, case_page
from debiet.cases.queries.said import TimelineEntry
from debiet.cases.status_code import status_code
from debiet.core.actor import Actor, ActorKind
from debiet.core.counting import up_to
from debiet.core.reading import query
from debiet.core.references import parts, reference
from debiet.rules import break_glass
from debiet.rules.access import Permission
from debiet.rules.break_glass import Outcome
from debiet.rules.cases import spoken_code
from debiet.staff.visibility import visible

EMERGENCIES, LATE_EMERGENCIES = "emergencies", "late-emergencies"


@dataclass(frozen=True, slots=True)
class OpenEmergency:
    """Something that an employee has open in an emergency, until it ends."""

    emergency_id: int
    subject: str
    compartment: str
    reason: str
    ends_at: datetime

    @property
    def kind(self) -> str:
        """Return what it is: `case` or `customer`."""
        return parts(self.subject)[0]

    @property
    def identity(self) -> str:
        """Return the number of the case, or the id of the customer."""
        return parts(self.subject)[1]

    def viewer(self, by: Actor) -> Actor:
        """Return who looks at this one thing: nothing else may be asked with it, and nothing done.

        It may read in the part that the thing stands in, and in no other.
        """
        of_customers = {Permission.SEE_CUSTOMERS} if self.kind == "customer" else set()
        return replace(
            by,
            purpose=reference("emergency", self.emergency_id),
            permissions=frozenset({Permission.LOG_ACCESS, *of_customers}),
            compartments=frozenset({self.compartment}),
        )


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """An emergency as whoever looks back at it sees it."""

    emergency_id: int
    employee_id: int
    employee: str
    subject: str
    reason: str
    opened_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    review_due_at: datetime
    reviewed_at: datetime | None
    reviewer: str
    outcome: Outcome | None
    review_words: str
    is_overdue: bool


@query(personal=True)
def open_emergencies(*, viewer: Actor, at: datetime) -> list[OpenEmergency]:
    """Return what the viewer itself has open in an emergency."""
    mine = Emergency.objects.filter(
        employee__user_id=viewer.user_id or 0,
        employee__left_at__isnull=True,
        ends_at__gt=at,
        ended_at__isnull=True,
    )
    return [
        OpenEmergency(row.pk, row.subject, row.compartment, row.reason, row.ends_at)
        for row in mine.order_by("-id")
    ]


@query(personal=True)
def emergencies(*, viewer: Actor, at: datetime, limit: int = 200) -> list[EmergencyRow]:
    """Return what was opened in an emergency: what waits for a review first, by its term."""
    found = _looked_back(viewer).select_related("employee", "reviewer")
    waiting = found.filter(reviewed_at__isnull=True).order_by("review_due_at", "id")
    done = found.filter(reviewed_at__isnull=False).order_by("-id")
    return [
        EmergencyRow(
            emergency_id=row.pk,
            employee_id=row.employee_id,
            employee=row.employee.name,
            subject=row.subject,
            reason=row.reason,
            opened_at=row.opened_at,
            ends_at=row.ends_at,
            ended_at=row.ended_at,
            review_due_at=row.review_due_at,
            reviewed_at=row.reviewed_at,
            reviewer=row.reviewer.name if row.reviewer else "",
            outcome=Outcome(row.outcome) if row.outcome else None,
            review_words=row.review_words,
            is_overdue=row.reviewed_at is None and row.review_due_at < at,
        )
        for row in (*waiting[:limit], *done[:limit])
    ]


def _looked_back(viewer: Actor) -> "QuerySet[Emergency]":
    """Return the emergencies that a viewer looks back at.

    Whoever judges them judges all, also where the thing itself stays closed to it. To all others
    neither number nor reason is shown of what stands in a part that they do not see.
    """
    found = visible(Emergency.objects.all(), viewer)
    if viewer.kind is ActorKind.SYSTEM or Permission.REVIEW_EMERGENCY in viewer.permissions:
        return found
    return found.filter(compartment__in=viewer.compartments)


@query(personal=True)
def to_judge(*, viewer: Actor, at: datetime, bound: int) -> "dict[str, QuerySet[Any]]":
    """Return the emergencies that wait for the viewer's judgment, and those of them that are late.

    They are counted with all that the rail counts; nothing for whoever judges none.
    """
    if Permission.REVIEW_EMERGENCY not in viewer.permissions:
        return {}
    waiting = _looked_back(viewer).filter(reviewed_at__isnull=True)
    late = waiting.filter(review_due_at__lt=at)
    return {EMERGENCIES: up_to(bound, waiting), LATE_EMERGENCIES: up_to(bound, late)}


@query(personal=False)
def unjudged_ids(*, at: datetime) -> list[int]:
    """Return the emergencies whose judgment is owed within a day, or late."""
    waiting = Emergency.objects.filter(reviewed_at__isnull=True)
    owed = waiting.filter(review_due_at__lte=at + break_glass.REMINDED_BEFORE)
    return list(owed.order_by("review_due_at", "pk").values_list("pk", flat=True))


@query(personal=False)
def emergency_of_employee(emergency_id: int) -> tuple[int, datetime] | None:
    """Return who opened something in an emergency and when, None where there is no such."""
    rows = Emergency.objects.filter(pk=emergency_id)
    return rows.values_list("employee_id", "opened_at").first()


@query(personal=True)
def case_in_emergency(number: str, *, viewer: Actor) -> CasePage | None:
    """Return a case as it is read in an emergency, None where the viewer may not see it.

    Without the codes of its status page, which would open it for longer and to others.
    """
    case_id = visible(Case.objects.filter(number=number), viewer).values_list("pk", flat=True)
    page = case_page(case_id[0], viewer=viewer) if case_id else None
    if page is None:
        return None
    told = Case.objects.filter(Q(pk=page.case_id) | Q(merged_into=page.case_id))
    codes = [
        status_code(one, version)
        for one, latest in told.values_list("number", "code_version")
        for version in range(1, latest + 1)
    ]
    return replace(page, timeline=tuple(_without(entry, codes) for entry in page.timeline))


def _without(entry: TimelineEntry, codes: list[str]) -> TimelineEntry:
    text = entry.text
    for code in codes:
        text = text.replace(code, "…").replace(spoken_code(code), "…")
    return replace(entry, text=text, quoted_text="")
