"""Which cases are old enough to go, a page at a time."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.cases import CaseState
from debiet.staff.visibility import visible


@query(personal=False)
def cases_closed(
    *,
    before: datetime,
    held_numbers: Collection[str] = (),
    held_customer_ids: Collection[int] = (),
    after: int,
    limit: int,
    without: Collection[str] = (),
) -> list[int]:
    """Return cases that were closed before a moment and that nothing keeps.

    One that shares a letter with a case that must stay, stays as well.

    :param without: parts of the house that are left out
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
    rows = rows.exclude(compartment__in=without)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def customers_with_cases(customer_ids: Iterable[int]) -> set[int]:
    """Return those of some customers who have a case, open or closed."""
    rows = Case.objects.filter(customer_id__in=set(customer_ids))
    return {found for found in rows.values_list("customer_id", flat=True) if found}


@query(personal=True)
def case_ids_of_person(
    *, customer_id: int | None, email: str, phone: str = "", viewer: Actor
) -> list[int]:
    """Return the cases of a person: the customer's, and those asked from the same address."""
    asked = Q()
    if email:
        asked |= Q(contact_email__iexact=email)
    if phone:
        asked |= Q(contact_phone=phone)
    if customer_id:
        asked |= Q(customer_id=customer_id)
    if not asked:
        return []
    rows = visible(Case.objects.filter(asked), viewer)
    return list(rows.order_by("id").values_list("id", flat=True))


@query(personal=True)
def recipients_about(case_ids: Iterable[int], *, viewer: Actor) -> list[tuple[str, str]]:
    """Return to whom data in cases went besides the asker, as kind and name.

    Partners whose team handled a case, and the addresses of messages that are not the asker's own.
    """
    rows = visible(Case.objects.filter(pk__in=set(case_ids)), viewer)
    partners = rows.filter(team__organization__is_partner=True)
    found = {
        ("partner", name) for name in partners.values_list("team__organization__name", flat=True)
    }
    own = {
        value.casefold()
        for pair in rows.values_list("contact_email", "contact_phone")
        for value in pair
    }
    sent = visible(Interaction.objects.filter(case__in=rows, message__isnull=False), viewer)
    for address in sent.values_list("message__recipient_address", flat=True):
        if address and address.casefold() not in own:
            found.add(("address", address))
    return sorted(found)
