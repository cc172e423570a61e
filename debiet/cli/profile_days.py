"""Which days a profile's calendars know: public holidays, days banks rest, the utility's own."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import ModuleType
from typing import Any

from debiet.cli.profile_files import Calendar, Profile, ProfileRefused
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import value_on
from debiet.terms.public_holidays import HOLIDAYS

YEARS_BACK, YEARS_AHEAD = 1, 2


def jurisdiction(profile: Profile) -> ModuleType:
    """Return the values of the law that a profile builds on.

    :raises ProfileRefused: if we have none for it
    """
    if profile.jurisdiction not in JURISDICTIONS:
        known = ", ".join(JURISDICTIONS)
        raise ProfileRefused(f"utility.toml: `jurisdiction` is one of {known}.")
    return JURISDICTIONS[profile.jurisdiction]


def known_years(earlier: Iterable[int], *, on: date) -> list[int]:
    """Return the years whose holidays are computed on a day.

    Years that an earlier loading knew stay, so that the new wording only adds years and open
    clocks adopt it by themselves.
    """
    wanted = [*earlier, on.year - YEARS_BACK, on.year + YEARS_AHEAD]
    return list(range(min(wanted), max(wanted) + 1))


def definition(
    calendar: Calendar, profile: Profile, *, earlier: Mapping[str, Any] | None, on: date
) -> dict[str, Any]:
    """Return a calendar as its version keeps it, with the days of the years known on a day.

    :param earlier: how its newest version is defined, if there is one
    :raises ProfileRefused: if the holidays or the kind are not known
    """
    found: dict[str, Any] = {"kind": calendar.kind, "tz": profile.tz}
    if calendar.kind == "hours":
        found["weekly"] = calendar.weekly
    elif calendar.kind == "days":
        by_law = value_on(jurisdiction(profile).WORKING_WEEKDAYS, on=on).value
        found["open_weekdays"] = calendar.open_weekdays or list(by_law)
    else:
        raise ProfileRefused(f"calendar {calendar.code}: `kind` is `hours` or `days`.")
    if not calendar.holidays:
        return found
    if calendar.holidays not in HOLIDAYS:
        known = ", ".join(HOLIDAYS)
        raise ProfileRefused(f"calendar {calendar.code}: `holidays` is one of {known}.")
    years = known_years((earlier or {}).get("known_years", ()), on=on)
    days = HOLIDAYS[calendar.holidays](years)
    closed: list[str] | bool = [] if calendar.kind == "hours" else False
    off = sorted(day for day in profile.days_off if day.year in years)
    return found | {
        "known_years": years,
        "holidays": [day.isoformat() for day in sorted(days) if day.year in years],
        "overrides": {day.isoformat(): closed for day in off if calendar.takes_days_off},
    }
