"""Reading whether a customer's file is open to an employee, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers.models import Customer, FileOpening
from debiet.rules.customer_file import OPENED_FOR
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Standing:
    """How an employee stands towards a customer's file.

    :param customer_id: of whom the file is: of somebody merged, of whom it was merged into
    :param opening_id: of the reason that the employee gave and that still holds, None without
    """

    customer_id: int
    opening_id: int | None


@query(personal=True)
def standing(customer_id: int, *, employee_id: int, viewer: Actor, at: datetime) -> Standing | None:
    """Return how an employee stands towards a customer's file; None where there is no such."""
    mine = FileOpening.objects.filter(
        customer=Coalesce(OuterRef("merged_into_id"), OuterRef("pk")),
        employee=employee_id,
        opened_at__gt=at - OPENED_FOR,
    )
    row = (
        visible(Customer.objects.filter(pk=customer_id), viewer)
        .annotate(opening_id=Subquery(mine.order_by("-id").values("pk")[:1]))
        .values_list("pk", "merged_into_id", "opening_id")
        .first()
    )
    if row is None:
        return None
    key, merged_into_id, opening_id = row
    return Standing(merged_into_id or key, opening_id)
