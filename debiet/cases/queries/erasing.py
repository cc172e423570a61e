"""Which cases are old enough to go, a page at a time."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from debiet.cases.models import Case, Interaction
from debiet.core.reading import query
from debiet.rules.cases import CaseState


@query(personal=False)
def cases_closed(
    *,
    before: datetime,
    held_numbers: Collection[str] = (),
    held_customer_ids: Collection[int] = (),
    after: int,
    limit: int,
) -> list[int]:
    """Return cases that were closed before a moment and that nothing keeps.

    One that shares a letter with a case that must stay, stays as well.
    """
    held = Q(number__in=held_numbers) | Q(
        customer_id__in=held_customer_ids, customer_id__isnull=False
    )
    free = Case.objects.filter(state=CaseState.RESOLVED, resolved_at__lt=before).exclude(held)
    staying = Interaction.objects.filter(raw_message=OuterRef("raw_message")).exclude(
        case__in=free.values("pk")
    )
    shared = Interaction.objects.filter(case=OuterRef("pk"), raw_message__isnull=False)
    rows = free.filter(~Exists(shared.filter(Exists(staying))), id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def customers_with_cases(customer_ids: Iterable[int]) -> set[int]:
    """Return those of some customers who have a case, open or closed."""
    rows = Case.objects.filter(customer_id__in=set(customer_ids))
    return {found for found in rows.values_list("customer_id", flat=True) if found}
