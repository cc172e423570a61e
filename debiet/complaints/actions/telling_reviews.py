"""Telling our people what a body of the second line asks, and that its term runs out."""

from datetime import datetime

from debiet.cases import queries as cases
from debiet.complaints.models import Complaint, ExternalReview, OmbudsFile, ReviewEntry
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaint_reviews import OVER, ReviewStep, review_level
from debiet.staff import actions as staff
from debiet.staff import queries as people


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_review(*, entry_id: int, by: Actor, at: datetime) -> int:
    """Tell who handles a case that a body asks something about it; each is told once."""
    entry = ReviewEntry.objects.select_related("review__case").get(pk=entry_id)
    return _tell(entry.review, "review.asked", f"review.asked:{entry.pk}", by=by, at=at)


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_of_review_term(*, review_id: int, by: Actor, at: datetime) -> int:
    """Tell who handles a case that a body's term runs out, or is over; each of both once."""
    rows = ExternalReview.objects.select_for_update(of=("self",)).select_related("case")
    review = rows.get(pk=review_id)
    if review.step is not ReviewStep.ASKED or review.asked_at is None or review.due_at is None:
        return 0
    level = review_level(asked_at=review.asked_at, due_at=review.due_at, at=at)
    if level <= review.told_level:
        return 0
    review.told_level = level
    review.save(update_fields=["told_level"])
    kind = "review.late" if level == OVER else "review.near"
    cause = f"{kind}:{review.pk}:{review.due_at.isoformat()}"
    return _tell(review, kind, cause, by=by, at=at)


def _tell(review: ExternalReview, kind: str, cause: str, *, by: Actor, at: datetime) -> int:
    number, whom = _office(review, at) if _is_office(review) else _first_line(review, by)
    return sum(
        staff.notify_employee(
            employee_id=one,
            kind=kind,
            about=reference("case", number),
            compartment=review.compartment,
            cause=cause,
            facts={"number": number, "review": review.pk},
            by=by,
            at=at,
        )
        for one in whom
    )


def _is_office(review: ExternalReview) -> bool:
    return review.compartment == Compartment.OMBUDS


def _first_line(review: ExternalReview, by: Actor) -> tuple[str, list[int]]:
    """Return the case, and who has it with the leads of its team."""
    page = cases.case_page(review.case_id, viewer=by)
    assert page is not None  # noqa: S101 (the office's actor sees every case)
    whom = [page.assignee_id] if page.assignee_id else []
    return page.number, list(dict.fromkeys([*whom, *people.lead_ids(page.team_id)]))


def _office(review: ExternalReview, at: datetime) -> tuple[str, list[int]]:
    """Return the office's case, and who handles its file, or all of the office."""
    complaint = Complaint.objects.select_related("office_case").filter(case=review.case_id).first()
    number = complaint.office_case.number if complaint and complaint.office_case else ""
    handler = OmbudsFile.objects.filter(complaint__case=review.case_id).values_list(
        "handler_id", flat=True
    )
    whom = [one for one in handler if one is not None]
    office, _away = people.ombuds_office(at=at)
    return number or review.case.number, whom or office
