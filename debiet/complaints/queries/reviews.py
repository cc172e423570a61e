"""Reading what bodies of the second line raise: only ever through `visible`."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from debiet.complaints.models import Complaint, ExternalReview, ReviewBundle, ReviewEntry
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.files import queries as files
from debiet.files.queries import FileInfo
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_reviews import OVER, Agreement, ReviewStep, review_level
from debiet.staff.visibility import visible

LISTED_REVIEWS = 200


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a list.

    :param due_at: until when the body wants an answer, if it gave a term
    """

    review_id: int
    number: str
    subject: str
    body: ReviewBody
    their_reference: str
    step: ReviewStep
    raised_at: datetime
    asked: str
    due_at: datetime | None
    agreement: Agreement | str


@query(personal=True)
def reviews_listed(
    *,
    body: ReviewBody | None = None,
    is_open: bool = True,
    viewer: Actor,
    limit: int = LISTED_REVIEWS,
) -> list[ReviewRow]:
    """Return reviews, what the body wants first standing first, those without a term after."""
    rows = visible(ExternalReview.objects.all(), viewer).select_related("case")
    if body is not None:
        rows = rows.filter(body=body)
    if is_open:
        rows = rows.exclude(step=ReviewStep.CONCLUDED)
        rows = rows.order_by(F("due_at").asc(nulls_last=True), "id")
    else:
        rows = rows.filter(step=ReviewStep.CONCLUDED).order_by("-concluded_at", "-id")
    return [_row(one) for one in rows[:limit]]


def _row(one: ExternalReview) -> ReviewRow:
    return ReviewRow(
        review_id=one.pk,
        number=one.case.number,
        subject=one.case.subject,
        body=one.body,
        their_reference=one.their_reference,
        step=one.step,
        raised_at=one.raised_at,
        asked=one.asked,
        due_at=one.due_at,
        agreement=one.agreement,
    )


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review as it stands beside its case."""

    review_id: int
    body: ReviewBody
    their_reference: str
    step: ReviewStep
    raised_at: datetime
    due_at: datetime | None
    agreement: Agreement | str


@joint_query(personal=True)
def reviews_of_case(case_id: int, *, viewer: Actor) -> Reading[list[ReviewLine]]:
    """Return what the second line raised about a case, in order."""
    return _beside(ExternalReview.objects.filter(case=case_id), viewer)


@joint_query(personal=True)
def reviews_of_complaint(complaint_id: int, *, viewer: Actor) -> Reading[list[ReviewLine]]:
    """Return what the second line raised about a complaint, in order."""
    cases = visible(Complaint.objects.filter(pk=complaint_id), viewer).values("case")
    return _beside(ExternalReview.objects.filter(case__in=cases), viewer)


def _beside(rows: "QuerySet[ExternalReview]", viewer: Actor) -> Reading[list[ReviewLine]]:
    return reading(
        visible(rows, viewer).order_by("id"), made=lambda found: [_line(one) for one in found]
    )


def _line(one: ExternalReview) -> ReviewLine:
    return ReviewLine(
        review_id=one.pk,
        body=one.body,
        their_reference=one.their_reference,
        step=one.step,
        raised_at=one.raised_at,
        due_at=one.due_at,
        agreement=one.agreement,
    )


@dataclass(frozen=True, slots=True)
class ReviewEntryLine:
    """One step of a review.

    :param file: what the body sent
    :param bundle_number: which of the bundles went along, 0 for none
    """

    end: ReviewStep
    words: str
    who: str
    happened_at: datetime
    due_at: datetime | None
    agreement: Agreement | str
    recommendation: str
    file: FileInfo | None
    bundle_number: int


@dataclass(frozen=True, slots=True)
class BundleLine:
    """A bundle as it was put together.

    :param left_out: how many of its pieces were not put in, though they were chosen
    """

    bundle_id: int
    number: int
    file: FileInfo
    sha256: str
    page_count: int
    made_at: datetime
    who: str
    has_ombuds: bool
    left_out: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review with all that happened in it."""

    review_id: int
    version: int
    case_id: int
    number: str
    subject: str
    compartment: str
    body: ReviewBody
    their_reference: str
    step: ReviewStep
    raised_at: datetime
    is_early: bool
    asked: str
    due_at: datetime | None
    agreement: Agreement | str
    conclusion: str
    recommendation: str
    entries: tuple[ReviewEntryLine, ...]
    bundles: tuple[BundleLine, ...]


