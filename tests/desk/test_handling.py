"""Handling a case: taking, giving, waiting, closing, notes, and colleagues who were first."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, Note
from debiet.rules.access import Role
from debiet.rules.cases import CaseState
from tests import make
from tests.desk.reading import hidden, text_of

HOUR = timedelta(hours=1)


@pytest.fixture
def opened(utility):
    return make.case()


@pytest.fixture
def colleague(utility) -> make.Somebody:
    return make.employee(utility, name="Sarah Peeters")


def state_of(opened) -> Case:
    return Case.objects.get(pk=opened.case_id)


def press(browser, opened, step: str, **fields: str):
    """Open the case, press a button on it, and return the page one comes to."""
    page = browser.get(f"/cases/{opened.number}/")
    sent = hidden(page, step) | fields
    return browser.post(f"/cases/{opened.number}/{step}/", sent, follow=True)


def test_taking_a_case_makes_it_ones_own(browser_of_agent, opened, agent):
    page = press(browser_of_agent, opened, "take")
    assert state_of(opened).assignee_id == agent.employee_id
    assert "It is yours now." in text_of(page)
    assert page.redirect_chain == [(f"/cases/{opened.number}/?list=mine", 302)]


def test_taking_what_a_colleague_took_says_who_has_it(browser_of_agent, opened, colleague):
    seen = hidden(browser_of_agent.get(f"/cases/{opened.number}/"), "take")
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=colleague.employee_id,
        seen_version=1,
        by=colleague.actor,
        at=make.MONDAY,
    )
    page = browser_of_agent.post(f"/cases/{opened.number}/take/", seen, follow=True)
    assert "Now Sarah Peeters has it" in text_of(page)
    assert state_of(opened).assignee_id == colleague.employee_id


def test_a_case_is_given_to_a_colleague(browser_of_agent, opened, colleague):
    page = press(browser_of_agent, opened, "give", employee=str(colleague.employee_id))
    assert "Sarah Peeters has it now." in text_of(page)
    assert state_of(opened).assignee_id == colleague.employee_id


@pytest.mark.parametrize("whom", ["", "x", "999999", "auditor", "partner-agent"])
def test_a_case_is_not_given_to_who_cannot_answer_or_see_it(
    browser_of_agent, opened, utility, whom
):
    others = {
        "auditor": make.employee(utility, role=Role.AUDITOR),
        "partner-agent": make.employee(
            utility, name="Pia Partner", role=Role.PARTNER_AGENT, partner=True
        ),
    }
    assert "Pia Partner" not in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))
    whom = str(others[whom].employee_id) if whom in others else whom
    page = press(browser_of_agent, opened, "give", employee=whom)
    assert "Choose to whom you give it." in text_of(page)
    assert state_of(opened).assignee_id is None


def test_a_partner_gives_cases_to_its_own_people_only(utility, sign_in, agent):
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    opened = make.case(topic_code="line")
    press(sign_in(partner), opened, "give", employee=str(agent.employee_id))
    assert state_of(opened).assignee_id is None


def test_waiting_says_for_whom_and_goes_on(browser_of_agent, opened):
    page = press(browser_of_agent, opened, "wait", reason="waiting_for_third_party")
    assert state_of(opened).state == CaseState.WAITING
    assert "It waits for somebody else." in text_of(page)
    assert "waits for somebody else" in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))
    page = press(browser_of_agent, opened, "go-on")
    assert state_of(opened).state == CaseState.OPEN
    assert "It goes on." in text_of(page)


def test_a_reason_to_wait_must_be_one_we_know(browser_of_agent, opened):
    page = press(browser_of_agent, opened, "wait", reason="lunch")
    assert "Choose what you wait for." in text_of(page)
    assert state_of(opened).state == CaseState.OPEN


def test_closing_without_a_message_and_opening_again(browser_of_agent, opened):
    page = press(browser_of_agent, opened, "close", topic_code="mail")
    assert state_of(opened).state == CaseState.RESOLVED
    assert "You can open it again" in text_of(page)
    press(browser_of_agent, opened, "reopen")
    assert state_of(opened).state == CaseState.OPEN


def test_a_step_that_does_not_fit_is_refused_in_words(browser_of_agent, opened):
    version = str(state_of(opened).version)
    page = browser_of_agent.post(
        f"/cases/{opened.number}/go-on/", {"seen_version": version}, follow=True
    )
    assert "This step is not possible from where the case stands now." in text_of(page)


@pytest.mark.parametrize("step", ["take", "give", "wait", "close"])
def test_a_step_on_what_one_has_not_seen_changes_nothing(browser_of_agent, opened, colleague, step):
    seen = hidden(browser_of_agent.get(f"/cases/{opened.number}/"), step)
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=colleague.employee_id,
        seen_version=1,
        by=colleague.actor,
        at=make.MONDAY,
    )
    before = Case.objects.values().get(pk=opened.case_id)
    fields = {
        "employee": str(colleague.employee_id),
        "reason": "waiting_for_works",
        "topic_code": "mail",
    }
    page = browser_of_agent.post(f"/cases/{opened.number}/{step}/", seen | fields, follow=True)
    assert "This case changed while you looked at it." in text_of(page)
    assert Case.objects.values().get(pk=opened.case_id) == before


def test_two_notes_written_at_once_are_both_kept(browser_of_agent, opened, colleague, sign_in):
    other = sign_in(colleague)
    pages = [browser.get(f"/cases/{opened.number}/") for browser in (browser_of_agent, other)]
    for browser, page, text in zip((browser_of_agent, other), pages, ("een", "twee"), strict=True):
        browser.post(f"/cases/{opened.number}/note/", hidden(page, "note") | {"text": text})
    assert list(Note.objects.order_by("id").values_list("text", flat=True)) == ["een", "twee"]


def test_an_empty_note_is_shown_beside_its_field(browser_of_agent, opened):
    page = browser_of_agent.post(f"/cases/{opened.number}/note/", {"text": " "})
    assert 'href="#note-text"' in page.content.decode()
    assert not Note.objects.exists()


def test_a_complaint_that_waits_for_its_answer_is_not_closed(browser_of_agent, opened):
    make.complaint(opened, at=make.MONDAY)

    page = press(browser_of_agent, opened, "close", topic_code="mail")

    assert "This is a complaint that waits for its answer." in text_of(page)
    assert state_of(opened).state == CaseState.OPEN
