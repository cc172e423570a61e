"""Other cases beside a case: suggested, then related or dismissed."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import SuggestedLink
from debiet.correspondence.models import Message, RawMessage
from debiet.rules.access import Role
from debiet.staff import actions as staff
from tests import mails, make
from tests.desk.reading import text_of
from tests.rules.test_mail_bounce import fields, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(utility):
    opened = make.case(subject="Factuur te hoog")
    outcome = mails.take(mails.written("Hoe staat het?", subject=f"Over {opened.number}"))
    return outcome.number, opened.number, SuggestedLink.objects.get()


def test_an_employee_says_that_a_mail_belongs_to_the_case_it_names(suggested, browser_of_agent):
    number, other, link = suggested
    shown = text_of(browser_of_agent.get(f"/cases/{number}/"))
    assert "Does it belong to another case?" in shown
    assert f"{other} Factuur te hoog" in shown
    assert "this mail names its number" in shown

    done = browser_of_agent.post(
        f"/cases/{number}/links/{link.pk}/", {"belongs": "yes"}, follow=True
    )

    assert "The two cases show each other now." in text_of(done)
    for here, there in ((number, other), (other, number)):
        assert f'href="/cases/{there}/' in browser_of_agent.get(f"/cases/{here}/").content.decode()


def test_a_dismissed_suggestion_is_gone(suggested, browser_of_agent):
    number, other, link = suggested

    browser_of_agent.post(f"/cases/{number}/links/{link.pk}/", {"belongs": "no"})

    assert other not in text_of(browser_of_agent.get(f"/cases/{number}/")).replace(
        f"Over {other}", ""
    )


def test_a_link_of_another_case_is_not_found(suggested, browser_of_agent):
    _number, other, link = suggested

    response = browser_of_agent.post(f"/cases/{other}/links/{link.pk}/", {"belongs": "yes"})

    assert response.status_code == 404
    assert SuggestedLink.objects.get().settled_as == ""


def test_who_may_not_see_the_other_case_is_told_nothing_of_it(utility, browser_of_agent):
    opened = make.case(topic_code="ombuds", subject="Geheim")
    outcome = mails.take(mails.written("x", subject=f"Over {opened.number}"))
    link = SuggestedLink.objects.get()

    shown = text_of(browser_of_agent.get(f"/cases/{outcome.number}/"))

    assert "Does it belong" not in shown
    assert "Geheim" not in shown
    answer = browser_of_agent.post(f"/cases/{outcome.number}/links/{link.pk}/", {"belongs": "yes"})
    assert answer.status_code == 404


def test_the_timeline_says_why_an_answer_came_back_and_shows_the_report(utility, sign_in):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=lead.actor, at=make.MONDAY
    )
    ours = Message.objects.get(purpose="answer").message_id
    content = report(fields("failed", "5.2.2"), returned=f"Message-ID: {ours}\n\nx")
    mails.take(content, at=make.MONDAY + timedelta(hours=1))

    shown = text_of(sign_in(lead).get(f"/cases/{opened.number}/"))

    assert "came back undelivered" in shown
    assert "the mailbox is full (5.2.2)" in shown
    assert "Mail Delivery System" in shown
    assert "could not be delivered" in shown


def test_a_notice_about_a_held_message_leads_to_it(utility, sign_in):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    outcome = mails.take(b"Subject: Lek\n\nLek\n")
    assert outcome.outcome == "quarantined"
    raw = RawMessage.objects.get()
    staff.notify_employee(
        employee_id=lead.employee_id,
        kind="quarantine.level",
        about=f"raw:{raw.pk}",
        compartment="ordinary",
        cause="level:1",
        facts={"level": 75},
        by=make.SYSTEM,
        at=make.MONDAY,
    )

    page = sign_in(lead).get("/notices/")

    assert f'href="/quarantine/{raw.pk}/"' in page.content.decode()
    assert "75 % of its term is used up" in text_of(page)
