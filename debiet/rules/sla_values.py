"""The words of the clock: milestones, ledger entries, terms and targets."""

from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from debiet.rules.day_terms import DayCalendar
from debiet.rules.local_time import NaiveMoment
from debiet.rules.working_time import WorkingHours

Calendar = WorkingHours | DayCalendar
"""Working hours are counted on opening hours, days on a day calendar."""

_LONGEST_DAYS: Final = 36_525


class Milestone(StrEnum):
    """What is promised within a term."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"
    SERVICE_GUARANTEE = "service_guarantee"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    FIRST_LINE = "first_line"
    COMPLAINT_ANSWER = "complaint_answer"


class EntryKind(StrEnum):
    """What can happen to a clock. What each does is the table in ``sla_ledger``."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    REPLIED = "replied"
    BOUNCED = "bounced"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"
    MOVED = "moved"
    EXTENDED = "extended"
    CORRECTED = "corrected"


class PauseReason(StrEnum):
    """What the utility waits for while it cannot go on."""

    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    WAITING_FOR_THIRD_PARTY = "waiting_for_third_party"
    WAITING_FOR_WORKS = "waiting_for_works"


class TermUnit(StrEnum):
    """What a term is counted in."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"


class OnReopen(StrEnum):
    """What reopening does to a resolution that was reached."""

    RESUME = "resume"  # the time used before still counts, the closed time does not
    RESTART = "restart"  # the full term begins anew


class ClockStatus(StrEnum):
    """How a clock stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"  # reached, in time or late
    ENDED = "ended"  # the case was closed before it was reached
    UNDETERMINED = "undetermined"  # the calendar does not know the years it would need


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of hours or days.

    :param amount: hours may be broken (``Fraction(1, 2)``, ``Decimal("7.6")``), days not
    :param roll_forward: calendar days and months: a final day that is no working day moves to the
        next
    :raises ValueError: if the amount is not more than zero, broken days, or over a century
    """

    amount: Fraction | Decimal | int
    unit: TermUnit
    roll_forward: bool = False

    def __post_init__(self) -> None:
        amount = Fraction(self.amount)
        longest = _LONGEST_DAYS * (24 if self.unit is TermUnit.WORKING_HOURS else 1)
        if not 0 < amount <= longest:
            raise ValueError(f"a term is more than 0 and at most a century, not {self.amount}")
        if self.unit is not TermUnit.WORKING_HOURS and amount.denominator != 1:
            raise ValueError(f"a term in days has no broken days: {self.amount}")
        rolling = (TermUnit.CALENDAR_DAYS, TermUnit.CALENDAR_MONTHS)
        if self.roll_forward and self.unit not in rolling:
            raise ValueError("only calendar days and months can roll forward")
        object.__setattr__(self, "amount", amount)

    @property
    def days(self) -> int:
        """Return the amount of a term in days."""
        return int(self.amount)

    @property
    def duration(self) -> timedelta:
        """Return the amount of a term in working hours, to the microsecond."""
        return timedelta(microseconds=round(Fraction(self.amount) * 3_600_000_000))


@dataclass(frozen=True, slots=True)
class Target:
    """What a policy promises for one milestone.

    :param calendar: code of the calendar version it is counted on
    :param on_reopen: for the resolution only
    :param counts_dispatch: an answer counts from its dispatch (complaint terms set by law), not
        from its commitment to the outbox
    """

    milestone: Milestone
    term: Term
    calendar: str = ""
    on_reopen: OnReopen = OnReopen.RESUME
    counts_dispatch: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger: what happened, when, and when the house knew.

    :param reason: what a pause waits for
    :param is_substantive: the answer deals with the matter; a holding reply does not
    :param dispatched_at: when the answer left the house
    :param refers_to: the entry that a bounce or a correction is about
    :param corrected_to: for a correction the true moment, or nothing if it never happened
    :param calendar: for a move the code of the calendar version that holds from then on
    :param milestone: for a move the one clock it is about, or nothing for all
    :param target: for a move what is promised from then on, or nothing if that stays
    :param calendar_before: for a move the code of the calendar version that held until then
    :param target_before: for a move what was promised until then
    :param months: for an extension how many months a term in months becomes longer
    :raises NaiveMoment: if a moment has no zone
    """

    id: int
    kind: EntryKind
    occurred_at: datetime
    recorded_at: datetime
    _: KW_ONLY
    reason: PauseReason | None = None
    is_substantive: bool = False
    dispatched_at: datetime | None = None
    refers_to: int | None = None
    corrected_to: datetime | None = None
    calendar: str = ""
    milestone: Milestone | None = None
    target: Target | None = None
    calendar_before: str = ""
    target_before: Target | None = None
    months: int = 0

    def __post_init__(self) -> None:
        for name in ("occurred_at", "recorded_at", "dispatched_at", "corrected_to"):
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, in_utc(moment))


def in_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC, where comparing is safe.

    Two moments of one zone are compared by their wall clock, which in the hour that comes twice
    says nothing about which was earlier.

    :raises NaiveMoment: if the moment has no zone
    """
    if moment.utcoffset() is None:
        raise NaiveMoment(f"{moment!r} has no time zone; give an aware moment")
    return moment.astimezone(UTC)
