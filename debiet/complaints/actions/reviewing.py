"""What a body of the second line raises about a case, what it asks, our answers, how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.actions.reviews_at_hand import (
    ReviewKnown,
    add_entry,
    letter_of,
    locked_review,
    written,
)
from debiet.complaints.actions.walking import locked
from debiet.complaints.events import ReviewAsked
from debiet.complaints.models import Complaint, ExternalReview, ReviewBundle
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.files.accepting import SentFile
from debiet.rules.access import Permission
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import Agreement, ReviewStep, may_be_reviewed
from debiet.staff.visibility import visible

DETAILS: Final[Mapping[str, int]] = {"their_reference": 80}


class InFuture(Refused):
    """Nothing reached us later than now."""

    code = "reviews.in-future"
    message = _("That moment has not come yet. Choose when it happened.")


class NothingAsked(Refused):
    """A term belongs to a question."""

    code = "reviews.nothing-asked"
    message = _("Write what they ask: a term belongs to a question.")


class NoBundle(Refused):
    """The bundle is another review's."""

    code = "reviews.no-bundle"
    message = _("This bundle does not belong to this review.")


@dataclass(frozen=True, slots=True)
class Raised:
    """What a body raised, as it reached us.

    :param asked: what it wants to know, in short; nothing where it only tells that there is a file
    :param due_at: until when it wants an answer; nothing where it gave no term
    """

    body: ReviewBody
    raised_at: datetime
    their_reference: str = ""
    asked: str = ""
    due_at: datetime | None = None
    letter: SentFile | None = None


@action(permission=Permission.HANDLE_COMPLAINT)
def register_review(*, case_id: int, raised: Raised, by: Actor, at: datetime) -> int:
    """Register what a body raises about a case, and return the review's id.

    At whatever moment it comes: the body decides about its own files, not we. One that came before
    the customer could go there by the rules says so.

    :raises NotFound: where the actor may not see the case
    :raises CaseIsWithOmbuds: if the ombuds function has it, for anybody else
    :raises InFuture: if it would reach us later than now
    :raises NothingAsked: if there is a term and no question
    :raises ReviewKnown: if the same file of that body is registered
    """
    page = case_queries.case_page(case_id, viewer=by)
    if page is None:
        raise NotFound
    complaint = _complaint_of(case_id, is_frozen=page.frozen_at is not None, by=by)
    asked, their_reference = written(raised.asked), written(raised.their_reference)
    if raised.raised_at > at:
        raise InFuture
    if raised.due_at is not None and not asked:
        raise NothingAsked
    home = complaint.case_id if complaint else case_id
    known = ExternalReview.objects.filter(case=home, body=raised.body)
    if their_reference and known.filter(their_reference=their_reference).exists():
        raise ReviewKnown
    same = known.filter(raised_at=raised.raised_at, their_reference="", asked=asked)
    if not their_reference and (found := same.first()) is not None:
        return found.pk  # sent twice
    review = ExternalReview.objects.create(
        case_id=home,
        compartment=complaint.compartment if complaint else page.compartment,
        body=raised.body,
        their_reference=their_reference[: DETAILS["their_reference"]],
        raised_at=raised.raised_at,
        is_early=not _may_go_there(complaint, at=raised.raised_at),
        step=ReviewStep.RAISED,
        registered_at=at,
    )
    file_id = letter_of(review, raised.letter, by=by, at=at)
    add_entry(review, file_id=file_id, happened_at=raised.raised_at, by=by, at=at)
    if asked:
        _note_question(review, asked, raised.due_at, happened_at=raised.raised_at, by=by, at=at)
    return review.pk


def _complaint_of(case_id: int, *, is_frozen: bool, by: Actor) -> Complaint | None:
    """Return the complaint of a case, locked, or None where it is none."""
    rows = Complaint.objects.filter(Q(case=case_id) | Q(office_case=case_id))
    found = rows.values_list("id", flat=True).first()
    if found is None:
        return None
    if is_frozen and not visible(rows, by).exists():
        raise cases.CaseIsWithOmbuds
    return locked(found, by=by)


