"""Letting customers go who have nothing with us any more."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.customers.models import CallerVerification, Customer, CustomerAccount
from debiet.rules.access import Permission
from debiet.search import forgetting


@action(permission=Permission.ERASE)
def erase_customers(*, customer_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let customers go with how to reach them; one who has an account again stays."""
    with_account = CustomerAccount.objects.filter(customer__in=set(customer_ids))
    still = set(with_account.values_list("customer_id", flat=True))
    going = set(customer_ids) - still
    words = forgetting.words_of(customer_ids=going)
    gone = erase(Customer, going)
    forgetting.forget(words)
    return gone


@action(permission=Permission.ERASE)
def erase_verifications(*, verification_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let go that callers proved who they were."""
    return erase(CallerVerification, verification_ids)


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
    """Return the checks of callers who said to be a customer."""
    rows = CallerVerification.objects.filter(customer=customer_id)
    return list(rows.order_by("id").values_list("id", flat=True))
