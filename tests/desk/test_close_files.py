"""Nobody opens its own file, a housemate's, a relative's or a colleague's without being asked."""

import re
from datetime import date

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.models import AccessEntry
from debiet.customers import actions as customers
from debiet.customers.actions import Address, MergeNotYours
from debiet.customers.models import FileOpening
from debiet.rules.access import Role
from debiet.rules.customer_file import Bond, RelationKind
from debiet.staff.models import Notification
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def mine(agent):
    """The customer that the agent is."""
    made = make.customer(name="Tom Jacobs", number="100111222")
    tie(agent, made)
    return made


def tie(somebody, customer):
    return customers.tie_employee(
        employee_id=somebody.employee_id, customer_id=customer.pk, by=make.SYSTEM, at=make.MONDAY
    )


def stranger(name: str = "Koen Maes"):
    """Somebody at another address than all others of the tests."""
    made = customers.add_customer(name=name, language="nl", by=make.SYSTEM, at=make.MONDAY)
    customers.add_account(
        customer_id=made.pk,
        number=f"9{made.pk:08}",
        address=Address("Dorp", "1", "9000", "Gent"),
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    return made


@pytest.fixture
def close(mine, utility):
    """Return somebody who is close to the agent in a way."""

    def made(bond: Bond):
        if bond is Bond.OWN:
            return mine
        if bond is Bond.HOUSEMATE:
            return make.customer(name="Els Claes")
        found = stranger("Els Claes")
        if bond is Bond.RELATED:
            customers.relate_customers(
                customer_id=found.pk,
                other_id=mine.pk,
                kind=RelationKind.REPRESENTATIVE,
                valid_from=date(2026, 1, 1),
                by=make.SYSTEM,
                at=make.MONDAY,
            )
        else:
            tie(make.employee(utility), found)
        return found

    return made


def case_of(customer, subject="Vertrouwelijke vraag"):
    opened = make.case(
        contact=Contact(name="X", email=f"x{customer.pk}@example.be"), subject=subject
    )
    cases.link_customer(
        case_id=opened.case_id, customer_id=customer.pk, seen_version=1, by=make.SYSTEM,
        at=make.MONDAY,
    )  # fmt: skip
    return opened


@pytest.mark.parametrize("bond", Bond)
def test_a_case_of_somebody_close_asks_why_and_is_reported(
    browser_of_agent, agent, close, utility, sign_in, jobs, bond
):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    dpo = make.employee(utility, role=Role.DPO)
    customer = close(bond)
    opened = case_of(customer)
    for path in (f"/cases/{opened.number}/", f"/cases/{opened.number}/details/"):
        told = browser_of_agent.get(path)
        assert told["Location"].startswith(f"/customers/{customer.pk}/why/?next=")
        assert "Vertrouwelijke vraag" not in told.content.decode()
    assert not AccessEntry.objects.filter(user_id=agent.user_id).exists()
    asked = browser_of_agent.get(told["Location"])
    assert "your team lead and the data protection officer are told" in text_of(asked)

    typed = {"purpose": "contact", "words": "collega is ziek", "next": f"/cases/{opened.number}/"}
    page = browser_of_agent.post(f"/customers/{customer.pk}/why/", typed, follow=True)

    assert "Vertrouwelijke vraag" in text_of(page)
    assert FileOpening.objects.get().bond is bond
    assert AccessEntry.objects.filter(user_id=agent.user_id).exists()
    jobs.run(times=2)
    told = Notification.objects.filter(kind="customer.close-file")
    assert {one.employee_id for one in told} == {lead.employee_id, dpo.employee_id}
    assert told.count() == 2
    assert "Somebody opened a customer's file" in text_of(sign_in(dpo).get("/notices/"))
    listed = text_of(sign_in(lead).get("/close-looks/"))
    assert "collega is ziek" in listed
    assert "Tom Jacobs" in listed


def test_what_is_posted_about_somebody_close_changes_nothing(browser_of_agent, mine):
    opened = case_of(mine)
    told = browser_of_agent.post(f"/cases/{opened.number}/note/", {"text": "Snel even"})
    assert told["Location"] == f"/customers/{mine.pk}/why/"


def test_strangers_and_cases_of_nobody_are_not_asked_about(browser_of_agent, mine, jobs):
    assert browser_of_agent.get(f"/cases/{make.case().number}/").status_code == 200
    other = case_of(stranger())
    page = browser_of_agent.get(f"/cases/{other.number}/")
    assert page.status_code == 200
    link = re.search(r'href="(/customers/\d+/\?from=[^"]+)"', page.content.decode())[1]
    assert browser_of_agent.get(link).status_code == 200
    jobs.run()
    assert not Notification.objects.filter(kind="customer.close-file").exists()


def test_an_ended_tie_asks_no_more_and_one_employee_is_one_customer(browser_of_agent, agent, mine):
    with pytest.raises(customers.TiedAlready):
        tie(agent, stranger())
    tie_id = tie(agent, mine)  # again is no change
    opened = case_of(mine)
    customers.end_tie(tie_id=tie_id, by=make.SYSTEM, at=make.MONDAY)
    assert browser_of_agent.get(f"/cases/{opened.number}/").status_code == 200


def test_an_employees_customer_is_not_merged_with_an_ordinary_one(mine, utility):
    other = stranger("Tom Jacobs")
    lead = make.employee(utility, role=Role.TEAM_LEAD)
    with pytest.raises(MergeNotYours):
        cases.merge_two_customers(
            kept_id=other.pk,
            other_id=mine.pk,
            chosen={},
            seen_versions=(1, 1),
            by=lead.actor,
            at=make.MONDAY,
        )


@pytest.mark.parametrize("role", Role)
def test_who_watches_sees_the_list_and_nobody_else(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    may = role in (Role.TEAM_LEAD, Role.DPO, Role.AUDITOR)
    assert browser.get("/close-looks/").status_code == (200 if may else 403)
    offered = browser.get("/", follow=True).content.decode()
    assert ('href="/close-looks/"' in offered) == may


def test_whoever_manages_employees_ties_one_and_ends_it(utility, agent, sign_in):
    made = stranger()
    browser = sign_in(make.employee(utility, role=Role.ADMIN))
    typed = {"employee": str(agent.employee_id), "number": f"9{made.pk:08}"}
    page = browser.post("/ties/", typed | {"number": "1"})
    assert "No customer has this number." in text_of(page)
    page = browser.post("/ties/", typed, follow=True)
    assert "Tom Jacobs" in text_of(page)
    assert "Koen Maes" not in text_of(page)  # whoever manages employees sees no customers
    tie_id = re.search(r"/ties/(\d+)/end/", page.content.decode())[1]
    browser.post(f"/ties/{tie_id}/end/")
    assert browser.post(f"/ties/{tie_id}/end/").status_code == 404
    assert "Nobody is tied to a customer yet." in text_of(browser.get("/ties/"))


def test_a_search_that_would_show_the_card_of_somebody_close_asks_first(browser_of_agent, mine):
    opened = make.case()
    told = browser_of_agent.get(f"/cases/{opened.number}/customer/", {"q": "100111222"})
    assert told["Location"].startswith(f"/customers/{mine.pk}/why/")
    assert not AccessEntry.objects.filter(subject=f"customer:{mine.pk}").exists()
