"""What a customer chooses on the status page of its complaint, each time with a proof."""

import pytest
from django.test import Client

from debiet.cases.models import Case
from debiet.cases.status_code import status_code
from debiet.complaints import actions
from debiet.complaints.actions import Choice
from debiet.complaints.models import ComplaintEntry
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.correspondence.models import Message
from debiet.rules.complaints import (
    ComplaintStep,
)
from tests import make
from tests.portal.conftest import words
from tests.portal.test_complaint_status import RUN, answer, later, page, stages

pytestmark = pytest.mark.django_db


def test_an_answer_is_accepted_with_one_click_and_a_proof_of_receipt(
    complaint, owner, opened, employee, clock
):
    answer(complaint, employee, clock)
    later(owner, opened, clock, days=2)

    response = owner.post(f"/status/{opened.number}/accept/", headers={"accept-language": "en"})

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.ACCEPTED
    assert "You accepted our answer" in words(response)
    assert "4 March" in words(response)
    receipt = Message.objects.get(purpose="complaint-receipt")
    assert opened.number in receipt.text
    assert "woensdag 4 maart 2026" in receipt.text
    assert "Ons antwoord is aanvaard." in receipt.text
    assert "Yes, I accept the answer" not in words(page(owner, opened))


def test_an_answer_is_accepted_after_the_silence_too(complaint, owner, opened, employee, clock):
    answer(complaint, employee, clock)
    later(owner, opened, clock, days=40)
    actions.note_silence(complaint_id=complaint.pk, by=RUN, at=clock.now())

    owner.post(f"/status/{opened.number}/accept/")

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.ACCEPTED


def test_what_cannot_be_accepted_yet_is_refused_with_a_sentence_and_nothing_is_sent(
    complaint, owner, opened
):
    response = owner.post(
        f"/status/{opened.number}/accept/", headers={"accept-language": "en"}, follow=True
    )

    assert "does not go from where it stands to there" in response.content.decode()
    assert not Message.objects.filter(purpose="complaint-receipt").exists()
    assert ComplaintEntry.objects.count() == 1


def test_taking_it_back_is_asked_first_and_then_final(complaint, owner, opened, clock):
    path = f"/status/{opened.number}/withdraw/"
    asked = owner.get(path, headers={"accept-language": "en"})
    assert "This cannot be undone." in words(asked)
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.RECEIVED

    response = owner.post(path, headers={"accept-language": "en"})

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.WITHDRAWN
    assert "You took your complaint back" in words(response)
    assert Message.objects.filter(purpose="complaint-receipt").count() == 1
    assert owner.get(path).headers["Location"] == f"/status/{opened.number}/"
    assert "Make a new complaint" in words(page(owner, opened))


def test_links_alone_change_nothing(complaint, owner, opened):
    for name in ("accept", "withdraw", "ombuds", "complaint"):
        owner.get(f"/status/{opened.number}/{name}/")
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.RECEIVED
    assert complaint.asked_for_ombuds_at is None


def test_before_an_answer_the_ombuds_function_is_asked_and_it_stays_where_it_is(
    complaint, owner, opened, clock
):
    path = f"/status/{opened.number}/ombuds/"
    assert "Ask the ombuds function" in words(owner.get(path, headers={"accept-language": "en"}))

    response = owner.post(
        path, {"words": "Ik vertrouw het niet."}, headers={"accept-language": "en"}
    )

    complaint.refresh_from_db()
    assert complaint.asked_for_ombuds_at == clock.now()
    assert complaint.step is ComplaintStep.RECEIVED
    assert "We have your request to our ombuds function" in words(response)
    assert "It takes your complaint over, or gives our customer service" in words(response)
    assert "answers you itself" not in words(response)
    assert Message.objects.filter(purpose="complaint-receipt").count() == 1
    text = words(page(owner, opened))
    assert "You asked for our ombuds function on Monday 2 March 2026" in text
    assert "Ik vertrouw het niet." in text
    assert "Go to the ombuds function" not in text


def test_an_answer_that_does_not_satisfy_goes_to_the_ombuds_function_with_a_proof(
    complaint, owner, opened, employee, clock
):
    answer(complaint, employee, clock)
    later(owner, opened, clock, days=2)

    response = owner.post(
        f"/status/{opened.number}/ombuds/",
        {"words": "De berekening klopt niet."},
        headers={"accept-language": "en"},
    )

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.OMBUDS
    receipt = Message.objects.get(purpose="complaint-receipt")
    assert "Onze ombudsfunctie is gevraagd om de klacht te bekijken." in receipt.text
    for shown in (response, page(owner, opened)):
        assert stages(shown) == [
            ("Customer service", "done", "answered on Mon 2 Mar"),
            ("Ombuds function", "now", "answer no later than Sat 18 Apr"),
            ("Vlaamse Ombudsdienst", "", "if you still do not agree then"),
        ]
    text = words(page(owner, opened))
    assert "Your complaint is with our ombuds function" in text
    assert "no later than Saturday 18 April 2026" in text
    assert "De berekening klopt niet." in text


def test_what_the_ombuds_function_writes_opens_the_same_complaint(
    complaint, owner, opened, employee, clock
):
    answer(complaint, employee, clock)
    owner.post(f"/status/{opened.number}/ombuds/")
    complaint.refresh_from_db()
    office = Case.objects.get(pk=complaint.office_case_id)
    client = Client()
    client.get(f"/status/{office.number}/{status_code(office.number, office.code_version)}/")

    text = words(page(client, office))
    assert "Your complaint is with our ombuds function" in text
    assert "make it a complaint" not in text
    client.post(f"/status/{office.number}/withdraw/")

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.WITHDRAWN
    assert Message.objects.filter(purpose="complaint-receipt").count() == 2


def test_who_may_not_see_a_complaint_can_choose_nothing_in_it(complaint, opened, owner, clock):
    other = make.case(at=clock.now())
    stranger = Client()
    stranger.get(f"/status/{other.number}/{other.code}/")

    for client in (Client(), stranger):
        for name in ("accept", "withdraw", "ombuds", "complaint"):
            path = f"/status/{opened.number}/{name}/"
            assert client.post(path, {"complaint-text": "x"}).status_code == 404
            assert client.get(path).status_code == 404
    complaint.refresh_from_db()
    assert (complaint.step, complaint.version) == (ComplaintStep.RECEIVED, 2)
    # A question has no complaint in which something could be chosen.
    assert stranger.post(f"/status/{other.number}/accept/").status_code == 404
    with pytest.raises(NotFound):
        actions.choose(
            complaint_id=complaint.pk,
            choice=Choice.WITHDRAW,
            by=Actor.visitor(other.case_id),
            at=clock.now(),
        )


def test_what_a_customer_chooses_stands_in_the_audit_trail(complaint, owner, opened):
    owner.post(f"/status/{opened.number}/withdraw/")

    about = AuditEntry.objects.filter(reference=f"case:{opened.number}")
    step = {"from": "received", "step": "withdrawn", "wish": "here"}
    assert {"complaint": complaint.pk, **step} in [entry.facts for entry in about]


def test_after_a_year_nobody_is_sent_where_nothing_can_be_asked(
    complaint, owner, opened, employee, clock
):
    answer(complaint, employee, clock)
    later(owner, opened, clock, days=366)

    text = words(page(owner, opened))

    assert "go to the ombuds function" not in text
    assert "Where you can go outside our company" in text
    refused = owner.post(
        f"/status/{opened.number}/ombuds/", headers={"accept-language": "en"}, follow=True
    )
    assert "More than a year has passed" in refused.content.decode()
