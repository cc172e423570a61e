"""The words of complaints: steps, grounds of refusal, assessments, letters and what they must hold.

`docs/algorithms/complaints.md` has the same tables. The steps and who may take them are in
``complaint_steps``, the terms in ``complaint_terms``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Regime(StrEnum):
    """By which rules a case is answered."""

    ORDINARY = "ordinary"
    COMPLAINT = "complaint"
    OMBUDS = "ombuds"


class ComplaintStep(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    FIRST_LINE = "first-line"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    SILENT = "silent"  # the customer said nothing to the answer
    OMBUDS = "ombuds"
    MEDIATED = "mediated"
    DECIDED = "decided"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_A_COMPLAINT = "not-a-complaint"


OWED: Final = frozenset({ComplaintStep.RECEIVED, ComplaintStep.FIRST_LINE, ComplaintStep.OMBUDS})
"""Where an answer is owed."""


SETTLED: Final = frozenset({ComplaintStep.ACCEPTED, ComplaintStep.SILENT})
"""Where the answer of the first line stands, and only the customer may go on, for a year."""


class ComplaintActor(StrEnum):
    """Whose step it is: what a customer says on the phone is the customer's, whoever notes it."""

    CUSTOMER = "customer"
    FIRST_LINE = "first-line"
    OMBUDS = "ombuds"
    SYSTEM = "system"


class Takeover(StrEnum):
    """Why a complaint goes to the ombuds function."""

    CUSTOMER_ASKS = "customer-asks"
    INTERNAL_CONFLICT = "internal-conflict"
    CANNOT_SOLVE = "cannot-solve"
    TERM_PASSED = "term-passed"


class Ground(StrEnum):
    """Why a complaint is refused, or not admissible in the first place."""

    ANONYMOUS = "anonymous"
    NO_INTEREST = "no-interest"
    MANIFESTLY_UNFOUNDED = "manifestly-unfounded"
    MANIFESTLY_UNREASONABLE = "manifestly-unreasonable"
    ALREADY_HANDLED = "already-handled"
    OLDER_THAN_A_YEAR = "older-than-a-year"
    APPEAL_OPEN = "appeal-open"
    COURT = "court"
    NOT_COMPETENT = "not-competent"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class GroundRule:
    """What belongs to a ground of refusal.

    :param article: which article names it, "" where none does
    :param may_be_late: it can arise or be found out after the term for refusing
    :param needs_letter: whoever complains is told; somebody unknown cannot be
    """

    article: str = ""
    may_be_late: bool = False
    needs_letter: bool = True


GROUNDS: Final[Mapping[Ground, GroundRule]] = {
    Ground.ANONYMOUS: GroundRule("II.76 §2, 1°", may_be_late=True, needs_letter=False),
    Ground.NO_INTEREST: GroundRule("II.77 §1, 1°"),
    Ground.MANIFESTLY_UNFOUNDED: GroundRule("II.77 §1, 2°"),
    Ground.MANIFESTLY_UNREASONABLE: GroundRule("II.77 §1, 3°"),
    Ground.ALREADY_HANDLED: GroundRule("II.77 §1, 4°, a)"),
    Ground.OLDER_THAN_A_YEAR: GroundRule("II.77 §1, 4°, b)"),
    Ground.APPEAL_OPEN: GroundRule("II.77 §1, 4°, c)"),
    Ground.COURT: GroundRule("II.77 §1, 4°, c)", may_be_late=True),
    Ground.NOT_COMPETENT: GroundRule(may_be_late=True),
    Ground.POLICY: GroundRule(),
}
"""The articles are those of the Flemish Governance Decree; without one it is how bodies report."""


class Component(StrEnum):
    """Which service a complaint is about; the official counts part them."""

    DRINKING_WATER = "drinking-water"
    SANITATION = "sanitation"
    BOTH = "both"


class Assessment(StrEnum):
    """Whether the customer was right."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly-founded"
    UNFOUNDED = "unfounded"


RIGHT: Final = frozenset({Assessment.FOUNDED, Assessment.PARTLY_FOUNDED})
"""Where the customer was right, wholly or partly: only these have an outcome and norms."""


class Outcome(StrEnum):
    """What came of a founded complaint."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly-solved"
    NOT_SOLVED = "not-solved"


class LetterKind(StrEnum):
    """What a letter in a complaint is."""

    ACKNOWLEDGEMENT = "acknowledgement"
    HOLDING = "holding"
    FINAL = "final"
    REFUSAL = "refusal"
    REFERRAL = "referral"


class LetterPart(StrEnum):
    """What a letter in a complaint must say."""

    NUMBER = "number"
    RECEIVED_ON = "received-on"
    ANSWER_BY = "answer-by"
    WHO_HANDLES = "who-handles"
    WHY_LATER = "why-later"
    FINDINGS = "findings"
    ASSESSMENT = "assessment"
    SOLUTION = "solution"
    GROUND = "ground"
    REASONS = "reasons"
    REFERRED_TO = "referred-to"
    WHERE_NEXT = "where-next"


LETTER_PARTS: Final[Mapping[LetterKind, frozenset[LetterPart]]] = {
    LetterKind.ACKNOWLEDGEMENT: frozenset(
        {
            LetterPart.NUMBER,
            LetterPart.RECEIVED_ON,
            LetterPart.ANSWER_BY,
            LetterPart.WHO_HANDLES,
            LetterPart.WHERE_NEXT,
        }
    ),
    LetterKind.HOLDING: frozenset(
        {LetterPart.NUMBER, LetterPart.WHY_LATER, LetterPart.ANSWER_BY, LetterPart.WHERE_NEXT}
    ),
    LetterKind.FINAL: frozenset(
        {
            LetterPart.NUMBER,
            LetterPart.FINDINGS,
            LetterPart.ASSESSMENT,
            LetterPart.SOLUTION,
            LetterPart.REASONS,
            LetterPart.WHERE_NEXT,
        }
    ),
    LetterKind.REFUSAL: frozenset(
        {LetterPart.NUMBER, LetterPart.GROUND, LetterPart.REASONS, LetterPart.WHERE_NEXT}
    ),
    LetterKind.REFERRAL: frozenset(
        {LetterPart.NUMBER, LetterPart.REASONS, LetterPart.REFERRED_TO, LetterPart.WHERE_NEXT}
    ),
}
"""What no letter of its kind goes out without."""

ANSWERS: Final = frozenset({LetterKind.FINAL, LetterKind.REFUSAL, LetterKind.REFERRAL})
"""The letters that answer a complaint; the others hold it."""


def missing_parts(kind: LetterKind, present: frozenset[LetterPart]) -> tuple[LetterPart, ...]:
    """Return what a letter of a kind still has to say, in the order of the list of parts."""
    return tuple(part for part in LetterPart if part in LETTER_PARTS[kind] and part not in present)
