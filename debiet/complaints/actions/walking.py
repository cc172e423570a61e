"""What every step of a complaint begins and ends with: the lock, the rule, the entry, the audit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.actions.refusals import REFUSALS
from debiet.complaints.actions.subjects import tell_subject
from debiet.complaints.events import ComplaintStepped
from debiet.complaints.models import Complaint, ComplaintEntry, ExternalReview, OmbudsFile
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core import audit
from debiet.core.actor import Actor, ActorKind
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.core.events import publish
from debiet.core.references import reference
from debiet.rules.access import Compartment
from debiet.rules.cases import Direction
from debiet.rules.complaint_needs import StepFacts, StepTrouble
from debiet.rules.complaint_steps import take
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Regime
from debiet.rules.sla import EntryKind, Milestone
from debiet.staff import queries as staff
from debiet.staff.visibility import visible
from debiet.terms import actions as terms
from debiet.terms import queries as clocks


def locked(complaint_id: int, *, by: Actor, seen_version: int | None = None) -> Complaint:
    """Return a complaint with its row locked, always before its case.

    :raises NotFound: where the actor may not see it, or it does not exist
    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    """
    rows = visible(Complaint.objects.filter(pk=complaint_id), by)
    complaint = rows.select_for_update(of=("self",)).select_related("case", "office_case").first()
    if complaint is None:
        raise NotFound
    if seen_version is not None and complaint.version != seen_version:
        raise ChangedMeanwhile
    return complaint


def about(complaint: Complaint) -> str:
    """Return the reference of a complaint, under which its clocks run."""
    return reference("complaint", handled_in(complaint).number)


def handled_in(complaint: Complaint) -> Any:
    """Return the case in which a complaint is handled: the office's own, once it has it."""
    return complaint.office_case or complaint.case


def facts_of(complaint: Complaint, *, at: datetime, **known: object) -> StepFacts:
    """Return what is known of a complaint when somebody takes a step.

    :param known: what only this step knows, by the names of `StepFacts`
    """
    due = clocks.due_by_milestone(reference=about(complaint))
    facts = StepFacts(
        at,
        asked_for_ombuds=complaint.asked_for_ombuds_at is not None,
        escalate_until=complaint.escalate_until,
        refuse_by=_refuse_by(complaint),
        first_line_until=_earlier(due.get(Milestone.FIRST_LINE), complaint.last_term),
        silent_at=complaint.silent_at,
        is_concluded=OmbudsFile.objects.filter(
            complaint=complaint, concluded_at__isnull=False
        ).exists(),
    )
    return replace(facts, **known)  # type: ignore[arg-type]


def walk(
    complaint: Complaint,
    end: ComplaintStep,
    *,
    actor: ComplaintActor,
    facts: StepFacts,
    happened_at: datetime | None = None,
    noted: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Take a step by the table, and write down that it was taken. The complaint is saved.

    :param happened_at: when it was, where that is not now
    :raises Refused: the refusal of the first need that is not met
    """
    found = take(complaint.step, end, by=actor, facts=facts)
    if isinstance(found, StepTrouble):
        raise REFUSALS[found]
    start, complaint.step = complaint.step, found
    note(
        complaint,
        start=start,
        actor=actor,
        reason=facts.reason,
        happened_at=happened_at,
        noted=noted,
        by=by,
        at=at,
    )


def note(
    complaint: Complaint,
    *,
    start: ComplaintStep | str,
    actor: ComplaintActor,
    reason: str = "",
    happened_at: datetime | None = None,
    noted: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Save a complaint with an entry that says what happened, also where it took no step."""
    complaint.version += 1
    complaint.save()
    tell_subject(complaint, at=at)
    employee = staff.employee_of(by.user_id) if by.user_id else None
    entry = ComplaintEntry.objects.create(
        complaint=complaint,
        compartment=complaint.compartment,
        start=start,
        end=complaint.step,
        actor=actor,
        employee_id=employee.employee_id if employee else None,
        happened_at=happened_at or at,
        recorded_at=at,
        reason=reason.strip(),
        facts=dict(noted or {}),
    )
    audit.record(
        reference("case", handled_in(complaint).number),
        compartment=complaint.compartment,
        facts={"complaint": complaint.pk, "from": start, "step": complaint.step, **(noted or {})},
    )
    publish(ComplaintStepped(entry_id=entry.pk))


def side_of(by: Actor) -> ComplaintActor:
    """Return whose step it is where the actor itself takes it."""
    if by.kind is ActorKind.VISITOR:
        return ComplaintActor.CUSTOMER
    return ComplaintActor.SYSTEM if by.kind is ActorKind.SYSTEM else ComplaintActor.FIRST_LINE


def side_in(complaint: Complaint, by: Actor) -> ComplaintActor:
    """Return whose doing it is that is no step: of the office, where the office has it.

    Who is taken for the first line could never handle the file.
    """
    found = side_of(by)
    is_office = found is ComplaintActor.FIRST_LINE and complaint.office_case_id is not None
    return ComplaintActor.OMBUDS if is_office else found


def has_wish(complaint: Complaint, wish_id: int | None, *, by: Actor) -> bool:
    """Return whether the customer says so: it is here itself, or a contact of its case says it."""
    if by.kind is ActorKind.VISITOR:
        return by.case_id in (complaint.case_id, complaint.office_case_id)
    pages = [
        case_queries.case_page(case_id, viewer=by)
        for case_id in (complaint.case_id, complaint.office_case_id)
        if case_id
    ]
    said = [one for page in pages if page for one in page.timeline]
    return any(one.contact_id == wish_id and one.direction is Direction.IN for one in said)


def end_clocks(complaint: Complaint, *, occurred_at: datetime, by: Actor, at: datetime) -> None:
    """End the clocks of a complaint that is owed no answer, and let its case be ordinary again.

    Where the ombuds function had it, the first line may go on with its case.
    """
    terms.enter(
        reference=about(complaint),
        kind=EntryKind.RESOLVED,
        occurred_at=occurred_at,
        by=by,
        at=at,
    )
    if complaint.office_case_id is not None:
        _give_back(complaint, at=at)
    cases.set_regime(case_id=complaint.case_id, regime=Regime.ORDINARY, by=by, at=at)


def _give_back(complaint: Complaint, *, at: datetime) -> None:
    """End the ombuds function's file: the first line may go on with its case."""
    OmbudsFile.objects.filter(complaint=complaint).update(closed_at=at)
    if complaint.office_case_id != complaint.case_id:
        cases.thaw_case(case_id=complaint.case_id, by=Actor.system("complaints.office"), at=at)
    complaint.office_case = None
    complaint.compartment = complaint.case.compartment
    complaint.save(update_fields=["office_case", "compartment"])
    take_along(complaint)


def take_along(complaint: Complaint) -> None:
    """Let its drafts and what the second line raised stand where a complaint does.

    What was said in a review while the office had it stays with the office.
    """
    complaint.drafts.update(compartment=complaint.compartment)
    reviews = ExternalReview.objects.filter(case=complaint.case_id)
    if complaint.compartment != Compartment.OMBUDS:
        reviews = reviews.exclude(entries__compartment=Compartment.OMBUDS)
    reviews.update(compartment=complaint.compartment)


def _refuse_by(complaint: Complaint) -> datetime:
    started = complaint.expressed_at
    return days_of_law().calendar_days_due(started, periods_on(at=started).refused)


def _earlier(due_at: datetime | None, last_term: datetime | None) -> datetime | None:
    moments = [moment for moment in (due_at, last_term) if moment is not None]
    return min(moments, default=None)
