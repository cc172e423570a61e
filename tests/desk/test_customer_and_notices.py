"""Whom a case is from, and what an employee is told."""

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.core.models import AccessEntry
from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.staff.models import Notification
from debiet.terms import actions as terms
from debiet.terms.models import LevelMark
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def opened(utility):
    return make.case(contact=Contact(name="Ann", email="ann@example.be"))


def link(browser, opened, customer_id: object, *, version: object = 1):
    return browser.post(
        f"/cases/{opened.number}/customer/link/",
        {"seen_version": str(version), "customer_id": str(customer_id)},
        follow=True,
    )


@pytest.mark.parametrize(
    "words",
    ["100284771", "ann@other.example", "0470 12 34 56", "de smet", "Desmet", "anne de smte"],
)
def test_a_customer_is_found_by_number_address_phone_or_name_with_typing_errors(
    browser_of_agent, opened, words
):
    made = make.customer(email="ann@other.example", phone="+32470123456", number="100284771")
    page = browser_of_agent.get(f"/cases/{opened.number}/customer/", {"q": words})
    assert "This is Ann De Smet" in text_of(page)
    assert AccessEntry.objects.filter(subject=f"customer:{made.pk}").exists()


def test_nobody_found_says_what_to_try(browser_of_agent, opened):
    page = browser_of_agent.get(f"/cases/{opened.number}/customer/", {"q": "zzz\x00"})
    assert "Nobody was found." in text_of(page)


def test_an_employee_says_who_it_is_and_takes_it_back(browser_of_agent, opened):
    made = make.customer()
    page = link(browser_of_agent, opened, made.pk)
    assert "The case is linked to this customer." in text_of(page)
    assert Case.objects.get(pk=opened.case_id).customer_id == made.pk
    link(browser_of_agent, opened, "", version=2)
    assert Case.objects.get(pk=opened.case_id).customer_id is None


def test_a_customer_that_does_not_exist_is_not_found(browser_of_agent, opened):
    assert link(browser_of_agent, opened, 999999).status_code == 404


def test_linking_what_somebody_changed_meanwhile_changes_nothing(browser_of_agent, opened):
    made = make.customer()
    page = link(browser_of_agent, opened, made.pk, version=7)
    assert "Somebody else changed this while you were working on it." in text_of(page)
    assert Case.objects.get(pk=opened.case_id).customer_id is None


def test_a_partner_neither_links_nor_searches_customers(utility, sign_in):
    browser = sign_in(make.employee(utility, role=Role.PARTNER_AGENT, partner=True))
    opened = make.case(topic_code="line")
    assert browser.get(f"/cases/{opened.number}/customer/").status_code == 403
    assert link(browser, opened, 1).status_code == 403


@pytest.fixture
def lead(utility) -> make.Somebody:
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)


def tell(clock) -> None:
    """Let the sweep look, and the leads be told."""
    clock.at(make.local("2026-03-02 18:00"))
    terms.mark_levels(by=make.SYSTEM, at=clock.moment)
    for mark in LevelMark.objects.all():
        cases.tell_leads(mark_id=mark.pk, by=make.SYSTEM, at=clock.moment)


def test_a_lead_reads_what_ran_out_and_puts_it_away(lead, opened, sign_in, clock):
    tell(clock)
    browser = sign_in(lead)
    page = browser.get("/notices/")
    shown = text_of(page)
    assert f"{opened.number} 75 % of the term is used up: First answer" in shown
    assert f"{opened.number} 100 % of the term is used up: First answer" in shown
    assert "Told to you 2" in shown
    first = Notification.objects.filter(employee_id=lead.employee_id).order_by("id")[0]
    browser.post(f"/notices/{first.pk}/away/")
    assert "Told to you 1" in text_of(browser.get("/notices/"))


def test_what_somebody_else_was_told_can_neither_be_read_nor_put_away(
    lead, opened, browser_of_agent, clock
):
    tell(clock)
    assert opened.number not in text_of(browser_of_agent.get("/notices/"))
    other = Notification.objects.first()
    assert browser_of_agent.post(f"/notices/{other.pk}/away/").status_code == 404
    assert not Notification.objects.filter(read_at__isnull=False).exists()


def test_reading_the_address_of_putting_away_puts_nothing_away(lead, opened, sign_in, clock):
    tell(clock)
    first = Notification.objects.filter(employee_id=lead.employee_id)[0]
    sign_in(lead).get(f"/notices/{first.pk}/away/")
    assert not Notification.objects.filter(read_at__isnull=False).exists()


def test_an_answer_that_did_not_arrive_is_told(agent, opened, browser_of_agent):
    staff.notify_employee(
        employee_id=agent.employee_id,
        kind="case.undelivered",
        about=f"case:{opened.number}",
        compartment="ordinary",
        cause="undelivered:1",
        facts={"number": opened.number},
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    shown = text_of(browser_of_agent.get("/notices/"))
    assert f"{opened.number} A message to the customer could not be delivered" in shown


def test_an_auditor_is_told_nothing_and_has_no_such_page(utility, sign_in):
    browser = sign_in(make.employee(utility, role=Role.AUDITOR))
    assert browser.get("/notices/").status_code == 403
    assert "/notices/" not in browser.get("/work/mine/").content.decode()