@query(personal=True)
def review_page(review_id: int, *, viewer: Actor) -> ReviewPage | None:
    """Return a review, or None where the viewer may not see it."""
    rows = visible(ExternalReview.objects.filter(pk=review_id), viewer)
    review = rows.select_related("case").first()
    if review is None:
        return None
    entries = list(_entries(review, viewer))
    bundles = _bundles(review, viewer)
    sent = {one.file_id for one in entries if one.file_id}
    known = files.infos(sent | {one.file_id for one in bundles}, viewer=viewer)
    lines = tuple(
        _bundle(number, one, known[one.file_id])
        for number, one in enumerate(bundles, start=1)
        if one.file_id in known
    )
    numbers = {line.bundle_id: line.number for line in lines}
    return ReviewPage(
        review_id=review.pk,
        version=review.version,
        case_id=review.case_id,
        number=review.case.number,
        subject=review.case.subject,
        compartment=review.compartment,
        body=review.body,
        their_reference=review.their_reference,
        step=review.step,
        raised_at=review.raised_at,
        is_early=review.is_early,
        asked=review.asked,
        due_at=review.due_at,
        agreement=review.agreement,
        conclusion=review.conclusion,
        recommendation=review.recommendation,
        entries=tuple(_entry(one, known, numbers) for one in entries),
        bundles=lines,
    )


def _entries(review: ExternalReview, viewer: Actor) -> "QuerySet[ReviewEntry]":
    rows = visible(ReviewEntry.objects.filter(review=review), viewer)
    return rows.select_related("employee").order_by("id")


def _bundles(review: ExternalReview, viewer: Actor) -> list[ReviewBundle]:
    rows = visible(ReviewBundle.objects.filter(review=review), viewer)
    return list(rows.select_related("employee").order_by("id"))


def _entry(
    one: ReviewEntry, known: dict[int, FileInfo], numbers: dict[int, int]
) -> ReviewEntryLine:
    return ReviewEntryLine(
        end=one.end,
        words=one.words,
        who=one.employee.name if one.employee else "",
        happened_at=one.happened_at,
        due_at=one.due_at,
        agreement=one.agreement,
        recommendation=one.recommendation,
        file=known.get(one.file_id or 0),
        bundle_number=numbers.get(one.bundle_id or 0, 0),
    )


def _bundle(number: int, one: ReviewBundle, file: FileInfo) -> BundleLine:
    return BundleLine(
        bundle_id=one.pk,
        number=number,
        file=file,
        sha256=one.sha256,
        page_count=one.page_count,
        made_at=one.made_at,
        who=one.employee.name if one.employee else "",
        has_ombuds=one.has_ombuds,
        left_out=sum(1 for piece in one.pieces if not piece["is_in"]),
    )


@query(personal=False)
def review_ids_to_tell(*, at: datetime, limit: int = 1_000) -> list[int]:
    """Return reviews whose term is further used up than our people were told, for the sweep."""
    rows = ExternalReview.objects.filter(
        step=ReviewStep.ASKED, due_at__isnull=False, told_level__lt=OVER
    ).order_by("due_at", "id")
    found = rows.values_list("id", "asked_at", "due_at", "told_level")[:limit]
    return [
        review_id
        for review_id, asked_at, due_at, told in found
        if asked_at and due_at and review_level(asked_at=asked_at, due_at=due_at, at=at) > told
    ]
