"""What happened to terms."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class LevelReached(Event):
    """A share of a term is used up; the mark says of which clock and since when."""

    mark_id: int


@dataclass(frozen=True)
class TermsMoved(Event):
    """The deadlines of a thing changed without its owner asking (a calendar learned new years)."""

    reference: str


@dataclass(frozen=True)
class MoveAsked(Event):
    """Somebody wants to see what a move of open clocks would do."""

    move_id: int


@dataclass(frozen=True)
class MoveConfirmed(Event):
    """Somebody who saw what a move does wants it carried out."""

    move_id: int


@dataclass(frozen=True)
class ClocksMoved(Event):
    """A chunk of a move is carried out: the clocks planned from one id through another."""

    move_id: int
    first_id: int
    latest_id: int
