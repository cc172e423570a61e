"""What happened to customers."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class CallerLockedOut(Event):
    """Somebody failed too often to prove to be a customer: nobody can for a while."""

    verification_id: int


@dataclass(frozen=True)
class CloseFileOpened(Event):
    """An employee opened its own file, or that of somebody close to it."""

    opening_id: int
