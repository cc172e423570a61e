"""What happened to employees."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class EmployeeTold(Event):
    """An employee was told something that it wants to know by mail at once."""

    notification_id: int
