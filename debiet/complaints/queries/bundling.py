"""What can be put into a bundle for a body of the second line, for whom looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from debiet.cases import queries as cases
from debiet.cases.queries import CasePage, TimelineEntry
from debiet.cases.status_code import without_codes
from debiet.complaints.models import Complaint, ComplaintEntry, ExternalReview, OmbudsFile
from debiet.complaints.office import is_handler
from debiet.complaints.queries.lengths import days_of_law, periods_on
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.files.queries import FileInfo
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier, Direction
from debiet.rules.complaint_bundle import PieceKind, goes_along
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import ComplaintActor, ComplaintStep, LetterKind
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A step of a complaint as a bundle tells it: never why, which is for ourselves."""

    happened_at: datetime
    step: ComplaintStep
    actor: ComplaintActor
    letter: LetterKind | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that can be put into a bundle.

    :param is_ombuds: it is of the ombuds function's file
    :param is_first: it is in, unless somebody takes it out
    :param who: the customer, or whoever wrote for it; "" where we wrote
    :param due_at: of a ledger: until when an answer was due
    """

    code: str
    kind: PieceKind
    is_ombuds: bool
    is_first: bool
    happened_at: datetime
    direction: Direction | None = None
    carrier: Carrier | None = None
    who: str = ""
    text: str = ""
    quoted_text: str = ""
    files: tuple[FileInfo, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pieces:
    """All that can be put into a bundle, and what its cover says.

    :param is_office: whoever looks handles the ombuds function's file, and may add pieces of it
    """

    body: ReviewBody
    their_reference: str
    number: str
    subject: str
    customer: str
    is_office: bool
    every: tuple[Piece, ...]


@query(personal=True)
def bundle_pieces(review_id: int, *, viewer: Actor) -> Pieces | None:
    """Return what the viewer can put into a bundle, or None where it may not see the review.

    Pieces of the ombuds function's file are there for whoever handles it, and for nobody else.
    """
    rows = visible(ExternalReview.objects.filter(pk=review_id), viewer)
    review = rows.select_related("case__customer").first()
    page = cases.case_page(review.case_id, viewer=viewer) if review else None
    if review is None or page is None:
        return None
    complaint = visible(Complaint.objects.filter(case=review.case_id), viewer).first()
    file = _office_file(complaint, viewer)
    pieces = [*_ledgers(complaint, viewer), *_said(page)]
    if file is not None:
        pieces += _of_office(file, page, viewer)
    customer = review.case.customer
    return Pieces(
        body=review.body,
        their_reference=review.their_reference,
        number=review.case.number,
        subject=review.case.subject,
        customer=customer.name if customer else review.case.contact_name,
        is_office=file is not None,
        every=tuple(one for one in pieces if file is not None or not one.is_ombuds),
    )


def _office_file(complaint: Complaint | None, viewer: Actor) -> OmbudsFile | None:
    """Return the ombuds function's file, for whoever handles it."""
    if complaint is None or Permission.HANDLE_OMBUDS not in viewer.permissions:
        return None
    file = visible(OmbudsFile.objects.filter(complaint=complaint), viewer).first()
    return file if file is not None and is_handler(file, viewer) else None


def _ledgers(complaint: Complaint | None, viewer: Actor) -> Iterator[Piece]:
    if complaint is None:
        return
    entries = list(
        visible(ComplaintEntry.objects.filter(complaint=complaint), viewer).order_by("id")
    )
    started = complaint.expressed_at
    due_at = days_of_law().calendar_days_due(started, periods_on(at=started).handled)
    for is_ombuds in (False, True):
        lines = tuple(
            _ledger_line(one)
            for one in entries
            if (one.compartment == Compartment.OMBUDS) is is_ombuds
        )
        if lines:
            yield Piece(
                code="office-ledger" if is_ombuds else "ledger",
                kind=PieceKind.LEDGER,
                is_ombuds=is_ombuds,
                is_first=goes_along(PieceKind.LEDGER, is_public=True, is_ombuds=is_ombuds),
                happened_at=started if not is_ombuds else lines[0].happened_at,
                lines=lines,
                due_at=None if is_ombuds else due_at,
            )


def _ledger_line(entry: ComplaintEntry) -> LedgerLine:
    letter = entry.facts.get("letter")
    return LedgerLine(
        happened_at=entry.happened_at,
        step=entry.end,
        actor=entry.actor,
        letter=LetterKind(letter) if letter else None,
    )


_SPOKEN = frozenset({Carrier.PHONE, Carrier.COUNTER})


MOST_CODES = 20
"""No case ever had so many codes."""


def _said(page: CasePage) -> Iterator[Piece]:
    """Return what was said in a case, without the codes that open it to whoever has them."""
    is_ombuds = page.compartment == Compartment.OMBUDS
    numbers = [page.number, *(one.number for one in page.merged_cases)]
    for entry in page.timeline:
        kind = _kind(entry)
        yield Piece(
            code=entry.key,
            kind=kind,
            is_ombuds=is_ombuds,
            is_first=goes_along(kind, is_public=entry.is_public, is_ombuds=is_ombuds),
            happened_at=entry.happened_at,
            direction=entry.direction,
            carrier=entry.carrier,
            who=entry.who if entry.direction is Direction.IN else "",
            text=without_codes(entry.text, numbers, versions=MOST_CODES),
            quoted_text=without_codes(entry.quoted_text, numbers, versions=MOST_CODES),
            files=entry.files,
        )


def _kind(entry: TimelineEntry) -> PieceKind:
    if entry.is_note:
        return PieceKind.NOTE
    return PieceKind.CALL if entry.carrier in _SPOKEN else PieceKind.MESSAGE


def _of_office(file: OmbudsFile, page: CasePage, viewer: Actor) -> Iterator[Piece]:
    """Return what is in the ombuds function's file: never its statements on ties."""
    if file.case_id != page.case_id:
        own = cases.case_page(file.case_id, viewer=viewer)
        yield from _said(own) if own else ()
    for question in file.questions.select_related("team").order_by("id"):
        words = [question.words, *([question.answer] if question.answer else [])]
        yield _office_piece(
            f"question-{question.pk}",
            PieceKind.EXPLANATION,
            question.asked_at,
            "\n\n".join(words),
            who=question.team.name,
        )
    for finding in file.findings.order_by("id"):
        code = f"finding-{finding.pk}"
        yield _office_piece(code, PieceKind.FINDING, finding.found_at, finding.text)
    for remedy in file.remedies.order_by("id"):
        # A remedy has days, no moments: it stands with what was decided, or where the file began.
        moment = file.concluded_at or file.opened_at
        yield _office_piece(f"remedy-{remedy.pk}", PieceKind.REMEDY, moment, remedy.words)


def _office_piece(
    code: str, kind: PieceKind, happened_at: datetime, text: str, who: str = ""
) -> Piece:
    return Piece(
        code=code,
        kind=kind,
        is_ombuds=True,
        is_first=goes_along(kind, is_public=False, is_ombuds=True),
        happened_at=happened_at,
        text=text,
        who=who,
    )
