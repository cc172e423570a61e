"""How long records of people are kept: from which event, for how many months, what stops it.

`docs/algorithms/retention.md` has the same with worked numbers. How many months is data, dated and
with its source; from which event, on which ground and what stops it belongs to the kind of record.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from debiet.rules.day_terms import months_later


class RecordKind(StrEnum):
    """What is kept and goes together, in the order in which it goes."""

    CASE = "case"
    SET_ASIDE = "set-aside"
    PRINT_BATCH = "print-batch"
    CALL = "call"
    VERIFICATION = "verification"
    CUSTOMER = "customer"
    NOTIFICATION = "notification"
    ABSENCE = "absence"
    EMPLOYEE = "employee"
    ACCESS_LOG = "access-log"


class StartEvent(StrEnum):
    """What a term is counted from."""

    CLOSED = "closed"
    RECEIVED = "received"
    POSTED = "posted"
    CALLED = "called"
    CHECKED = "checked"
    RECORDED = "recorded"
    TOLD = "told"
    RETURNED = "returned"
    LEFT = "left"
    LOOKED = "looked"


class Ground(StrEnum):
    """Why it may be kept: the grounds of article 6(1) of the General Data Protection Regulation."""

    CONTRACT = "contract"  # (b)
    LEGAL_OBLIGATION = "legal-obligation"  # (c)
    PUBLIC_TASK = "public-task"  # (e)
    LEGITIMATE_INTEREST = "legitimate-interest"  # (f)


class Stop(StrEnum):
    """What keeps a term from beginning or a record from going."""

    OPEN = "open"  # a case that is not closed: its term has not begun
    SHARED = "shared"  # a letter with several questions goes when the last of them may
    HAS_ACCOUNT = "has-account"
    HAS_CASES = "has-cases"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What belongs to a kind of record, whatever the number of months."""

    start: StartEvent
    ground: Ground
    stops: frozenset[Stop]


def _rule(start: StartEvent, ground: Ground, *stops: Stop) -> KindRule:
    return KindRule(start, ground, frozenset(stops))


KINDS: Final[Mapping[RecordKind, KindRule]] = {
    RecordKind.CASE: _rule(
        StartEvent.CLOSED, Ground.PUBLIC_TASK, Stop.OPEN, Stop.SHARED, Stop.HOLD
    ),
    RecordKind.SET_ASIDE: _rule(StartEvent.RECEIVED, Ground.LEGITIMATE_INTEREST),
    RecordKind.PRINT_BATCH: _rule(StartEvent.POSTED, Ground.LEGITIMATE_INTEREST, Stop.OPEN),
    RecordKind.CALL: _rule(StartEvent.CALLED, Ground.LEGITIMATE_INTEREST),
    RecordKind.VERIFICATION: _rule(StartEvent.CHECKED, Ground.LEGITIMATE_INTEREST, Stop.HOLD),
    RecordKind.CUSTOMER: _rule(
        StartEvent.RECORDED, Ground.CONTRACT, Stop.HAS_ACCOUNT, Stop.HAS_CASES, Stop.HOLD
    ),
    RecordKind.NOTIFICATION: _rule(StartEvent.TOLD, Ground.LEGITIMATE_INTEREST),
    RecordKind.ABSENCE: _rule(StartEvent.RETURNED, Ground.LEGITIMATE_INTEREST),
    RecordKind.EMPLOYEE: _rule(StartEvent.LEFT, Ground.LEGITIMATE_INTEREST),
    RecordKind.ACCESS_LOG: _rule(StartEvent.LOOKED, Ground.LEGAL_OBLIGATION),
}
"""The table of kinds."""


class Outcome(StrEnum):
    """What becomes of a record on a day."""

    KEPT = "kept"
    STOPPED = "stopped"
    GOES = "goes"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a record, and why.

    :param until: the last day on which it is kept, if nothing stops it
    """

    outcome: Outcome
    until: date | None = None
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody has a reason to keep a record longer, such as a lawsuit.

    :param until: the last day on which it holds, or nothing while its end is not known
    :param lifted_on: the day on which it was taken back
    """

    placed_on: date
    until: date | None = None
    lifted_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it keeps a record from going on a day."""
        if day < self.placed_on or (self.lifted_on is not None and day >= self.lifted_on):
            return False
        return self.until is None or day <= self.until


def kept_until(started_on: date, months: int) -> date:
    """Return the last day on which a record is kept.

    :raises ValueError: if it is not kept for at least a month
    """
    if months < 1:
        raise ValueError(f"a record is kept for at least a month, not {months}")
    return months_later(started_on, months)


def goes_if_before(on: date, months: int) -> date:
    """Return the first day whose records are still kept on a day: what started before it may go.

    :raises ValueError: if records are not kept for at least a month
    """
    if months < 1:
        raise ValueError(f"a record is kept for at least a month, not {months}")
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    if on.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, on.day)
    return months_later(date(year, month + 1, 1), 1)


def judge(
    *,
    started_on: date | None,
    months: int,
    stops: Iterable[Stop] = (),
    holds: Iterable[Hold] = (),
    on: date,
) -> Verdict:
    """Return what becomes of a record on a day.

    :param started_on: the day of its start event, or nothing if that did not come yet
    :param stops: what else speaks against its going
    """
    found = {*stops}
    if any(hold.holds_on(on) for hold in holds):
        found.add(Stop.HOLD)
    if started_on is None:
        return Verdict(Outcome.STOPPED, None, tuple(sorted(found | {Stop.OPEN})))
    until = kept_until(started_on, months)
    if on <= until:
        return Verdict(Outcome.KEPT, until, tuple(sorted(found)))
    if found:
        return Verdict(Outcome.STOPPED, until, tuple(sorted(found)))
    return Verdict(Outcome.GOES, until)


def day_after(day: date) -> date:
    """Return the first day on which a record that is kept until a day may go."""
    return day + timedelta(days=1)


class MonthsTrouble(StrEnum):
    """Why a number of months is no term for a kind of record."""

    OUT_OF_RANGE = "out-of-range"
    BELOW_LAW = "below-law"


LONGEST: Final = 1200


def months_trouble(months: int, *, least: int | None) -> MonthsTrouble | None:
    """Return why records are not kept for so many months; None where they may be.

    :param least: what the law of the region asks at least, if it does
    """
    if not 1 <= months <= LONGEST:
        return MonthsTrouble.OUT_OF_RANGE
    if least is not None and months < least:
        return MonthsTrouble.BELOW_LAW
    return None
