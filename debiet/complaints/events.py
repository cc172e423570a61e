"""What happened to complaints."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class ComplaintRegistered(Event):
    """A case became a complaint, or one again."""

    complaint_id: int


@dataclass(frozen=True)
class ComplaintStepped(Event):
    """A complaint took a step."""

    entry_id: int
