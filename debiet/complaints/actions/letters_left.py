"""What a letter decides once it has left the house: the same for the first line and the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from debiet.cases import actions as cases
from debiet.complaints.actions.walking import about, handled_in
from debiet.complaints.models import Complaint, ComplaintLetter, OmbudsLetter
from debiet.core.actor import Actor
from debiet.correspondence import queries as messages
from debiet.rules.complaints import Assessment, Ground, LetterKind, LetterPart, Outcome
from debiet.rules.sla import EntryKind
from debiet.terms import actions as terms

L = TypeVar("L", ComplaintLetter, OmbudsLetter)


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a letter decides.

    :param ground: of a refusal
    :param reason: of a refusal or a referral, for ourselves; the letter says it in its own words
    """

    assessment: Assessment | None = None
    outcome: Outcome | None = None
    norms: Sequence[str] = ()
    ground: Ground | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """A letter of the first line as its writer has it.

    :param says: which of the mandatory parts it says, as its writer ticked them
    :param root_cause: what lay behind the complaint, where the letter's writer says it
    :param pays: it promises a refund or a compensation
    :param is_confirmation: it confirms what was told by phone or at a counter
    """

    kind: LetterKind
    text: str
    judgment: Judgment = Judgment()
    says: frozenset[LetterPart] = frozenset()
    root_cause: str = ""
    pays: bool = False
    is_confirmation: bool = False


def judgment_of(letter: ComplaintLetter | OmbudsLetter) -> Judgment:
    """Return what a letter decides."""
    return Judgment(
        assessment=letter.assessment or None,
        outcome=letter.outcome or None,
        norms=letter.norms,
        ground=letter.ground or None,
        reason=letter.reason,
    )


def letter_of(rows: "QuerySet[L]", message_id: int) -> L | None:
    """Return the letter that a message is, or that it brings on paper because it did not arrive.

    On paper it is a letter of its own, not saved yet: the one that failed stays as it was.
    """
    letter = rows.filter(message_id=message_id).first()
    replaced = None if letter else messages.purpose(message_id).replaces_id
    if replaced is None:
        return letter
    again = rows.filter(message_id=replaced).first()
    if again is not None:
        again.pk, again.message_id = None, message_id
        again.dispatched_at = again.failed_at = None
    return again


def let_hold(
    complaint: Complaint, letter: ComplaintLetter | OmbudsLetter, *, answered_at: datetime
) -> None:
    """Let what a letter decides hold for its complaint; the caller saves it."""
    complaint.answered_at = answered_at
    complaint.assessment, complaint.outcome = letter.assessment, letter.outcome
    complaint.norms, complaint.ground = letter.norms, letter.ground


def forget(complaint: Complaint) -> None:
    """Let nothing hold that a letter decided which never arrived; the caller saves it."""
    complaint.answered_at = complaint.silent_at = complaint.escalate_until = None
    complaint.assessment, complaint.outcome, complaint.norms = "", "", []


def enter(
    complaint: Complaint,
    kind: EntryKind,
    *,
    message_id: int,
    occurred_at: datetime,
    is_substantive: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Write into the ledger of a complaint what became of a letter; its case is due accordingly."""
    terms.enter(
        reference=about(complaint),
        kind=kind,
        occurred_at=occurred_at,
        is_substantive=is_substantive,
        source=f"message:{message_id}",
        by=by,
        at=at,
    )
    cases.take_over_deadlines(number=handled_in(complaint).number, by=by, at=at)
