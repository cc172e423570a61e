"""Reading calendars."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from debiet.core.reading import query
from debiet.rules.day_terms import DayCalendar
from debiet.rules.working_time import UnknownYear, WorkingHours
from debiet.terms.definitions import calendar_version
from debiet.terms.models import Calendar, CalendarVersion

SATURDAY: Final = 5
"""As the days of a week are numbered."""


@query(personal=False)
def version_ids_in_force(codes: Iterable[str], *, at: datetime) -> dict[str, int]:
    """Return the versions that new clocks start with, by their calendars' codes, in one statement.

    Ids only: what a version says never changes and is read once a process.

    :raises CalendarVersion.DoesNotExist: if a calendar has none yet
    """
    wanted = set(codes)
    versions = CalendarVersion.objects.filter(calendar__code__in=wanted, valid_from__lte=at)
    newest = versions.order_by("calendar_id", "-number").distinct("calendar_id")
    found = dict(newest.values_list("calendar__code", "id"))
    if missing := wanted - set(found):
        raise CalendarVersion.DoesNotExist(", ".join(sorted(missing)))
    return found


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


@query(personal=False)
def working_days_after(at: datetime, *, days: int) -> datetime:
    """Return the end of a working day so many after a moment, by the first calendar of days.

    Where there is none, or it does not know the year, all days count: sooner, never later.
    """
    held = CalendarVersion.objects.filter(valid_from__lte=at)
    newest = held.order_by("calendar_id", "-number").distinct("calendar_id")
    for version_id in newest.values_list("id", flat=True):
        calendar = calendar_version(version_id)
        if isinstance(calendar, DayCalendar):
            try:
                return calendar.working_days_due(at, days)
            except UnknownYear:
                break
    return at + timedelta(days=days)


@query(personal=False)
def open_spans(*, at: datetime, days: int = 7) -> list[tuple[datetime, datetime]]:
    """Return when the house is open from today on, by the first of its calendars of hours."""
    return _house_open_spans(at=at, days=days) or []


@query(personal=False)
def is_working_day(*, at: datetime) -> bool:
    """Return whether the house works on the day of a moment; Monday to Friday if none can say."""
    spans = _house_open_spans(at=at, days=1)
    return timezone.localdate(at).weekday() < SATURDAY if spans is None else bool(spans)


def _house_open_spans(*, at: datetime, days: int) -> list[tuple[datetime, datetime]] | None:
    """Return the spans; nothing where there are no such hours, or not known for these days."""
    codes = Calendar.objects.order_by("id").values_list("code", flat=True)
    try:
        versions = version_ids_in_force(codes, at=at)
    except CalendarVersion.DoesNotExist:
        return None
    for version_id in versions.values():
        calendar = calendar_version(version_id)
        if isinstance(calendar, WorkingHours):
            start = at.astimezone(calendar.tz).replace(hour=0, minute=0, second=0, microsecond=0)
            try:
                return list(calendar.open_intervals(start, start + timedelta(days=days)))
            except UnknownYear:
                return None
    return None
