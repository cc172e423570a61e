"""Customers that are one: suspected, compared, merged by a pointer, and taken apart to the byte."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.core import serializers
from django.db import connection

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.core.errors import NotFound, Refused
from debiet.customers import actions as customers
from debiet.customers import queries
from debiet.customers.actions import MergeImpossible, MergeNotYours
from debiet.customers.models import (
    ContactPoint,
    Customer,
    CustomerAccount,
    CustomerMerge,
    SuspectedDuplicate,
)
from debiet.rules.access import Compartment
from debiet.rules.duplicates import Taken
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def two(utility):
    """The same woman twice, with a case each."""
    first = make.customer(name="Ann De Smet", email="ann@example.be", born_on=date(1961, 3, 12))
    second = make.customer(name="De Smet, An", email="ANN@example.be", phone="0470 12 34 56")
    for number, customer in enumerate((first, second)):
        opened = make.case(
            contact=Contact(name="Ann", email=f"x{number}@example.be"), subject=f"Vraag {number}"
        )
        cases.link_customer(
            case_id=opened.case_id, customer_id=customer.pk, seen_version=1, by=make.SYSTEM,
            at=make.MONDAY,
        )  # fmt: skip
    cases.find_duplicate_customers(by=make.SYSTEM, at=make.MONDAY)
    return first, second


def merge(kept, other, by, **changes):
    values = {"chosen": {"name": Taken.OTHER}, "seen_versions": (kept.version, other.version)}
    return cases.merge_two_customers(
        kept_id=kept.pk, other_id=other.pk, by=by, at=make.MONDAY, **(values | changes)
    )


def rows() -> str:
    """Return what a merge may touch, as it stands; only the counter of changes may go on."""
    found = ""
    for model in (Customer, CustomerAccount, ContactPoint, Case, SuspectedDuplicate):
        found += serializers.serialize("json", model.objects.order_by("pk"))
    return re.sub(r'"merged_into": null, |"version": \d+', "", found)


def test_a_pair_is_suspected_once_and_compared_field_by_field(browser_of_agent, two):
    assert cases.find_duplicate_customers(by=make.SYSTEM, at=make.MONDAY) == 0
    pair = SuspectedDuplicate.objects.get()
    assert "Ann De Smet · De Smet, An" in text_of(browser_of_agent.get("/duplicates/"))
    page = browser_of_agent.get(f"/duplicates/{pair.pk}/")
    shown = text_of(page)
    assert "nearly the same name" in shown
    assert "0470 12 34 56" in shown
    assert "12 March 1961" in shown


def test_a_merge_reads_both_together_and_undoing_restores_each_row(browser_of_agent, two, agent):
    first, second = two
    pair = SuspectedDuplicate.objects.get()
    before = rows()
    typed = {"keep": str(first.pk), "seen_kept": "1", "seen_other": "1", "merge": "1"}
    for _time in range(2):
        page = browser_of_agent.post(f"/duplicates/{pair.pk}/", typed | {"take-name": "other"})
        assert page["Location"] == f"/customers/{first.pk}/"
        assert queries.candidate_ids(phone="0470 12 34 56") == [first.pk]
        assert queries.reached(second.pk).addresses.phones == ("+32470123456",)
        card = queries.cards([second.pk], viewer=agent.actor)[0]
        assert (card.customer_id, card.name, len(card.accounts)) == (first.pk, "De Smet, An", 2)
        browser_of_agent.post(
            f"/customers/{first.pk}/why/", {"purpose": "contact", "words": "belt"}
        )
        shown = text_of(browser_of_agent.get(f"/customers/{second.pk}/", follow=True))
        assert "De Smet, An is this customer too" in shown
        assert "Vraag 0" in shown
        assert "Vraag 1" in shown
        assert list(Case.objects.order_by("id").values_list("customer_id", flat=True)) == [
            first.pk,
            second.pk,
        ]

        merged = CustomerMerge.objects.latest("id")
        page = browser_of_agent.post(f"/customers/{first.pk}/merges/{merged.pk}/undo/", follow=True)

        assert "two customers again" in text_of(page)
        assert rows() == before
        typed["seen_kept"] = str(Customer.objects.get(pk=first.pk).version)
    with pytest.raises(NotFound):
        customers.undo_merge(
            merge_id=merged.pk, customer_id=first.pk, by=agent.actor, at=make.MONDAY
        )


def test_undoing_keeps_what_was_changed_since(two, agent):
    first, second = two
    merge_id = merge(first, second, agent.actor)
    Customer.objects.filter(pk=first.pk).update(name="Ann De Smedt")
    customers.undo_merge(merge_id=merge_id, customer_id=first.pk, by=agent.actor, at=make.MONDAY)
    assert Customer.objects.get(pk=first.pk).name == "Ann De Smedt"


def test_no_chains_and_no_rings(two, agent):
    first, second = two
    third = make.customer(name="Derde")
    merge(first, second, agent.actor)
    first.refresh_from_db()
    for kept, other in ((second, first), (third, second), (second, third), (third, first)):
        kept.refresh_from_db()
        with pytest.raises(MergeImpossible):
            merge(kept, other, agent.actor)
    with pytest.raises(MergeImpossible):
        merge(third, third, agent.actor)
    merge(first, third, agent.actor)  # a second one into the same is no chain
    assert set(Customer.objects.filter(merged_into=first)) == {second, third}


def linked(topic_code, customer):
    """Let a customer have a case about something."""
    opened = make.case(topic_code=topic_code, contact=Contact(name="A", email="o@example.be"))
    cases.link_customer(
        case_id=opened.case_id, customer_id=customer.pk, seen_version=1, by=make.SYSTEM,
        at=make.MONDAY,
    )  # fmt: skip


def test_what_a_partner_has_is_not_merged_by_who_cannot_see_it(two, agent):
    first, second = two
    linked("line", second)
    by = replace(agent.actor, compartments=frozenset({Compartment.ORDINARY}))
    with pytest.raises(MergeNotYours):
        merge(first, second, by)
    assert not CustomerMerge.objects.exists()


def test_what_the_ombuds_function_has_stops_no_merge_so_that_no_refusal_tells_of_it(two, agent):
    first, second = two
    linked("ombuds", second)
    merge(first, second, agent.actor)
    assert CustomerMerge.objects.exists()


def test_a_pair_somebody_changed_meanwhile_is_shown_again(browser_of_agent, two):
    first, _second = two
    pair = SuspectedDuplicate.objects.get()
    Customer.objects.filter(pk=first.pk).update(version=2)
    typed = {"keep": str(first.pk), "seen_kept": "1", "seen_other": "1", "merge": "1"}
    page = browser_of_agent.post(f"/duplicates/{pair.pk}/", typed)
    assert page.status_code == 409
    assert not CustomerMerge.objects.exists()


def test_two_that_are_two_are_not_suspected_again(browser_of_agent, two):
    pair = SuspectedDuplicate.objects.get()
    browser_of_agent.post(f"/duplicates/{pair.pk}/two/")
    assert "No two customers look like one." in text_of(browser_of_agent.get("/duplicates/"))
    assert cases.find_duplicate_customers(by=make.SYSTEM, at=make.MONDAY) == 0
    assert browser_of_agent.get(f"/duplicates/{pair.pk}/").status_code == 404


def test_a_merge_of_another_customer_is_not_undone_from_this_file(browser_of_agent, two, agent):
    first, second = two
    merge_id = merge(first, second, agent.actor)
    other = make.customer(name="Koen Maes")
    browser_of_agent.post(f"/customers/{other.pk}/why/", {"purpose": "contact", "words": "belt"})
    told = browser_of_agent.post(f"/customers/{other.pk}/merges/{merge_id}/undo/")
    assert told.status_code == 404
    assert Customer.objects.get(pk=second.pk).merged_into_id == first.pk


@pytest.mark.django_db(transaction=True)
def test_two_at_once_merge_in_one_direction_only_and_undo_once(two, agent):
    first, second = two

    def at_once(*calls):
        def carry_out(call):
            try:
                return call()
            except Refused as refusal:
                return refusal.code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(carry_out, calls))

    told = at_once(
        lambda: merge(first, second, agent.actor), lambda: merge(second, first, agent.actor)
    )
    assert told.count("customers.merge-impossible") == 1
    done = CustomerMerge.objects.get()

    def undo():
        return customers.undo_merge(
            merge_id=done.pk, customer_id=done.kept_id, by=agent.actor, at=make.MONDAY
        )

    assert sorted(at_once(undo, undo), key=str) == [None, "core.not-found"]
    assert not Customer.objects.filter(merged_into__isnull=False).exists()
