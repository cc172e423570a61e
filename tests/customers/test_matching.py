"""Whom a contact is from: matched when one fits, shown when several do, never guessed."""

import pytest

from debiet.cases import queries as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.customers import actions, queries
from debiet.customers.models import ContactKind
from debiet.customers.normalize import normalized
from tests import make


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        (ContactKind.EMAIL, " Ann@Example.BE ", "ann@example.be"),
        (ContactKind.PHONE, "0470 12 34 56", "+32470123456"),
        (ContactKind.PHONE, "+32 (0)470/12.34.56", "+32470123456"),
        (ContactKind.PHONE, "0032470123456", "+32470123456"),
        (ContactKind.PHONE, "+31 20 794 0000", "+31207940000"),
        (ContactKind.PHONE, "toestel A-1", "1"),
    ],
)
def test_what_people_type_is_found_in_one_form(kind, typed, found):
    assert normalized(kind, typed) == found


@pytest.mark.django_db
def test_one_customer_that_fits_is_linked():
    make.utility()
    ann = make.customer(email="ann@example.be")

    opened = make.case()

    assert Case.objects.get(pk=opened.case_id).customer_id == ann.pk


@pytest.mark.django_db
def test_two_customers_that_fit_are_shown_and_none_is_linked():
    utility = make.utility()
    agent = make.employee(utility)
    people = [make.customer(email="ann@example.be"), make.customer(email="ann@example.be")]

    opened = make.case()

    assert Case.objects.get(pk=opened.case_id).customer_id is None
    shown = cases.suggested_customers(opened.case_id, viewer=agent.actor)
    assert [card.customer_id for card in shown] == [customer.pk for customer in people]


@pytest.mark.django_db
def test_a_customer_number_decides_between_those_who_share_an_address():
    make.utility()
    make.customer(email="ann@example.be")
    second = make.customer(email="ann@example.be", number="100 284 771")

    opened = make.case(contact=Contact(email="ann@example.be", account_number="100.284.771"))

    assert Case.objects.get(pk=opened.case_id).customer_id == second.pk


@pytest.mark.django_db
def test_a_customer_number_of_somebody_else_makes_it_ambiguous_not_a_match():
    make.utility()
    ann = make.customer(email="ann@example.be")
    bert = make.customer(name="Bert", number="100284771")

    found = queries.candidate_ids(email="ann@example.be", account="100284771")

    assert found == [ann.pk, bert.pk]


@pytest.mark.django_db
def test_a_customer_number_belongs_to_one_customer():
    make.utility()
    make.customer(number="100284771")
    other = make.customer(name="Bert")

    with pytest.raises(actions.AccountNumberTaken):
        actions.add_account(
            customer_id=other.pk,
            number="100.284.771",
            address=actions.Address("Dorp", "1", "9000", "Gent"),
            by=Actor.system("demo"),
            at=make.MONDAY,
        )
