"""Reading calendars and targets from the JSON that their versions keep.

A calendar::

    {"kind": "hours", "tz": "Europe/Brussels", "weekly": {"mon": [["09:00", "17:00"]]},
     "holidays": ["2026-12-25"], "overrides": {"2026-12-24": [["09:00", "12:00"]]},
     "known_years": [2025, 2026], "reasons": {"2026-05-15": "bridge"}}
    {"kind": "days", "tz": "Europe/Brussels", "open_weekdays": ["mon", "tue"],
     "holidays": [], "overrides": {"2026-12-26": true}, "known_years": [2025, 2026]}

A target: ``{"milestone": "first_reply", "amount": "8", "unit": "working_hours",
"calendar": "office", "on_reopen": "resume", "roll_forward": false, "counts_dispatch": false}``
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from debiet.rules.day_terms import DayCalendar
from debiet.rules.sla import Milestone, OnReopen, Target, Term, TermUnit
from debiet.rules.working_time import WorkingHours
from debiet.terms.models import CalendarVersion, PolicyVersion

AnyCalendar = WorkingHours | DayCalendar


class UnreadableDefinition(ValueError):
    """A calendar or target says something that cannot be meant."""


def calendar_from(definition: Mapping[str, Any]) -> AnyCalendar:
    """Return the calendar that a definition describes.

    :raises UnreadableDefinition: with what is wrong; also if it is never open
    """
    try:
        shared: dict[str, Any] = {
            "tz": definition["tz"],
            "holidays": {date.fromisoformat(day) for day in definition.get("holidays", [])},
            "known_years": definition.get("known_years"),
        }
        overrides = {
            date.fromisoformat(day): value for day, value in definition.get("overrides", {}).items()
        }
        if definition["kind"] == "hours":
            return WorkingHours(weekly=definition["weekly"], overrides=overrides, **shared)
        return DayCalendar(open_weekdays=definition["open_weekdays"], overrides=overrides, **shared)
    except (KeyError, TypeError, ValueError) as trouble:
        raise UnreadableDefinition(str(trouble)) from trouble


@lru_cache(maxsize=64)
def calendar_version(version_id: int) -> AnyCalendar:
    """Return a version's calendar; versions never change, so it is read once a process."""
    return calendar_from(
        CalendarVersion.objects.values_list("definition", flat=True).get(pk=version_id)
    )


@lru_cache(maxsize=256)
def policy_target(version_id: int, milestone: str) -> Target | None:
    """Return what a policy version promises for a milestone, or None; read once a process."""
    targets = PolicyVersion.objects.values_list("targets", flat=True).get(pk=version_id)
    return next((target_from(one) for one in targets if one["milestone"] == milestone), None)


def target_from(definition: Mapping[str, Any]) -> Target:
    """Return the target that a definition describes.

    :raises UnreadableDefinition: with what is wrong
    """
    try:
        unit = TermUnit(definition["unit"])
        amount = Decimal(str(definition["amount"]))
        return Target(
            milestone=Milestone(definition["milestone"]),
            term=Term(amount, unit, roll_forward=bool(definition.get("roll_forward", False))),
            calendar=definition["calendar"],
            on_reopen=OnReopen(definition.get("on_reopen", OnReopen.RESUME)),
            counts_dispatch=bool(definition.get("counts_dispatch", False)),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as trouble:
        raise UnreadableDefinition(str(trouble)) from trouble


def definition_without_years(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a calendar's definition does not depend on single days."""
    return {
        key: value
        for key, value in definition.items()
        if key not in {"holidays", "overrides", "known_years", "reasons"}
    }


def only_adds_years(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a new wording says the same about every year the old one knew."""
    known = set(before.get("known_years") or ())
    if not known or not known < set(after.get("known_years") or ()):
        return False
    if definition_without_years(before) != definition_without_years(after):
        return False

    def within(days: Mapping[str, Any]) -> dict[str, Any]:
        return {day: value for day, value in days.items() if int(day[:4]) in known}

    def holidays(definition: Mapping[str, Any]) -> set[str]:
        return {day for day in definition.get("holidays", []) if int(day[:4]) in known}

    return holidays(before) == holidays(after) and within(before.get("overrides", {})) == within(
        after.get("overrides", {})
    )
