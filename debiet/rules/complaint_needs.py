"""What steps of a complaint need, what is known when one is taken, and what is said if it fails."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from debiet.rules.complaints import GROUNDS, Assessment, ComplaintActor, Ground, Takeover
from debiet.rules.sla_values import in_utc

_BY = ComplaintActor


class Need(StrEnum):
    """What must be so before a step is taken, in the order in which it is looked at."""

    WISH = "wish"  # a contact in which the customer says so
    REASON = "reason"
    GROUND = "ground"
    TAKEOVER = "takeover"
    NOT_ASKED_FOR = "not-asked-for"  # the customer did not ask for the ombuds function
    NOT_FINAL = "not-final"  # the ombuds function did not conclude it
    IN_YEAR = "in-year"
    IN_REFUSAL_TERM = "in-refusal-term"
    FIRST_LINE_PASSED = "first-line-passed"
    SILENCE_PASSED = "silence-passed"
    CAME_BACK = "came-back"  # the answer could not be delivered
    ASSESSED = "assessed"
    DISPATCHED = "dispatched"  # the answer left the house; of an oral one, its confirmation
    TOLD = "told"  # the refusal left the house, unless nobody knows whom to tell
    REMEDIES_DONE = "remedies-done"


TAKEOVERS: Final[Mapping[Takeover, frozenset[ComplaintActor]]] = {
    Takeover.CUSTOMER_ASKS: frozenset({_BY.CUSTOMER, _BY.OMBUDS}),
    Takeover.INTERNAL_CONFLICT: frozenset({_BY.FIRST_LINE, _BY.OMBUDS}),
    Takeover.CANNOT_SOLVE: frozenset({_BY.FIRST_LINE}),
    Takeover.TERM_PASSED: frozenset({_BY.SYSTEM}),
}
"""Who can give which reason for a takeover."""


class StepTrouble(StrEnum):
    """Why a step is not taken."""

    NO_SUCH_STEP = "no-such-step"
    NOT_YOURS = "not-yours"
    NO_WISH = "no-wish"
    NO_REASON = "no-reason"
    NO_GROUND = "no-ground"
    NO_TAKEOVER = "no-takeover"
    ASKED_FOR_OMBUDS = "asked-for-ombuds"
    FINAL = "final"
    YEAR_OVER = "year-over"
    TOO_LATE_TO_REFUSE = "too-late-to-refuse"
    FIRST_LINE_HAS_TIME = "first-line-has-time"
    CUSTOMER_HAS_TIME = "customer-has-time"
    WAS_DELIVERED = "was-delivered"
    NOT_ASSESSED = "not-assessed"
    NOT_DISPATCHED = "not-dispatched"
    REMEDIES_OPEN = "remedies-open"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What is known when somebody takes a step.

    :param at: the moment of the step
    :param has_wish: a contact of the customer says so
    :param asked_for_ombuds: the customer asked for the ombuds function and has no answer to that
    :param is_concluded: the ombuds function mediated, decided or refused it before
    :param escalate_until: until when the customer may ask for the ombuds function
    :param refuse_by: until when it may be refused
    :param first_line_until: until when the first line has it
    :param silent_at: from when on a silent customer is taken to be content
    :param came_back: the answer could not be delivered
    :param dispatched_at: when the answer left the house; of an oral one, its written confirmation
    :param open_remedies: how many of its remedies are not done
    """

    at: datetime
    _: KW_ONLY
    has_wish: bool = False
    reason: str = ""
    ground: Ground | None = None
    takeover: Takeover | None = None
    asked_for_ombuds: bool = False
    is_concluded: bool = False
    escalate_until: datetime | None = None
    refuse_by: datetime | None = None
    first_line_until: datetime | None = None
    silent_at: datetime | None = None
    came_back: bool = False
    assessment: Assessment | None = None
    dispatched_at: datetime | None = None
    open_remedies: int = 0


def trouble_of(need: Need, *, by: ComplaintActor, facts: StepFacts) -> StepTrouble | None:
    """Return what is said where a need is not met; None where it is."""
    trouble, is_met = _CHECKS[need]
    return None if is_met(by, facts) else trouble


def _is_takeover(by: ComplaintActor, facts: StepFacts) -> bool:
    if facts.takeover is None or by not in TAKEOVERS[facts.takeover]:
        return False
    return facts.takeover is not Takeover.CUSTOMER_ASKS or facts.asked_for_ombuds


def _can_be_refused(_by: ComplaintActor, facts: StepFacts) -> bool:
    may_be_late = facts.ground is not None and GROUNDS[facts.ground].may_be_late
    return may_be_late or _is_until(facts.dispatched_at or facts.at, facts.refuse_by)


def _is_dispatched(_by: ComplaintActor, facts: StepFacts) -> bool:
    return _is_until(facts.dispatched_at, facts.at)


def _is_told(by: ComplaintActor, facts: StepFacts) -> bool:
    needs_none = facts.ground is not None and not GROUNDS[facts.ground].needs_letter
    return needs_none or _is_dispatched(by, facts)


def _is_until(moment: datetime | None, until: datetime | None) -> bool:
    return moment is not None and until is not None and in_utc(moment) <= in_utc(until)


def _is_past(moment: datetime, until: datetime | None) -> bool:
    return until is not None and in_utc(moment) > in_utc(until)


_Check = Callable[[ComplaintActor, StepFacts], bool]
_TROUBLE = StepTrouble
_CHECKS: Final[Mapping[Need, tuple[StepTrouble, _Check]]] = {
    Need.WISH: (_TROUBLE.NO_WISH, lambda _, facts: facts.has_wish),
    Need.REASON: (_TROUBLE.NO_REASON, lambda _, facts: bool(facts.reason.strip())),
    Need.GROUND: (_TROUBLE.NO_GROUND, lambda _, facts: facts.ground is not None),
    Need.TAKEOVER: (_TROUBLE.NO_TAKEOVER, _is_takeover),
    Need.NOT_ASKED_FOR: (_TROUBLE.ASKED_FOR_OMBUDS, lambda _, facts: not facts.asked_for_ombuds),
    Need.NOT_FINAL: (_TROUBLE.FINAL, lambda _, facts: not facts.is_concluded),
    Need.IN_YEAR: (_TROUBLE.YEAR_OVER, lambda _, facts: _is_until(facts.at, facts.escalate_until)),
    Need.IN_REFUSAL_TERM: (_TROUBLE.TOO_LATE_TO_REFUSE, _can_be_refused),
    Need.FIRST_LINE_PASSED: (
        _TROUBLE.FIRST_LINE_HAS_TIME,
        lambda _, facts: _is_past(facts.at, facts.first_line_until),
    ),
    Need.SILENCE_PASSED: (
        _TROUBLE.CUSTOMER_HAS_TIME,
        lambda _, facts: _is_past(facts.at, facts.silent_at),
    ),
    Need.CAME_BACK: (_TROUBLE.WAS_DELIVERED, lambda _, facts: facts.came_back),
    Need.ASSESSED: (_TROUBLE.NOT_ASSESSED, lambda _, facts: facts.assessment is not None),
    Need.DISPATCHED: (_TROUBLE.NOT_DISPATCHED, _is_dispatched),
    Need.TOLD: (_TROUBLE.NOT_DISPATCHED, _is_told),
    Need.REMEDIES_DONE: (_TROUBLE.REMEDIES_OPEN, lambda _, facts: facts.open_remedies == 0),
}
"""What is looked at for each need, and what is said."""
