"""What happened to incidents."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class TellingDue(Event):
    """Askers of an incident's cases are to be told its message."""

    incident_id: int


@dataclass(frozen=True)
class ClosingDue(Event):
    """Cases are to close, or open again, with their incident."""

    incident_id: int
