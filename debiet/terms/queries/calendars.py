"""Reading calendars."""

from datetime import date, datetime
from typing import Any

from debiet.core.reading import query
from debiet.terms.models import Calendar, CalendarVersion


@query(personal=False)
def version_in_force(code: str, *, at: datetime) -> CalendarVersion:
    """Return the version of a calendar that new clocks start with.

    :raises CalendarVersion.DoesNotExist: if the calendar has none yet
    """
    versions = CalendarVersion.objects.filter(calendar__code=code, valid_from__lte=at)
    return versions.order_by("-number")[:1].get()


@query(personal=False)
def newest_definition(code: str) -> dict[str, Any] | None:
    """Return how the newest version of a calendar is defined, or None before there is one."""
    versions = CalendarVersion.objects.filter(calendar__code=code).order_by("-number")
    return versions.values_list("definition", flat=True).first()


@query(personal=False)
def holiday_horizon_days(*, on: date) -> int | None:
    """Return for how many days from `on` every calendar in use still knows its holidays.

    None while there is no calendar, or where all of them know every year.
    """
    known: list[date] = []
    for calendar in Calendar.objects.all():
        newest = calendar.versions.order_by("-number").first()
        years = newest.definition.get("known_years") if newest else None
        if years:
            known.append(date(max(years), 12, 31))
    return min(((day - on).days for day in known), default=None)
