"""Who may handle a file of the ombuds function, and what becomes of what it found.

Whoever handled the case or was in the facts does not judge them (Governance Decree, art. II.86).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class HandlerTrouble(StrEnum):
    """Why somebody cannot handle a file, in the order in which it is looked at."""

    HANDLED_THE_CASE = "handled-the-case"
    IN_THE_FACTS = "in-the-facts"
    NO_STATEMENT = "no-statement"
    SAYS_CONFLICT = "says-conflict"


@dataclass(frozen=True, slots=True)
class Involved:
    """Who had to do with what a file is about, as ids of users.

    :param handled: whoever wrote, decided or was asked anything in the case before
    :param in_facts: whoever the complaint is about, or did what it is about
    """

    handled: frozenset[int] = frozenset()
    in_facts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ConflictStatement:
    """What somebody said about itself and this file, before it reads it.

    :param has_conflict: there is a tie, or it might look like one
    """

    user: int
    has_conflict: bool


def handler_trouble(
    user: int, *, involved: Involved, statements: Iterable[ConflictStatement]
) -> HandlerTrouble | None:
    """Return why somebody cannot handle a file; None where it can.

    :param statements: all statements of the file in order; of one person the latest holds
    """
    trouble = _tie(user, involved)
    if trouble is not None:
        return trouble
    said = [one.has_conflict for one in statements if one.user == user]
    if not said:
        return HandlerTrouble.NO_STATEMENT
    return HandlerTrouble.SAYS_CONFLICT if said[-1] else None


def _tie(user: int, involved: Involved) -> HandlerTrouble | None:
    if user in involved.handled:
        return HandlerTrouble.HANDLED_THE_CASE
    return HandlerTrouble.IN_THE_FACTS if user in involved.in_facts else None


class StandIn(StrEnum):
    """Who has a file."""

    OMBUDSPERSON = "ombudsperson"
    DEPUTY = "deputy"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Handler:
    """Whose turn it is.

    :param user: nobody of the house where somebody outside has to be named
    """

    stand_in: StandIn
    user: int | None = None


def whose_turn(
    office: Sequence[int],
    *,
    involved: Involved,
    statements: Collection[ConflictStatement],
    away: Collection[int] = (),
) -> Handler:
    """Return who handles a file: the first of the office whom nothing keeps from it.

    Who has said nothing yet is asked for a statement first, so it is no obstacle here; absence puts
    somebody behind the others, a conflict takes it out.

    :param office: the ombudsperson, then the deputies, in order
    """
    keeps_out = {None, HandlerTrouble.NO_STATEMENT}
    free = [
        user
        for user in office
        if handler_trouble(user, involved=involved, statements=statements) in keeps_out
    ]
    if not free:
        return Handler(StandIn.OUTSIDE)
    user = next((one for one in free if one not in away), free[0])
    return Handler(StandIn.OMBUDSPERSON if user == office[0] else StandIn.DEPUTY, user)


class OutsideTrouble(StrEnum):
    """Why somebody outside cannot be named for a file."""

    NOT_NEEDED = "not-needed"
    NO_NAME = "no-name"
    NO_REASON = "no-reason"


def outside_trouble(turn: Handler, *, name: str, reason: str) -> OutsideTrouble | None:
    """Return why nobody outside can be named so; None where it can.

    :param turn: whose turn it is
    """
    if turn.stand_in is not StandIn.OUTSIDE:
        return OutsideTrouble.NOT_NEEDED
    if not name.strip():
        return OutsideTrouble.NO_NAME
    return None if reason.strip() else OutsideTrouble.NO_REASON


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the ombuds function established. It is never changed.

    :param corrects: the finding of the same file in whose place it stands
    """

    id: int
    corrects: int | None = None


class CorrectionTrouble(StrEnum):
    """Why a finding cannot be corrected so."""

    UNKNOWN = "unknown"
    CORRECTED_ALREADY = "corrected-already"
    NO_REASON = "no-reason"


def correction_trouble(
    corrects: int, *, findings: Collection[Finding], reason: str
) -> CorrectionTrouble | None:
    """Return why a finding cannot be corrected; None where it can.

    A correction is added, and both stay readable. What was corrected is corrected further by
    correcting its correction, so that there is one that holds.
    """
    if corrects not in {finding.id for finding in findings}:
        return CorrectionTrouble.UNKNOWN
    if corrects in {finding.corrects for finding in findings}:
        return CorrectionTrouble.CORRECTED_ALREADY
    return None if reason.strip() else CorrectionTrouble.NO_REASON


def holding(findings: Collection[Finding]) -> tuple[Finding, ...]:
    """Return the findings that hold: those that none corrects, in order."""
    corrected = {finding.corrects for finding in findings}
    return tuple(finding for finding in findings if finding.id not in corrected)
