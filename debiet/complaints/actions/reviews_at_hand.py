"""What every action on a review of the second line begins and ends with."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.walking import locked
from debiet.complaints.models import Complaint, ExternalReview, ReviewEntry
from debiet.complaints.office import employee_id
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from debiet.core.references import reference
from debiet.files import actions as files
from debiet.files.accepting import SentFile
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaint_reviews import ReviewStep, may_take_review_step
from debiet.staff.visibility import visible


class ReviewKnown(Refused):
    """A body's file is registered once."""

    code = "reviews.known"
    message = _("Their file with this reference is registered already. Go on in that one.")


class NoReviewStep(Refused):
    """No review goes from where it stands to there."""

    code = "reviews.no-such-step"
    message = _("A review does not go from where it stands to there.")


def locked_review(review_id: int, *, by: Actor, seen_version: int | None = None) -> ExternalReview:
    """Return a review with its row locked, after its complaint's.

    :raises NotFound: where the actor may not see it, or it does not exist
    :raises NotAllowed: if it is the office's, for anybody else
    :raises ChangedMeanwhile: if somebody saved it since the actor looked
    """
    rows = visible(ExternalReview.objects.filter(pk=review_id), by)
    case_id = rows.values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    complaint_id = Complaint.objects.filter(case=case_id).values_list("id", flat=True).first()
    if complaint_id is not None:
        locked(complaint_id, by=by)
    review = rows.select_for_update(of=("self",)).select_related("case").first()
    if review is None:
        raise NotFound
    if review.compartment == Compartment.OMBUDS and Permission.HANDLE_OMBUDS not in by.permissions:
        raise NotAllowed
    if seen_version is not None and review.version != seen_version:
        raise ChangedMeanwhile
    return review


def add_entry(
    review: ExternalReview,
    end: ReviewStep = ReviewStep.RAISED,
    *,
    happened_at: datetime,
    by: Actor,
    at: datetime,
    **noted: object,
) -> ReviewEntry:
    """Take a step by the table, save the review, and write down what happened.

    :param noted: columns of the entry
    :raises NoReviewStep: if the table has no such step
    """
    if end is not ReviewStep.RAISED:
        if not may_take_review_step(review.step, end):
            raise NoReviewStep
        review.step = end
        review.version += 1
        review.save()
    entry = ReviewEntry.objects.create(
        review=review,
        compartment=review.compartment,
        end=end,
        employee_id=employee_id(by),
        happened_at=happened_at,
        recorded_at=at,
        **noted,
    )
    audit.record(
        reference("case", review.case.number),
        compartment=review.compartment,
        facts={"review": review.pk, "body": review.body, "step": end, "entry": entry.pk},
    )
    return entry


def letter_of(
    review: ExternalReview, letter: SentFile | None, *, by: Actor, at: datetime
) -> int | None:
    """Keep what the body sent, where the review stands, and return its file's id."""
    if letter is None:
        return None
    return files.store_file(
        content=letter.content,
        name=letter.name,
        compartment=review.compartment,
        by=by,
        at=at,
    )


def written(text: str) -> str:
    """Return words as they are kept."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
