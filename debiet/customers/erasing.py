"""Letting customers go who have nothing with us any more."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.customers.models import CallerVerification, Customer, CustomerAccount, EmployeeTie
from debiet.rules.access import Permission
from debiet.search import forgetting


@action(permission=Permission.ERASE)
def erase_customers(*, customer_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let customers go with how to reach them; one who has an account again stays.

    Who are one go and stay together.
    """
    members = one_with_each(customer_ids)
    still = with_account({one for family in members.values() for one in family})
    going = {customer_id for customer_id, family in members.items() if not family & still}
    words = forgetting.words_of(customer_ids=going)
    gone = erase(Customer, going)
    forgetting.forget(words)
    return gone


@action(permission=Permission.ERASE)
def erase_verifications(*, verification_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let go that callers proved who they were."""
    return erase(CallerVerification, verification_ids)


@action(permission=Permission.ERASE)
def erase_ties(*, employee_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let go which customers employees are."""
    ties = EmployeeTie.objects.filter(employee__in=set(employee_ids))
    return erase(EmployeeTie, ties.values_list("id", flat=True))


@query(personal=False)
def customers_without_account(
    *, before: datetime, held_ids: Collection[int] = (), after: int, limit: int
) -> list[int]:
    """Return customers who were recorded before a moment and have no account."""
    accounts = CustomerAccount.objects.filter(customer=OuterRef("pk"))
    rows = Customer.objects.filter(~Exists(accounts), created_at__lt=before, id__gt=after)
    rows = rows.exclude(pk__in=held_ids)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def one_with_each(customer_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return, for each customer, itself and all who are one with it: a merge is a pointer."""
    pointers = Customer.objects.values_list("pk", "merged_into_id")
    kept = {one: into or one for one, into in pointers.filter(pk__in=set(customer_ids))}
    families = {one: {one} for one in kept.values()}
    for one, into in pointers.filter(merged_into__in=families):
        families[into or one].add(one)
    return {one: frozenset(families[into]) for one, into in kept.items()}


@query(personal=False)
def with_account(customer_ids: Iterable[int]) -> set[int]:
    """Return those of some customers who have an account."""
    rows = CustomerAccount.objects.filter(customer__in=set(customer_ids))
    return set(rows.values_list("customer_id", flat=True))


@query(personal=False)
def recorded_since(customer_ids: Iterable[int], moment: datetime) -> set[int]:
    """Return those of some customers who were recorded at a moment or later."""
    rows = Customer.objects.filter(pk__in=set(customer_ids), created_at__gte=moment)
    return set(rows.values_list("pk", flat=True))


@query(personal=False)
def verifications_before(
    *, before: datetime, held_ids: Collection[int] = (), after: int, limit: int
) -> list[int]:
    """Return checks of callers from before a moment."""
    rows = CallerVerification.objects.filter(at__lt=before, id__gt=after)
    rows = rows.exclude(customer_id__in=held_ids)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


@query(personal=False)
def is_customer(customer_id: int) -> bool:
    """Return whether there is a customer of that number."""
    return Customer.objects.filter(pk=customer_id).exists()


@query(personal=False)
def verification_ids_of(customer_id: int) -> list[int]:
    """Return the checks of callers who said to be a customer, or one who is one with it."""
    members = one_with_each([customer_id]).get(customer_id, ())
    rows = CallerVerification.objects.filter(customer__in=members)
    return list(rows.order_by("id").values_list("id", flat=True))
