"""Somebody complains by phone: registered from the quick screen, answered by what confirms it."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintLetter
from debiet.correspondence.models import Message
from debiet.rules.cases import CaseState
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaints import ComplaintActor, ComplaintStep, LetterKind, Regime
from tests import make
from tests.complaints.conftest import answered, left, registered
from tests.desk.test_new_contact import QUICK, filled

pytestmark = pytest.mark.django_db
ANSWER = "We schrappen de tweede factuur."


def call(browser, **changes):
    typed = filled(browser.get(QUICK), is_complaint="on", is_oral="on", **changes)
    return typed, browser.post(QUICK, typed)


def test_a_call_in_which_somebody_complains_is_registered_as_one(browser_of_agent):
    _typed, response = call(browser_of_agent)

    case, complaint = Case.objects.get(), Complaint.objects.get()
    assert response.headers["Location"] == f"/cases/{case.number}/"
    assert (case.regime, complaint.step) == (Regime.COMPLAINT, ComplaintStep.RECEIVED)
    assert complaint.is_oral
    entry = ComplaintEntry.objects.get()
    assert (entry.actor, entry.facts["wish"]) == (
        ComplaintActor.CUSTOMER,
        Interaction.objects.get().pk,
    )
    # It is acknowledged as a complaint, by a job: not as a question as well.
    assert not Message.objects.exists()


def test_who_tells_a_solution_to_somebody_without_an_address_is_led_to_ask_for_one(
    browser_of_agent,
):
    _typed, response = call(browser_of_agent, answer=ANSWER, who="0470 12 34 56")
    case = Case.objects.get()
    address_page = f"/cases/{case.number}/complaint/address/"
    assert response.headers["Location"] == address_page
    shown = browser_of_agent.get(address_page).text
    assert "What you told is no answer yet" in shown
    assert Complaint.objects.get().step is ComplaintStep.RECEIVED
    assert case.state is CaseState.OPEN
    assert case.due_at is not None
    assert "Nothing in writing reaches" in browser_of_agent.get(f"/cases/{case.number}/").text

    saved = browser_of_agent.post(address_page, {"email": "an@example.be"})

    letter_page = f"/cases/{case.number}/complaint/letter/?confirms=call"
    assert saved.headers["Location"] == letter_page
    assert ANSWER in browser_of_agent.get(letter_page).context["form"]["text"].value()
    again = browser_of_agent.post(address_page, {"email": "ander@example.be"})
    assert "reaches the customer already" in again.text


def test_a_solution_by_phone_is_no_answer_until_what_confirms_it_has_left(browser_of_agent):
    _typed, response = call(browser_of_agent, answer=ANSWER)

    case, complaint = Case.objects.get(), Complaint.objects.get()
    letter_page = f"/cases/{case.number}/complaint/letter/?confirms=call"
    assert response.headers["Location"] == letter_page
    assert (case.state, complaint.step) == (CaseState.OPEN, ComplaintStep.RECEIVED)
    form = browser_of_agent.get(letter_page).context["form"]
    assert form["is_confirmation"].value() is True
    for told in (ANSWER, "Wanneer komt mijn factuur?"):
        assert told in form["text"].value()

    sent = browser_of_agent.post(
        letter_page,
        {
            "seen": complaint.version,
            "seen_version": case.version,
            "kind": "final",
            "assessment": "founded",
            "outcome": "solved",
            "says": list(to_tick(LetterKind.FINAL)),
            "text": form["text"].value(),
            "is_confirmation": "on",
        },
    )

    assert sent.status_code == 302
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.FIRST_LINE
    letter = ComplaintLetter.objects.get()
    assert letter.is_confirmation
    left(letter.message_id, at=case.opened_at)
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.ANSWERED


def test_the_same_call_sent_twice_is_one(browser_of_agent):
    typed, _response = call(browser_of_agent, answer=ANSWER)
    browser_of_agent.post(QUICK, typed)

    assert (Case.objects.count(), Complaint.objects.count()) == (1, 1)
    assert Interaction.objects.count() == 2


def test_a_call_about_a_complaint_with_a_solution_is_confirmed_by_letter_too(
    agent, browser_of_agent
):
    opened = make.case()
    complaint = registered(opened, by=agent.actor)

    typed = filled(browser_of_agent.get(QUICK), answer=ANSWER, case_number=opened.number)
    response = browser_of_agent.post(QUICK, typed)

    assert response.headers["Location"].endswith("/complaint/letter/?confirms=call")
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.RECEIVED
    assert Complaint.objects.count() == 1


def test_without_the_tick_a_call_stays_a_question(browser_of_agent):
    browser_of_agent.post(QUICK, filled(browser_of_agent.get(QUICK), answer=ANSWER))

    assert not Complaint.objects.exists()
    assert Case.objects.get().state == CaseState.RESOLVED


def test_a_complaint_about_what_a_closed_part_handles_is_refused_whole(browser_of_agent):
    _typed, response = call(browser_of_agent, topic_code="ombuds")

    assert response.status_code in (200, 403, 404)
    assert not Case.objects.exists()
    assert not Complaint.objects.exists()


def test_what_is_told_by_phone_in_a_complaint_goes_on_to_the_letter_that_confirms_it(
    agent, browser_of_agent
):
    opened = make.case()
    registered(opened, by=agent.actor)
    told = {"carrier": "phone", "direction": "out", "is_substantive": "on", "resolves": "on"}
    when = {"day": "2026-03-02", "clock": "09:00"}

    response = browser_of_agent.post(
        f"/cases/{opened.number}/contact/", told | when | {"text": ANSWER}
    )

    assert response.headers["Location"].endswith("/complaint/letter/?confirms=call")
    assert not Message.objects.filter(purpose="confirmation").exists()
    assert Case.objects.get().state == CaseState.OPEN
    # Nothing is lost where somebody leaves the letter: the case offers it again.
    page = browser_of_agent.get(f"/cases/{opened.number}/").text
    assert "Confirm in writing what was told" in page

    callback_id = cases.promise_callback(
        case_id=opened.case_id,
        phone="0470 12 34 56",
        promised_from=make.MONDAY,
        promised_until=make.MONDAY + timedelta(hours=2),
        by=agent.actor,
        at=make.MONDAY,
    )
    tried = {"outcome": "reached", "words": ANSWER, "is_substantive": "on", "seen": "0"}
    response = browser_of_agent.post(f"/callbacks/{callback_id}/", tried)
    assert response.headers["Location"].endswith("/complaint/letter/?confirms=call")
    assert not Message.objects.filter(purpose="confirmation").exists()


def test_what_is_told_about_an_answered_complaint_is_confirmed_by_itself(agent, browser_of_agent):
    opened = make.case()
    complaint = registered(opened, by=agent.actor)
    left(answered(complaint, by=agent.actor, at=make.MONDAY), at=make.MONDAY)
    told = {"carrier": "phone", "direction": "out", "is_substantive": "on", "text": ANSWER}

    browser_of_agent.post(
        f"/cases/{opened.number}/contact/", told | {"day": "2026-03-02", "clock": "09:00"}
    )

    assert Message.objects.filter(purpose="confirmation").count() == 1
