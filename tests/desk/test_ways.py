"""How a customer is written to, at the desk: shown, changed, and marks taken away."""

import pytest

from debiet.cases import actions
from debiet.cases.actions import Contact
from debiet.cases.models import Rating
from debiet.core.actor import Actor
from debiet.core.models import AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.channels.registry import CHANNELS
from debiet.correspondence.models import Message, UnreachableAddress
from debiet.customers import queries as customers
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryMethod, MessageKind
from tests import make
from tests.carriers import PostOffice
from tests.desk.reading import answer, hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def post_office(monkeypatch):
    monkeypatch.setitem(CHANNELS, Carrier.POST, PostOffice())


@pytest.fixture
def customer(utility):
    return make.customer(email="ann@example.be", phone="0470123456")


@pytest.fixture
def opened(customer):
    return make.case(contact=Contact(name="Ann De Smet", email="ann@example.be"))


def choose(browser, opened, **fields):
    return browser.post(f"/cases/{opened.number}/ways/", fields, follow=True)


def test_the_composer_says_where_the_answer_goes(browser_of_agent, opened):
    page = text_of(browser_of_agent.get(f"/cases/{opened.number}/"))
    assert "By e-mail to ann@example.be, in Dutch" in page


def test_another_way_is_chosen_written_down_and_used(browser_of_agent, opened, customer):
    shown = choose(
        browser_of_agent, opened, correspondence="post", invoices="email", wants_large_print="on"
    )

    assert "By letter to Ann De Smet, Kouterbaan 18, 9230 Wetteren, in Dutch" in text_of(shown)
    found = customers.reached(customer.pk)
    assert found.chosen == {
        MessageKind.CORRESPONDENCE: DeliveryMethod.POST,
        MessageKind.INVOICES: DeliveryMethod.EMAIL,
    }
    assert found.wants_large_print
    written_down = AuditEntry.objects.filter(reference=f"customer:{customer.pk}")
    assert written_down.filter(action="customers.choosing.choose_delivery").count() == 2
    answer(browser_of_agent, opened.number, "Zo zit het.")
    letter = Message.objects.get(purpose="answer")
    assert (letter.carrier, letter.is_large_print) == (Carrier.POST, True)

    choose(browser_of_agent, opened)
    assert customers.reached(customer.pk).chosen == {}


def test_an_invoice_cannot_be_told_by_phone(browser_of_agent, opened, customer):
    choose(browser_of_agent, opened, invoices="phone")
    assert customers.reached(customer.pk).chosen == {}


def test_an_address_that_mails_came_back_from_is_shown_and_used_again(browser_of_agent, opened):
    correspondence.note_bounced(
        message_id=Message.objects.get().pk, reason="5.1.1", by=make.SYSTEM, at=make.MONDAY
    )
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert "ann@example.be (the address does not exist)" in text_of(page)
    assert "By letter to Ann De Smet" in text_of(page)

    ways = browser_of_agent.get(f"/cases/{opened.number}/ways/")
    fields = hidden(ways, "works-again")
    shown = browser_of_agent.post(f"/cases/{opened.number}/ways/works-again/", fields, follow=True)

    assert "It is used again." in text_of(shown)
    assert "By e-mail to ann@example.be" in text_of(shown)
    assert UnreachableAddress.objects.filter(cleared_at__isnull=True).count() == 0


def test_nobody_takes_a_mark_away_that_the_page_did_not_show(browser_of_agent, opened):
    correspondence.note_bounced(
        message_id=Message.objects.get().pk, reason="5.1.1", by=make.SYSTEM, at=make.MONDAY
    )
    for key in ("", "x", '["email", "ann@example.be"]'):
        browser_of_agent.post(f"/cases/{opened.number}/ways/works-again/", {"key": key})
    assert UnreachableAddress.objects.filter(cleared_at__isnull=True).count() == 1


def test_a_case_without_a_customer_has_no_choice_to_make(browser_of_agent, utility):
    opened = make.case(contact=Contact(name="Koen", email="koen@example.be"))
    page = text_of(browser_of_agent.get(f"/cases/{opened.number}/ways/"))
    assert "nobody chose a way" in page


def test_a_new_code_is_sent_from_the_case(browser_of_agent, opened):
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert "Send the code again" in text_of(page)

    shown = browser_of_agent.post(f"/cases/{opened.number}/code/", follow=True)

    assert "A new code is on its way to the customer." in text_of(shown)
    assert Message.objects.filter(purpose="status-code").count() == 1


def test_low_scores_are_settled_by_who_leads(utility, sign_in, opened, agent):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    actions.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    actions.rate_case(
        case_id=opened.case_id,
        score=1,
        words="Niemand luistert.",
        by=Actor.visitor(opened.case_id),
        at=make.MONDAY,
    )
    browser = sign_in(lead)
    page = browser.get("/ratings/")
    assert "Niemand luistert." in text_of(page)
    assert "1 of 5" in text_of(page)
    rating = Rating.objects.get()

    assert "Please write something first." in text_of(
        browser.post(f"/ratings/{rating.pk}/", {"as": "dismissed", "reason": ""}, follow=True)
    )
    shown = browser.post(f"/ratings/{rating.pk}/", {"as": "complaint"}, follow=True)
    assert "It is a complaint now" in text_of(shown)
    assert "Nobody gave a low score" in text_of(shown)
    assert sign_in(agent).get("/ratings/").status_code == 403