def _may_go_there(complaint: Complaint | None, *, at: datetime) -> bool:
    """Return whether the customer could go to the second line by the rules at a moment."""
    if complaint is None:
        return False
    started = complaint.expressed_at
    answer_by = days_of_law().calendar_days_due(started, periods_on(at=started).handled)
    return may_be_reviewed(complaint.step, is_late=at > answer_by)


@action(permission=Permission.HANDLE_COMPLAINT)
def ask_in_review(
    *,
    review_id: int,
    words: str,
    asked_at: datetime,
    due_at: datetime | None = None,
    letter: SentFile | None = None,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what a body asks us, and until when it wants to know.

    :raises NothingAsked: without a question
    :raises InFuture: if it would reach us later than now
    :raises NoReviewStep: if the body waits for an answer already
    """
    review = locked_review(review_id, by=by, seen_version=seen_version)
    words = written(words)
    if not words:
        raise NothingAsked
    if asked_at > at:
        raise InFuture
    file_id = letter_of(review, letter, by=by, at=at)
    _note_question(review, words, due_at, file_id=file_id, happened_at=asked_at, by=by, at=at)


def _note_question(
    review: ExternalReview,
    words: str,
    due_at: datetime | None,
    *,
    file_id: int | None = None,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    review.asked, review.asked_at = words, happened_at
    review.due_at, review.told_level = due_at, 0
    entry = add_entry(
        review,
        ReviewStep.ASKED,
        words=words,
        due_at=due_at,
        file_id=file_id,
        happened_at=happened_at,
        by=by,
        at=at,
    )
    publish(ReviewAsked(entry_id=entry.pk))


@action(permission=Permission.HANDLE_COMPLAINT)
def answer_review(
    *,
    review_id: int,
    words: str,
    answered_at: datetime,
    bundle_id: int | None = None,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what we answered to a body, when, and which bundle went along.

    :raises NothingAnswered: without words
    :raises InFuture: if it would leave later than now
    :raises NoBundle: if the bundle is not one of this review
    :raises NoReviewStep: if the body asked nothing that is open
    """
    review = locked_review(review_id, by=by, seen_version=seen_version)
    words = written(words)
    if not words:
        raise NothingAnswered
    if answered_at > at:
        raise InFuture
    bundles = visible(ReviewBundle.objects.filter(review=review, pk=bundle_id or 0), by)
    if bundle_id is not None and not bundles.exists():
        raise NoBundle
    review.due_at = None
    add_entry(
        review,
        ReviewStep.REPLIED,
        words=words,
        bundle_id=bundle_id,
        happened_at=answered_at,
        by=by,
        at=at,
    )


class NothingAnswered(Refused):
    """An answer has words."""

    code = "reviews.nothing-answered"
    message = _("Write in short what was answered.")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a body concluded.

    :param agreement: whether it agrees with what we decided
    :param recommendation: what it wants us to do, if anything
    """

    agreement: Agreement
    concluded_at: datetime
    words: str = ""
    recommendation: str = ""
    letter: SentFile | None = None


@action(permission=Permission.HANDLE_COMPLAINT)
def conclude_review(
    *,
    review_id: int,
    conclusion: Conclusion,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what a body concluded; it may ask again after that.

    :raises InFuture: if it would reach us later than now
    :raises NoReviewStep: if it concluded already
    """
    review = locked_review(review_id, by=by, seen_version=seen_version)
    if conclusion.concluded_at > at:
        raise InFuture
    review.agreement, review.concluded_at = conclusion.agreement, conclusion.concluded_at
    review.conclusion = written(conclusion.words)
    review.recommendation = written(conclusion.recommendation)
    review.due_at = None
    add_entry(
        review,
        ReviewStep.CONCLUDED,
        words=review.conclusion,
        agreement=conclusion.agreement,
        recommendation=review.recommendation,
        file_id=letter_of(review, conclusion.letter, by=by, at=at),
        happened_at=conclusion.concluded_at,
        by=by,
        at=at,
    )
