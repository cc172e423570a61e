"""Reading what an employee and a customer are to each other, and which looks that made suspect."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.customers.models import (
    Customer,
    CustomerAccount,
    CustomerRelation,
    EmployeeTie,
    FileOpening,
)
from debiet.customers.queries.finding import KEPT, KEPT_SELF, one_with
from debiet.customers.queries.person import family
from debiet.rules.access import Permission
from debiet.rules.customer_file import Bond, Purpose, bond
from debiet.staff.visibility import visible


@joint_query(personal=False)
def bond_between(employee_id: int, customer_id: int) -> Reading[Bond | None]:
    """Return what makes an employee's look at a customer's file suspect."""
    near = Q(employee=employee_id) | Q(customer__in=family(customer_id))
    return reading(_tied(customer_id).filter(near), made=lambda found: _bond(employee_id, found))


@query(personal=False)
def close_among(employee_ids: Iterable[int], *, customer_id: int) -> frozenset[int]:
    """Return to whom of some employees a customer is close in any way, in one statement."""
    rows = list(_tied(customer_id))
    return frozenset(one for one in employee_ids if _bond(one, rows) is not None)


_Tied = tuple[int, bool, bool, bool]


def _tied(customer_id: int) -> "QuerySet[EmployeeTie, _Tied]":
    """Return all who are customers themselves, and what they are to one customer."""
    members = family(customer_id)
    tied = EmployeeTie.objects.filter(ended_at__isnull=True)
    theirs = CustomerAccount.objects.filter(
        customer__in=members,
        postal_code=OuterRef("customer__accounts__postal_code"),
        street__iexact=OuterRef("customer__accounts__street"),
        house_number__iexact=OuterRef("customer__accounts__house_number"),
    )
    holding = CustomerRelation.objects.filter(valid_until__isnull=True)
    related = holding.filter(
        Q(customer=OuterRef("customer_id"), other__in=members)
        | Q(other=OuterRef("customer_id"), customer__in=members)
    )
    return tied.annotate(
        is_housemate=Exists(theirs), is_related=Exists(related), here=_is_one_of(members)
    ).values_list("employee_id", "here", "is_housemate", "is_related")


def _bond(employee_id: int, rows: Sequence[_Tied]) -> Bond | None:
    mine = [row for row in rows if row[0] == employee_id]
    return bond(
        is_own=any(here for _who, here, _home, _tied in mine),
        is_housemate=any(home for _who, _here, home, _tied in mine),
        is_related=any(tied for _who, _here, _home, tied in mine),
        is_colleague=any(here for who, here, _home, _tied in rows if who != employee_id),
    )


def _is_one_of(members: "QuerySet[Customer]") -> Exists:
    return Exists(EmployeeTie.objects.filter(pk=OuterRef("pk"), customer__in=members))


@query(personal=False)
def close_customers(employee_id: int, customer_ids: Iterable[int]) -> dict[int, Bond]:
    """Return which of some customers are close to an employee, and how, in few statements."""
    people = Customer.objects.filter(pk__in=set(customer_ids))
    kept = dict(people.values_list("pk", KEPT_SELF))
    tied = EmployeeTie.objects.filter(ended_at__isnull=True).annotate(kept=KEPT)
    near = list(
        tied.filter(Q(employee=employee_id) | Q(kept__in=set(kept.values()))).values_list(
            "employee_id", "kept"
        )
    )
    mine = {one for who, one in near if who == employee_id}
    colleagues = {one for who, one in near if who != employee_id}
    homes = _housemates(mine, kept.values()) if mine else set()
    relatives = _related(mine, kept.values()) if mine else set()
    found = {
        key: bond(
            is_own=one in mine,
            is_housemate=one in homes,
            is_related=one in relatives,
            is_colleague=one in colleagues,
        )
        for key, one in kept.items()
    }
    return {key: how for key, how in found.items() if how is not None}


def _housemates(mine: Collection[int], others: Collection[int]) -> set[int]:
    here = CustomerAccount.objects.filter(
        customer__in=one_with(mine),
        postal_code=OuterRef("postal_code"),
        street__iexact=OuterRef("street"),
        house_number__iexact=OuterRef("house_number"),
    )
    theirs = CustomerAccount.objects.filter(Exists(here), customer__in=one_with(others))
    return set(theirs.values_list(KEPT, flat=True))


def _related(mine: Collection[int], others: Collection[int]) -> set[int]:
    """Return who is related to somebody; among them may be the latter itself."""
    own, theirs = one_with(mine), one_with(others)
    holding = CustomerRelation.objects.filter(valid_until__isnull=True)
    pairs = holding.filter(
        Q(customer__in=own, other__in=theirs) | Q(other__in=own, customer__in=theirs)
    ).values_list(KEPT, Coalesce("other__merged_into_id", "other_id"))
    return {one for pair in pairs for one in pair}


@query(personal=False)
def tied_employee_ids(customer_id: int) -> set[int]:
    """Return the employees that a customer is."""
    ties = EmployeeTie.objects.filter(customer__in=family(customer_id), ended_at__isnull=True)
    return set(ties.values_list("employee_id", flat=True))


@dataclass(frozen=True, slots=True)
class Tie:
    """That an employee is a customer, by its customer numbers only."""

    tie_id: int
    employee: str
    numbers: tuple[str, ...]
    tied_at: datetime


@query(personal=True)
def ties(*, viewer: Actor) -> list[Tie]:
    """Return which employees are customers now."""
    numbers = CustomerAccount.objects.filter(customer=OuterRef("customer_id")).order_by("number")
    rows = visible(EmployeeTie.objects.filter(ended_at__isnull=True), viewer).annotate(
        name=F("employee__name"), numbers=ArraySubquery(numbers.values("number"))
    )
    return [
        Tie(one.pk, one.name, tuple(one.numbers), one.tied_at)
        for one in rows.order_by("employee__sort_key", "pk")
    ]


@dataclass(frozen=True, slots=True)
class CloseLook:
    """That an employee opened the file of somebody close, with what it said."""

    opening_id: int
    employee: str
    customer_id: int
    bond: Bond
    purpose: Purpose
    words: str
    opened_at: datetime


@query(personal=True)
def close_looks(*, viewer: Actor, limit: int = 100) -> list[CloseLook]:
    """Return the latest files that employees opened of somebody close to them, newest first."""
    if not {Permission.SEE_ACCESS_LOG, Permission.SEE_AUDIT} & viewer.permissions:
        return []
    rows = visible(FileOpening.objects.exclude(bond=""), viewer).order_by("-id")
    return [
        CloseLook(
            one.pk, one.name, one.customer_id, one.bond, one.purpose, one.words, one.opened_at
        )
        for one in rows.annotate(name=F("employee__name"))[:limit]
    ]
