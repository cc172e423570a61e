"""Changing a calendar's definition before it becomes a version: its week, or the days of a year."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from debiet.rules.days_off import WeekAndDays, weekday_numbers

Definition = dict[str, Any]
HOURS = "hours"


def week_and_days(definition: Mapping[str, Any]) -> WeekAndDays:
    """Return a definition as days: open weekdays, holidays, and single days."""
    week = (
        [name for name, hours in definition["weekly"].items() if hours]
        if definition["kind"] == HOURS
        else definition["open_weekdays"]
    )
    return WeekAndDays(
        open_weekdays=weekday_numbers(week),
        holidays=frozenset(date.fromisoformat(day) for day in definition.get("holidays", ())),
        single_days={
            date.fromisoformat(day): bool(value)
            for day, value in definition.get("overrides", {}).items()
        },
    )


def with_week(definition: Mapping[str, Any], week: Any) -> Definition:
    """Return a definition with another week: hours by weekday, or the open weekdays."""
    name = "weekly" if definition["kind"] == HOURS else "open_weekdays"
    return {**definition, name: week}


def with_year(
    definition: Mapping[str, Any],
    year: int,
    *,
    holidays: Iterable[date],
    single_days: Mapping[date, Any],
    reasons: Mapping[date, str] | None = None,
) -> Definition:
    """Return a definition with the days of one year, which is known from then on.

    :param single_days: what holds on a day in place of week and holiday, as `overrides` has it
    :param reasons: why days are off: `bridge`, or `replacement:` and the holiday it stands for
    """
    mark = f"{year}-"

    def others(days: Iterable[str]) -> list[str]:
        return [day for day in days if not day.startswith(mark)]

    def kept(days: Mapping[str, Any], new: Mapping[date, Any]) -> dict[str, Any]:
        both = {day: days[day] for day in others(days)}
        both |= {day.isoformat(): value for day, value in new.items()}
        return dict(sorted(both.items()))

    found = {
        **definition,
        "holidays": sorted(
            [*others(definition.get("holidays", ())), *(day.isoformat() for day in holidays)]
        ),
        "overrides": kept(definition.get("overrides", {}), single_days),
    }
    why = kept(definition.get("reasons", {}), reasons or {})
    if why or "reasons" in definition:
        found["reasons"] = why
    if definition.get("known_years"):
        found["known_years"] = sorted({*definition["known_years"], year})
    return found
