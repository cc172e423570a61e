"""What happened to employees."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class EmployeeTold(Event):
    """An employee was told something that it wants to know by mail at once."""

    notification_id: int


@dataclass(frozen=True)
class RoleAsked(Event):
    """Somebody asked a second person to give an employee a sensitive role."""

    request_id: int


@dataclass(frozen=True)
class LeavingRefused(Event):
    """Somebody should have left, and nobody else could set up the house."""

    employee_id: int
