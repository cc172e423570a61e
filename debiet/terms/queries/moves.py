"""Reading moves of open clocks: what a preview shows, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Q, QuerySet
from django.db.models.expressions import Combinable

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.moving import MoveEffect, MoveState, Obstacle, PlanState
from debiet.staff.visibility import countable
from debiet.terms.models import CalendarVersion, ClockMove, PlannedMove, PolicyVersion

SHOWN = 20


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version that open clocks can be moved to."""

    version_id: int
    title: str
    number: int
    valid_from: datetime


@dataclass(frozen=True, slots=True)
class Choices:
    """All versions that hold, newest first within each policy and calendar."""

    policies: list[VersionChoice]
    calendars: list[VersionChoice]


@query(personal=False)
def move_choices(*, at: datetime) -> Choices:
    """Return what open clocks can be moved to at a moment."""
    policies = PolicyVersion.objects.filter(is_retired=False, valid_from__lte=at)
    calendars = CalendarVersion.objects.filter(valid_from__lte=at)
    return Choices(
        _choices(policies.annotate(name=F("policy__title")).order_by("policy__code", "-number")),
        _choices(
            calendars.annotate(name=F("calendar__name")).order_by("calendar__code", "-number")
        ),
    )


def _choices(versions: Iterable[PolicyVersion] | Iterable[CalendarVersion]) -> list[VersionChoice]:
    return [
        VersionChoice(
            row.pk,
            row.name,  # type: ignore[union-attr]  # annotated above
            row.number,
            row.valid_from,
        )
        for row in versions
    ]


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move as the desk shows it."""

    move_id: int
    title: str
    number: int
    is_policy: bool
    state: MoveState
    as_of: datetime
    token: str
    reason: str
    asked_by: int | None
    confirmed_by: int | None
    confirmed_at: datetime | None
    ended_at: datetime | None


@query(personal=False)
def clock_moves(*, limit: int = SHOWN) -> list[MoveView]:
    """Return the latest moves, newest first."""
    return [_view(row) for row in _moves().order_by("-id")[:limit]]


@query(personal=False)
def clock_move(move_id: int) -> MoveView | None:
    """Return a move, or None."""
    row = _moves().filter(pk=move_id).first()
    return _view(row) if row else None


@query(personal=False)
def move_of_token(token: str) -> MoveView | None:
    """Return the move whose preview a token names, or None."""
    row = _moves().filter(token=token).exclude(token="").first()
    return _view(row) if row else None


@query(personal=False)
def version_id(code: str, *, is_policy: bool, number: int, at: datetime) -> int | None:
    """Return a version of a policy or calendar by its number, the newest that holds for 0."""
    if is_policy:
        policies = PolicyVersion.objects.filter(policy__code=code, valid_from__lte=at)
        ids = policies.filter(number=number) if number else policies.order_by("-number")
        return ids.values_list("pk", flat=True).first()
    calendars = CalendarVersion.objects.filter(calendar__code=code, valid_from__lte=at)
    found = calendars.filter(number=number) if number else calendars.order_by("-number")
    return found.values_list("pk", flat=True).first()


def _moves() -> "QuerySet[ClockMove]":
    return ClockMove.objects.select_related("policy_version__policy", "calendar_version__calendar")


def _view(row: ClockMove) -> MoveView:
    policy, calendar = row.policy_version, row.calendar_version
    if policy is not None:
        title, number = policy.policy.title, policy.number
    else:
        assert calendar is not None  # noqa: S101 (the constraint says so)
        title, number = calendar.calendar.name, calendar.number
    return MoveView(
        move_id=row.pk,
        title=title,
        number=number,
        is_policy=policy is not None,
        state=row.state,
        as_of=row.as_of,
        token=row.token,
        reason=row.reason,
        asked_by=row.asked_by,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
    )


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """What a move does to the cases and held messages of one policy: how many of them."""

    policy: str
    effects: dict[MoveEffect, int]


@dataclass(frozen=True, slots=True)
class MoveSums:
    """What a move does, in numbers; a thing with several clocks counts once in each number.

    :param clocks: how many clocks there are of each state
    :param obstacles: how many clocks keep their version, by why
    """

    things: int
    effects: dict[MoveEffect, int]
    by_policy: list[PolicyLine]
    clocks: dict[PlanState, int]
    obstacles: dict[Obstacle, int]


@query(personal=True)
def move_sums(move_id: int, *, viewer: Actor) -> MoveSums:
    """Return what a move does in numbers, of what the viewer may count.

    What stands in a closed part is moved as well. A number of it would tell how much there is.
    """
    planned = countable(PlannedMove.objects.filter(move_id=move_id), viewer)
    things = Count("reference", distinct=True)
    total = planned.aggregate(
        things=things, **{str(effect): _things(effect) for effect in MoveEffect}
    )
    rows: Iterable[Any] = (
        planned.values("policy__title")
        .annotate(**{str(effect): _things(effect) for effect in MoveEffect})
        .order_by("policy__title")
    )
    states = planned.values_list("state").annotate(number=Count("id"))
    obstacles = planned.exclude(obstacle="").values_list("obstacle").annotate(number=Count("id"))
    return MoveSums(
        things=total["things"],
        effects={effect: total[str(effect)] for effect in MoveEffect},
        by_policy=[
            PolicyLine(row["policy__title"], {effect: row[str(effect)] for effect in MoveEffect})
            for row in rows
        ],
        clocks=dict.fromkeys(PlanState, 0) | {PlanState(key): count for key, count in states},
        obstacles={Obstacle(key): count for key, count in obstacles.order_by("obstacle")},
    )


def _things(effect: MoveEffect) -> Count:
    return Count("reference", distinct=True, filter=Q(effect=effect))


@query(personal=False)
def has_planned(
    move_id: int,
    *,
    references: Sequence[Combinable],
    effect: MoveEffect | None = None,
    state: PlanState | None = None,
) -> Exists:
    """Return, as part of another app's statement, whether a move does that to a thing.

    :param references: of all whose clocks are the thing's
    """
    planned = PlannedMove.objects.filter(move_id=move_id, reference__in=references)
    if effect is not None:
        planned = planned.filter(effect=effect)
    if state is not None:
        planned = planned.filter(state=state)
    return Exists(planned)


@query(personal=False)
def moved_references(move_id: int, *, first_id: int, latest_id: int) -> list[str]:
    """Return the things whose clocks a chunk of a move moved."""
    moved = PlannedMove.objects.filter(
        move_id=move_id, pk__gte=first_id, pk__lte=latest_id, state=PlanState.MOVED
    )
    return list(moved.order_by("reference").values_list("reference", flat=True).distinct())


@query(personal=False)
def unfinished_moves() -> list[int]:
    """Return the moves that are being planned or carried out."""
    going = ClockMove.objects.filter(state__in=(MoveState.PLANNING, MoveState.MOVING))
    return list(going.order_by("id").values_list("id", flat=True))
