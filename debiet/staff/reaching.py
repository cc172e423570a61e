"""By what employees are reached outside of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from debiet.core.reading import query
from debiet.staff.models import Employee


@dataclass(frozen=True, slots=True)
class Reached:
    """Where mail reaches an employee, and in which language."""

    employee_id: int
    address: str
    language: str


@query(personal=False)
def reached(employee_ids: Iterable[int]) -> list[Reached]:
    """Return by what employees who work here are reached."""
    rows = Employee.objects.filter(pk__in=set(employee_ids), left_at__isnull=True)
    found = rows.order_by("pk").values_list("pk", "user__email", "user__language")
    return [Reached(*row) for row in found]
