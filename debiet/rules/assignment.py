"""Giving new cases of a team to its people: who may take one, and who of them gets it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Way(StrEnum):
    """How the new cases of a team find somebody."""

    BY_HAND = "by-hand"
    ROUND_ROBIN = "round-robin"
    LEAST_LOAD = "least-load"


class Why(StrEnum):
    """Why a case was given to somebody, or to nobody."""

    TURN = "turn"
    LEAST = "least"
    BY_HAND = "by-hand"
    NOBODY_TAKES = "nobody-takes"
    NO_SKILL = "no-skill"
    TOO_CLOSE = "too-close"
    NOBODY_HERE = "nobody-here"


@dataclass(frozen=True, slots=True)
class Skill:
    """What somebody takes of a team's cases; nothing named means all.

    :param takes: false for who gets no cases by the team's way
    :param topics: topics with all below them
    """

    takes: bool = True
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()


EVERYTHING = Skill()
"""Of who has no skill written down."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody of a team, as it counts for giving cases.

    :param open_cases: how many it has that are not closed
    :param turn: grows with each case that was given by the team's way; 0 for who had none yet
    """

    employee: int
    compartments: frozenset[str]
    is_here: bool = True
    skill: Skill = EVERYTHING
    open_cases: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """What counts of a case that wants somebody.

    :param topic_path: the codes from the root of the tree to its topic
    :param close: the employees whose own or close file it is
    """

    topic_path: tuple[str, ...]
    language: str
    segment: str
    compartment: str
    close: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets a case, or nobody, and why.

    :param among: how many could have taken it
    """

    employee: int | None
    why: Why
    among: int = 0


def knows(skill: Skill, task: Task) -> bool:
    """Return whether somebody with a skill takes such a case."""
    return (
        (not skill.topics or not skill.topics.isdisjoint(task.topic_path))
        and (not skill.languages or task.language in skill.languages)
        and (not skill.segments or task.segment in skill.segments)
    )


def obstacle(taker: Taker, task: Task) -> Why | None:
    """Return why somebody may not get a case now, or None; the first that holds is told."""
    holding = (
        (Why.NOBODY_TAKES, not taker.skill.takes or task.compartment not in taker.compartments),
        (Why.NO_SKILL, not knows(taker.skill, task)),
        (Why.TOO_CLOSE, taker.employee in task.close),
        (Why.NOBODY_HERE, not taker.is_here),
    )
    return next((why for why, holds in holding if holds), None)


_NEARER = (Why.NOBODY_TAKES, Why.NO_SKILL, Why.TOO_CLOSE, Why.NOBODY_HERE)
"""From what is furthest from taking a case to what is nearest."""


def choose(way: Way, task: Task, takers: Sequence[Taker]) -> Choice:
    """Return who gets a case by a team's way; the same is asked, the same is answered.

    Round robin: who had the latest turn longest ago. Least load: who has the fewest open cases,
    among equals whose turn it is. Where nobody may take it, the obstacle of who came nearest is
    the reason.
    """
    if way is Way.BY_HAND:
        return Choice(None, Why.BY_HAND)
    obstacles = [obstacle(taker, task) for taker in takers]
    able = [taker for taker, why in zip(takers, obstacles, strict=True) if why is None]
    if not able:
        found = [why for why in obstacles if why is not None]
        return Choice(None, max(found, key=_NEARER.index, default=Why.NOBODY_TAKES))
    if way is Way.ROUND_ROBIN:
        chosen = min(able, key=lambda one: (one.turn, one.employee))
        return Choice(chosen.employee, Why.TURN, len(able))
    chosen = min(able, key=lambda one: (one.open_cases, one.turn, one.employee))
    return Choice(chosen.employee, Why.LEAST, len(able))


def spread(
    way: Way, tasks: Sequence[Task], takers: Sequence[Taker]
) -> tuple[list[Choice], list[Taker]]:
    """Return who gets each of several cases, one after the other, and how all stand then."""
    choices: list[Choice] = []
    standing = list(takers)
    for task in tasks:
        choice = choose(way, task, standing)
        choices.append(choice)
        if choice.employee is not None:
            latest = max(one.turn for one in standing)
            standing = [
                replace(one, open_cases=one.open_cases + 1, turn=latest + 1)
                if one.employee == choice.employee
                else one
                for one in standing
            ]
    return choices, standing
