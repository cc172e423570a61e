"""Deadlines a second: ours against businesstimedelta, at 4, 80 and 400 working hours.

Both get the same office: Monday to Friday from nine to five in Brussels, without the Belgian public
holidays. businesstimedelta gets its zone from pytz, because without one it counts in UTC. It is
asked twice: with the object of the `holidays` package, as its own manual shows, and with a plain
set of the same days, the fastest it can be given. Both sides start from the same moments all over
2026, nights and weekends included; moments and rules are made, and ours warmed up, before the watch
starts. Every answer is compared. Nothing at the edges has to be left out: a start outside hours
counts from the next opening in both, and a term that ends at closing time stays there in both; a
term of zero, where they differ, is none of the three. Each rate is the best of a few rounds in
turn, so that another program on the machine does not decide.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from functools import partial
from typing import Any

import businesstimedelta
import holidays
import pytz

from debiet.rules.working_time import WorkingHours

WORKING_HOURS = (4, 80, 400)
YEARS = range(2025, 2029)
ZONE = "Europe/Brussels"
ROUNDS = 5
REPEATED = 20  # ours is over before the watch could tell
Deadline = Callable[[datetime], datetime]
_NINE, _FIVE = clock(9), clock(17)


def run(*, starts: int = 200, seed: int = 2026) -> dict[str, Any]:
    """Return deadlines a second of both, their ratios, and in how many answers they differ."""
    public_holidays = holidays.country_holidays("BE", years=YEARS)
    ours = WorkingHours(
        tz=ZONE,
        weekly={day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")},
        holidays=public_holidays,
        known_years=YEARS,
    )
    theirs = {
        "businesstimedelta": _rules(public_holidays),
        "businesstimedelta_with_a_set": _rules(set(public_holidays)),
    }
    moments = _moments(starts, seed)
    return {
        "starts": starts,
        "deadlines": [_compare(ours, theirs, moments, hours=hours) for hours in WORKING_HOURS],
    }


def _rules(public_holidays: Any) -> businesstimedelta.Rules:
    zone = pytz.timezone(ZONE)
    office = businesstimedelta.WorkDayRule(_NINE, _FIVE, [0, 1, 2, 3, 4], tz=zone)
    return businesstimedelta.Rules(
        [office, businesstimedelta.HolidayRule(public_holidays, tz=zone)], tz=zone
    )


def _moments(starts: int, seed: int) -> list[datetime]:
    chance = random.Random(seed)  # noqa: S311 - a fixed choice of moments, no secret
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return [first + timedelta(seconds=chance.randrange(365 * 86_400)) for _ in range(starts)]


def _compare(
    ours: WorkingHours,
    theirs: dict[str, businesstimedelta.Rules],
    moments: list[datetime],
    *,
    hours: int,
) -> dict[str, Any]:
    term = timedelta(hours=hours)
    ways: dict[str, Deadline] = {"ours": partial(ours.add, duration=term)}
    for name, rules in theirs.items():
        ways[name] = businesstimedelta.BusinessTimeDelta(rules, hours=hours).__radd__
    answers = {name: [way(moment) for moment in moments] for name, way in ways.items()}
    rates = dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for name, way in ways.items():
            rates[name] = max(rates[name], _rate(way, moments, REPEATED if name == "ours" else 1))
    found: dict[str, Any] = {"working_hours": hours, "ours_per_second": round(rates["ours"])}
    for name in theirs:
        pairs = zip(answers["ours"], answers[name], strict=True)
        found[name] = {
            "per_second": round(rates[name]),
            "ratio": round(rates["ours"] / rates[name]),
            "differing": sum(a.astimezone(UTC) != b.astimezone(UTC) for a, b in pairs),
        }
    return found


def _rate(deadline: Deadline, moments: list[datetime], repeated: int) -> float:
    start = time.perf_counter()
    for _ in range(repeated):
        for moment in moments:
            deadline(moment)
    return repeated * len(moments) / (time.perf_counter() - start)


if __name__ == "__main__":
    json.dump(run(), sys.stdout, indent=2)
    sys.stdout.write("\n")
