"""Whether a complaint is treated as one: taken up, or called a question after all."""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.complaints.actions.walking import about, facts_of, locked, walk
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Regime
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms


@action(permission=Permission.HANDLE_COMPLAINT)
def take_up(*, complaint_id: int, seen_version: int, by: Actor, at: datetime) -> None:
    """Find a complaint admissible: the first line treats it."""
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    walk(
        complaint,
        ComplaintStep.FIRST_LINE,
        actor=ComplaintActor.FIRST_LINE,
        facts=facts_of(complaint, at=at),
        by=by,
        at=at,
    )


@action(permission=Permission.HANDLE_COMPLAINT)
def call_question(
    *, complaint_id: int, reason: str, seen_version: int, by: Actor, at: datetime
) -> None:
    """Say that a complaint is a question after all; who said so and why is kept.

    Its case goes on under the clocks of a question, which never stood still.
    """
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    is_office = complaint.office_case_id is not None
    walk(
        complaint,
        ComplaintStep.NOT_A_COMPLAINT,
        actor=ComplaintActor.OMBUDS if is_office else ComplaintActor.FIRST_LINE,
        facts=facts_of(complaint, at=at, reason=reason),
        by=by,
        at=at,
    )
    end_clocks(complaint, occurred_at=at, by=by, at=at)


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
