"""Which cases are old enough to go, a page at a time."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.erasing import bound_together, kept_by_others
from debiet.core.reading import query
from debiet.customers import queries as customers
from debiet.rules.cases import CaseState
from debiet.staff.visibility import visible

ENDED: Final = Q(merged_into__isnull=True, state=CaseState.RESOLVED) | Q(
    merged_into__state=CaseState.RESOLVED
)
"""Cases that ended: a merged one ends with the one that is handled in its place."""


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

    Those merged into each other, those that share a letter, and those of one complaint go
    together: when the last of them may.

    :param without: parts of the house that are left out
    """
    held = Q(number__in=held_numbers) | Q(
        customer_id__in=held_customer_ids, customer_id__isnull=False
    )
    over = Q(merged_into__isnull=True, resolved_at__lt=before) | Q(
        merged_into__resolved_at__lt=before
    )
    free = Case.objects.filter(ENDED, over).exclude(held)
    found = list[int]()
    while len(found) < limit:
        rows = free.filter(id__gt=after).exclude(compartment__in=without)
        some = set(rows.order_by("id").values_list("id", flat=True)[:limit])
        if some:
            found += sorted(some - _kept_back(some, free))
            after = max(some)
        if len(some) < limit:
            break
    return found[:limit]


def _kept_back(case_ids: set[int], free: "QuerySet[Case]") -> set[int]:
    """Return those of some free cases that go together with one that must stay."""
    pairs, known, new = list[tuple[int, int]](), set(case_ids), set(case_ids)
    while new:
        found = _together(new)
        pairs += found
        new = {end for pair in found for end in pair} - known
        known |= new
    besides = known - case_ids
    may_go = case_ids | set(free.filter(pk__in=besides).values_list("pk", flat=True))
    stay = (known - may_go) | kept_by_others(Case, known)
    while more := {end for pair in pairs if stay & set(pair) for end in pair} - stay:
        stay |= more
    return stay & case_ids


def _together(case_ids: set[int]) -> list[tuple[int, int]]:
    """Return the pairs by which some cases go together with any others."""
    merged = Case.objects.filter(
        Q(pk__in=case_ids, merged_into__isnull=False) | Q(merged_into__in=case_ids)
    )
    pairs = list(merged.values_list("pk", "merged_into_id"))
    own = Interaction.objects.filter(case__in=case_ids, raw_message__isnull=False)
    sharing = Interaction.objects.filter(raw_message__in=own.values("raw_message"))
    first = dict[int, int]()
    for raw_id, case_id in sharing.values_list("raw_message_id", "case_id"):
        if (other := first.setdefault(raw_id or 0, case_id)) != case_id:
            pairs.append((other, case_id))
    return [*((one, other) for one, other in pairs if other), *bound_together(Case, case_ids)]


@query(personal=False)
def customers_with_cases(customer_ids: Iterable[int]) -> set[int]:
    """Return those of some customers who have a case, open or closed."""
    rows = Case.objects.filter(customer_id__in=set(customer_ids))
    return {found for found in rows.values_list("customer_id", flat=True) if found}


@query(personal=True)
def case_ids_of_person(
    *, customer_id: int | None, emails: Collection[str], viewer: Actor
) -> list[int]:
    """Return the cases of a person: the customer's, and those asked from the same addresses.

    People of one household may share an address: what is known to be another customer's is not
    this one's.
    """
    asked = Q()
    for email in emails:
        asked |= Q(contact_email__iexact=email)
    if customer_id:
        unknown = asked & Q(customer__isnull=True) if asked else Q()
        asked = unknown | Q(customer__in=customers.family(customer_id))
    if not asked:
        return []
    rows = visible(Case.objects.filter(asked), viewer)
    return list(rows.order_by("id").values_list("id", flat=True))


@query(personal=False)
def compartments_of_cases(case_ids: Iterable[int]) -> set[str]:
    """Return the parts of the house in which some cases stand."""
    rows = Case.objects.filter(pk__in=set(case_ids))
    return set(rows.values_list("compartment", flat=True).distinct())


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
