"""Reading calendars to set them up: every version, and what another wording would do."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules import moving
from debiet.rules.moving import MoveEffect, Obstacle
from debiet.rules.sla import ClockStatus, Target
from debiet.rules.versions import VersionState, version_states
from debiet.staff.visibility import countable
from debiet.terms.definitions import (
    AnyCalendar,
    UnreadableDefinition,
    calendar_from,
    calendar_version,
    only_adds_years,
)
from debiet.terms.models import Calendar, CalendarVersion, Clock, ClockEntry
from debiet.terms.projection import entries_of, ledger_of

OPEN = (ClockStatus.RUNNING, ClockStatus.PAUSED, ClockStatus.UNDETERMINED)
LOOKED_AT = 1000
"""So many open clocks are counted anew for a preview; of more it says that it looked at these."""


@dataclass(frozen=True, slots=True)
class CalendarVersionRow:
    """A version of a calendar, with where it stands."""

    version_id: int
    number: int
    state: VersionState
    valid_from: datetime
    recorded_at: datetime
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CalendarSetUp:
    """A calendar with its versions, newest first, and how many open clocks count by any of them."""

    code: str
    name: str
    versions: Sequence[CalendarVersionRow]
    open_clocks: int

    @property
    def newest(self) -> CalendarVersionRow:
        """Return the version that was decided last."""
        return self.versions[0]

    @property
    def in_force(self) -> CalendarVersionRow | None:
        """Return the version that new clocks begin with, if there is one yet."""
        return next((one for one in self.versions if one.state is VersionState.IN_FORCE), None)


@query(personal=True)
def calendars_set_up(*, viewer: Actor, at: datetime) -> list[CalendarSetUp]:
    """Return every calendar with its versions, by name.

    Of its open clocks those count whose number the viewer may know.
    """
    versions: dict[int, list[CalendarVersion]] = {}
    for version in CalendarVersion.objects.order_by("-number"):
        versions.setdefault(version.calendar_id, []).append(version)
    counted = countable(Clock.objects.filter(status__in=OPEN), viewer).values(
        "calendar_version__calendar_id"
    )
    open_clocks = dict(
        counted.annotate(number=Count("id")).values_list("calendar_version__calendar_id", "number")
    )
    return [
        CalendarSetUp(
            row.code, row.name, _rows(versions[row.pk], at), int(open_clocks.get(row.pk, 0))
        )
        for row in Calendar.objects.order_by("name", "id")
        if row.pk in versions
    ]


@query(personal=True)
def calendar_set_up(code: str, *, viewer: Actor, at: datetime) -> CalendarSetUp | None:
    """Return one calendar with its versions, or None."""
    row = Calendar.objects.filter(code=code).first()
    versions = list(row.versions.order_by("-number")) if row else []
    if row is None or not versions:
        return None
    clocks = Clock.objects.filter(status__in=OPEN, calendar_version__in=versions)
    counted = countable(clocks, viewer).count()
    return CalendarSetUp(row.code, row.name, _rows(versions, at), counted)


def _rows(versions: Sequence[CalendarVersion], at: datetime) -> list[CalendarVersionRow]:
    states = version_states(((row.number, row.valid_from) for row in versions), at=at)
    return [
        CalendarVersionRow(
            version_id=row.pk,
            number=row.number,
            state=states[row.number],
            valid_from=row.valid_from,
            recorded_at=row.recorded_at,
            definition=row.definition,
        )
        for row in versions
    ]


@dataclass(frozen=True, slots=True)
class MoveForecast:
    """What moving the open clocks to a wording that is not saved yet would do.

    :param looked_at: how many of the `total` open clocks were counted anew, the oldest first
    :param references: what each effect would touch, each thing once
    """

    total: int
    looked_at: int
    effects: Mapping[MoveEffect, int]
    obstacles: Mapping[Obstacle, int]
    references: Mapping[MoveEffect, Sequence[str]]


NEW = "new"


@query(personal=False)
def calendar_trouble(definition: Mapping[str, Any]) -> str:
    """Return why a definition cannot be used as a calendar, "" if it can."""
    try:
        calendar_from(definition)
    except UnreadableDefinition as trouble:
        return str(trouble)
    return ""


@query(personal=False)
def adds_years_only(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a definition says the same about every year that another one knows."""
    return only_adds_years(before, after)


@query(personal=True)
def calendar_forecast(
    code: str, definition: Mapping[str, Any], *, viewer: Actor, at: datetime, limit: int = LOOKED_AT
) -> MoveForecast:
    """Return what moving a calendar's open clocks to another definition would do at a moment.

    Of the clocks whose number the viewer may know.
    """
    clocks = Clock.objects.filter(status__in=OPEN, calendar_version__calendar__code=code)
    clocks = countable(clocks, viewer)
    calendar = calendar_from(definition)
    return forecast(clocks, lambda _clock: (None, True, calendar), at=at, limit=limit)


@query(personal=False)
def forecast(
    clocks: "QuerySet[Clock]",
    after: Callable[[Clock], tuple[Target | None, bool, AnyCalendar | None]],
    *,
    at: datetime,
    limit: int,
) -> MoveForecast:
    """Return what becomes of clocks.

    :param after: what is promised from then on (None if that stays), whether it is promised at
        all, and the calendar that holds (None if that stays)
    """
    seen = list(clocks.select_related("policy_version").order_by("id")[:limit])
    ledgers: dict[str, list[ClockEntry]] = {}
    rows = ClockEntry.objects.filter(reference__in={clock.reference for clock in seen})
    for row in rows.order_by("id"):
        ledgers.setdefault(row.reference, []).append(row)
    effects: Counter[MoveEffect] = Counter()
    obstacles: Counter[Obstacle] = Counter()
    references: dict[MoveEffect, dict[str, None]] = {}
    for clock in seen:
        target, is_promised, calendar = after(clock)
        ledger = ledger_of(clock, entries_of(ledgers.get(clock.reference, [])))
        calendar = calendar or calendar_version(clock.calendar_version_id)
        found = moving.moved(
            replace(ledger, calendars={**ledger.calendars, NEW: calendar}),
            to=target,
            is_promised=is_promised,
            calendar=NEW,
            at=at,
        )
        if isinstance(found, Obstacle):
            obstacles[found] += 1
        else:
            effect = found.effect(at)
            effects[effect] += 1
            references.setdefault(effect, {})[clock.reference] = None
    return MoveForecast(
        total=clocks.count() if len(seen) == limit else len(seen),
        looked_at=len(seen),
        effects=effects,
        obstacles=obstacles,
        references={effect: list(names) for effect, names in references.items()},
    )
