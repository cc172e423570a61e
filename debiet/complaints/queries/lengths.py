"""How long the terms of complaints are on a day, and which norms there are: law, or one's own."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from debiet.core.reading import query
from debiet.jurisdictions.house import DEFAULT_JURISDICTION, complaint_periods
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_coding import CauseAsked
from debiet.rules.complaint_letters import Reviewed, reviewed
from debiet.rules.complaint_terms import ComplaintPeriods
from debiet.rules.complaint_themes import OmbudsNorm
from debiet.rules.day_terms import DayCalendar
from debiet.rules.house_choices import HouseChoice, chosen
from debiet.rules.local_time import WEEKDAYS
from debiet.staff import queries as staff


@query(personal=False)
def periods_on(*, at: datetime) -> ComplaintPeriods:
    """Return how long each term of a complaint is for one that begins at a moment."""
    return complaint_periods(staff.house_settings(at=at), on=_day(at))


@query(personal=False)
def norms_on(*, at: datetime) -> tuple[OmbudsNorm, ...]:
    """Return the norms that founded complaints are measured by on a day."""
    named = staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)
    norms: tuple[OmbudsNorm, ...] = value_on(JURISDICTIONS[named].OMBUDS_NORMS, on=_day(at)).value
    return norms


@query(personal=False)
def facts_age_on(*, at: datetime) -> int:
    """Return after how many months facts are too old to have to be treated, on a day."""
    named = staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)
    months: int = value_on(JURISDICTIONS[named].COMPLAINT_FACTS_AGE, on=_day(at)).value
    return months


@dataclass(frozen=True, slots=True)
class LetterChoices:
    """What the house chose about letters in complaints.

    :param reviewed: which of them a second person reads before they leave
    :param cause: when an answer waits for the root cause
    """

    reviewed: frozenset[Reviewed]
    cause: CauseAsked


@query(personal=False)
def letter_choices(*, at: datetime) -> LetterChoices:
    """Return what the house chose about letters in complaints, as it holds at a moment."""
    held = chosen(staff.house_settings(at=at))
    return LetterChoices(
        reviewed(held[HouseChoice.LETTER_REVIEW]), CauseAsked(held[HouseChoice.ROOT_CAUSE])
    )


@query(personal=False)
def days_of_law() -> DayCalendar:
    """Return the calendar in which days are just days, here: for terms in calendar days."""
    return DayCalendar(tz=settings.TIME_ZONE, open_weekdays=WEEKDAYS)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
