"""How long the terms of complaints are on a day, and which bodies there are: law, or one's own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import ModuleType

from django.conf import settings
from django.utils import timezone

from debiet.core.reading import query
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import LegalValue, value_on
from debiet.rules.complaint_terms import ComplaintPeriods, periods
from debiet.rules.complaint_themes import OmbudsNorm
from debiet.rules.day_terms import DayCalendar
from debiet.rules.local_time import WEEKDAYS
from debiet.staff import queries as staff

DEFAULT_JURISDICTION = "be_flanders"


def region(*, at: datetime) -> ModuleType:
    """Return the jurisdiction that holds for this utility."""
    return JURISDICTIONS[staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)]


@query(personal=False)
def periods_on(*, at: datetime) -> ComplaintPeriods:
    """Return how long each term of a complaint is for one that begins at a moment."""
    on = _day(at)
    law = {name: value_on(values, on=on).value for name, values in _law(at).items()}
    chosen = staff.house_settings(at=at)
    own = {name: int(chosen[name]) for name in law if chosen.get(name, "").isdecimal()}
    return periods(law, own)


@query(personal=False)
def norms_on(*, at: datetime) -> tuple[OmbudsNorm, ...]:
    """Return the norms that founded complaints are measured by on a day."""
    found: tuple[OmbudsNorm, ...] = value_on(region(at=at).OMBUDS_NORMS, on=_day(at)).value
    return found


def days_of_law() -> DayCalendar:
    """Return the calendar in which days are just days, here: for terms in calendar days."""
    return DayCalendar(tz=settings.TIME_ZONE, open_weekdays=WEEKDAYS)


def _law(at: datetime) -> Mapping[str, Sequence[LegalValue[int]]]:
    found: Mapping[str, Sequence[LegalValue[int]]] = region(at=at).COMPLAINT_PERIODS
    return found


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
