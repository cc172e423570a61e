"""The moment from which a complaint counts, and what becomes of its terms when it is changed."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from debiet.rules.complaint_terms import ComplaintDue
from debiet.rules.sla_values import in_utc


class MomentTrouble(StrEnum):
    """Why a moment is not taken as the first expression of dissatisfaction."""

    FUTURE = "future"
    NO_REASON = "no-reason"


def moment_on_conversion(*, first_message_at: datetime, kept: datetime | None) -> datetime:
    """Return from when a case counts as it becomes a complaint.

    :param kept: what it counted from when it was one before: calling a complaint a question and
        then a complaint again wins nobody time
    """
    return first_message_at if kept is None else kept


def moment_trouble(
    chosen: datetime, *, first_message_at: datetime, reason: str, at: datetime
) -> MomentTrouble | None:
    """Return why a chosen moment cannot be the first expression; None where it can.

    The case's first message is the default. An earlier one (said at the door, or in another case)
    is in the customer's favor; a later one gives us time and needs a reason.
    """
    if in_utc(chosen) > in_utc(at):
        return MomentTrouble.FUTURE
    is_later = in_utc(chosen) > in_utc(first_message_at)
    return MomentTrouble.NO_REASON if is_later and not reason.strip() else None


@dataclass(frozen=True, slots=True)
class MovedTerm:
    """A term that a change of the moment moves: what it was and what it is.

    :param name: the name of the field of ``ComplaintDue``
    """

    name: str
    before: datetime
    after: datetime


def moved_terms(before: ComplaintDue, after: ComplaintDue) -> tuple[MovedTerm, ...]:
    """Return which terms a change of the moment moves, in the order in which they are listed.

    Each is counted anew from the new moment; a term that was missed by the new count is late from
    then on, and one that was met by it is not.
    """
    pairs = (
        (field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(ComplaintDue)
    )
    return tuple(MovedTerm(name, old, new) for name, old, new in pairs if old != new)
