"""Recording many customers at once: by the same rules as one."""

import pytest

from debiet.core.models import AuditEntry
from debiet.customers import actions, queries
from debiet.customers.actions import AccountNumberTaken, Address, NewCustomer
from debiet.customers.models import ContactPoint, Customer
from tests import make

pytestmark = pytest.mark.django_db
KERKSTRAAT = Address("Kerkstraat", "1", "9230", "Wetteren")


def add(*customers: NewCustomer) -> list[int]:
    return actions.add_customers(customers=customers, by=make.SYSTEM, at=make.MONDAY)


def test_customers_come_back_in_order_with_accounts_and_ways_to_be_reached():
    ann, bob = add(
        NewCustomer(
            "Ann Peeters",
            "nl",
            accounts=[("4000 0001", KERKSTRAAT)],
            emails=["A@b.example"],
            phones=["0400 00 00 01"],
        ),
        NewCustomer("Bob Maes", "fr"),
    )
    assert queries.candidate_ids(account="40000001") == [ann]
    assert queries.candidate_ids(email="a@B.example", phone="0400000001") == [ann]
    (card,) = queries.cards([ann], viewer=make.SYSTEM)
    assert card.accounts == (("40000001", "Kerkstraat 1, 9230 Wetteren"),)
    assert card.contact_points == (("email", "A@b.example"), ("phone", "0400 00 00 01"))
    assert Customer.objects.get(pk=bob).language == "fr"


def test_the_same_way_to_be_reached_twice_is_one_and_the_first_is_preferred():
    (ann,) = add(
        NewCustomer(
            "Ann",
            "nl",
            emails=["ann@b.example", "ANN@b.example"],
            phones=["0400 00 00 01"],
        )
    )
    points = ContactPoint.objects.filter(customer=ann).order_by("id")
    assert [(point.value, point.is_preferred) for point in points] == [
        ("ann@b.example", True),
        ("0400 00 00 01", False),
    ]


def test_each_of_them_has_its_own_line_in_the_audit():
    ids = add(NewCustomer("Ann", "nl"), NewCustomer("Bob", "nl"))
    lines = AuditEntry.objects.filter(reference__startswith="customer:").order_by("id")
    assert [line.reference for line in lines] == [f"customer:{key}" for key in ids]
    assert len({line.operation_id for line in lines}) == 1


def test_a_number_given_twice_is_refused():
    with pytest.raises(AccountNumberTaken):
        add(
            NewCustomer("Ann", "nl", accounts=[("4000 0001", KERKSTRAAT)]),
            NewCustomer("Bob", "nl", accounts=[("40000001", KERKSTRAAT)]),
        )


def test_a_number_in_use_is_refused_and_nobody_is_recorded():
    add(NewCustomer("Ann", "nl", accounts=[("40000001", KERKSTRAAT)]))
    with pytest.raises(AccountNumberTaken):
        add(
            NewCustomer("Bob", "nl"),
            NewCustomer("Cas", "nl", accounts=[("4000-0001", KERKSTRAAT)]),
        )
    assert Customer.objects.count() == 1
