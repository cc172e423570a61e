"""What a customer's file holds and why it is opened: purposes, notes, related people, periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """Why an employee opens a customer's file without coming from a case."""

    CONTACT = "contact"
    CHECK_DATA = "check-data"
    DUPLICATE = "duplicate"
    BILLING = "billing"
    OVERSIGHT = "oversight"
    OTHER = "other"


class Bond(StrEnum):
    """What makes an employee's look at a file suspect: whose file it is."""

    OWN = "own"
    HOUSEMATE = "housemate"
    RELATED = "related"
    COLLEAGUE = "colleague"


def bond(*, is_own: bool, is_housemate: bool, is_related: bool, is_colleague: bool) -> Bond | None:
    """Return the closest bond there is, None for a stranger."""
    if is_own:
        return Bond.OWN
    if is_housemate:
        return Bond.HOUSEMATE
    if is_related:
        return Bond.RELATED
    return Bond.COLLEAGUE if is_colleague else None


class HowVerified(StrEnum):
    """How somebody made sure that an address or number is the customer's."""

    CALLER = "caller"
    IDENTITY_CARD = "identity-card"
    ANSWERED = "answered"
    LETTER = "letter"


class RelationKind(StrEnum):
    """What the second person is to the first."""

    HOUSEHOLD = "household"
    REPRESENTATIVE = "representative"
    REPRESENTED = "represented"
    LANDLORD = "landlord"
    TENANT = "tenant"
    HEIR = "heir"
    DECEASED = "deceased"
    COMPANY_CONTACT = "company-contact"
    COMPANY = "company"


_PAIRS = (
    (RelationKind.HOUSEHOLD, RelationKind.HOUSEHOLD),
    (RelationKind.REPRESENTATIVE, RelationKind.REPRESENTED),
    (RelationKind.LANDLORD, RelationKind.TENANT),
    (RelationKind.HEIR, RelationKind.DECEASED),
    (RelationKind.COMPANY_CONTACT, RelationKind.COMPANY),
)
INVERSE = dict(_PAIRS) | {second: first for first, second in _PAIRS}
"""What the first person is to the second: each relation is shown on both files."""


def stored_as(kind: RelationKind) -> tuple[RelationKind, bool]:
    """Return the one form in which a relation is kept, and whether the two people change places."""
    is_first = any(kind is first for first, _second in _PAIRS)
    return (kind, False) if is_first else (INVERSE[kind], True)


OPENED_FOR = timedelta(minutes=60)
"""A file that was opened with a reason stays open so long."""
NOTE_SETTING = "customer-note-days"
"""The utility's own choice of how long a note about a customer is kept at most."""
NOTE_DAYS = 365
"""No choice goes beyond a year."""


def note_days(chosen: str | None) -> int:
    """Return how many days a note is kept at most; what cannot be read, or is more, is a year."""
    if chosen is None or not (chosen.isascii() and chosen.isdecimal()):
        return NOTE_DAYS
    return min(max(int(chosen), 1), NOTE_DAYS)


def may_expire(expires_on: date, *, today: date, days: int) -> bool:
    """Return whether a note written today may be gone on a day: later than today, not too late."""
    return today < expires_on <= today + timedelta(days=days)


def is_open(opened_at: datetime, *, at: datetime) -> bool:
    """Return whether a file that was opened with a reason is still open."""
    return opened_at <= at < opened_at + OPENED_FOR


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a new period goes between those that are known.

    :param shortened: the place of the period that now ends earlier, None where nothing came before
    :param valid_until: the first day that the new one no longer holds, None for no end
    """

    shortened: int | None
    valid_until: date | None


def placed(starts: Sequence[date | None], valid_from: date) -> Placed | None:
    """Return where a period that begins on a day goes; None where one begins on that very day.

    :param starts: the first days of the known periods, in order; None is "from the beginning"
    """
    if valid_from in starts:
        return None
    before = [at for at, start in enumerate(starts) if start is None or start < valid_from]
    after = [start for start in starts if start is not None and start > valid_from]
    return Placed(before[-1] if before else None, after[0] if after else None)


def holds(valid_from: date | None, valid_until: date | None, *, on: date) -> bool:
    """Return whether a period holds on a day; its end is excluded."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on < valid_until)
