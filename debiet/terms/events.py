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
