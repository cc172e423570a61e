"""Complaining on the website: an open form, one transaction, an acknowledgement, no number told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.complaints import actions as complaints
from debiet.complaints import letters
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintLetter
from debiet.core.actor import Actor
from debiet.correspondence.models import Message, RawMessage
from debiet.portal.limits import QUESTIONS
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Component, LetterKind, Regime
from debiet.staff import actions as staff
from tests import make
from tests.portal.conftest import words

pytestmark = pytest.mark.django_db
RUN = Actor.system("complaints.run")
COMPLAINT = {
    "key": "a-key-of-this-complaint-1",
    "topic": "invoice",
    "component": "drinking-water",
    "text": "Jullie rekenden twee keer hetzelfde aan.",
    "facts_on": "2026-02-20",
    "solution": "Het dubbele bedrag terug.",
    "name": "Ann De Smet",
    "email": "ann@example.be",
}


def complain(client, language="en", **changes):
    return client.post(
        "/complaint/", {**COMPLAINT, **changes}, headers={"accept-language": language}, follow=True
    )


def acknowledged(at, by=RUN):
    return complaints.acknowledge(complaint_id=Complaint.objects.get().pk, by=by, at=at)


@pytest.mark.parametrize(
    ("language", "title", "term"),
    [
        ("nl", "We hebben je klacht", "uiterlijk op donderdag 16 april 2026"),
        ("fr", "Nous avons votre plainte", "au plus tard le jeudi 16 avril 2026"),
        ("en", "We have your complaint", "no later than Thursday 16 April 2026"),
    ],
)
def test_a_complaint_gets_number_code_and_term_in_words(utility, client, language, title, term):
    response = complain(client, language)

    case, complaint = Case.objects.get(), Complaint.objects.get()
    text = words(response)
    assert response.redirect_chain == [(f"/complaint/{case.number}/", 302)]
    for told in (title, term, case.number, response.context["code"], "twee keer hetzelfde"):
        assert told in text
    assert (complaint.case_id, complaint.step) == (case.pk, ComplaintStep.RECEIVED)
    assert (case.regime, complaint.component) == (Regime.COMPLAINT, Component.DRINKING_WATER)
    assert complaint.facts_on == date(2026, 2, 20)
    assert complaint.registered_by_id is None
    assert ComplaintEntry.objects.get().actor == ComplaintActor.CUSTOMER


def test_an_employee_reads_all_that_was_told_in_one_text(utility, client):
    complain(client, "nl", about_number="2025-000001")

    said = Interaction.objects.get().text
    for told in (
        COMPLAINT["text"],
        "vrijdag 20 februari 2026",
        "Het dubbele bedrag terug.",
        "2025-000001",
    ):
        assert told in said


def test_nothing_but_the_acknowledgement_of_a_complaint_is_sent_and_it_stops_its_clock_when_it_left(
    utility, client, clock
):
    number = complain(client, "fr").context["case"].number
    assert not Message.objects.exists()

    message_id = acknowledged(clock.now())

    message = Message.objects.get()
    assert (message.pk, message.purpose) == (message_id, letters.ACKNOWLEDGEMENT)
    for part in (
        number,
        "lundi 2 mars 2026",
        "jeudi 16 avril 2026",
        "notre service clientèle",
        "Vlaamse Ombudsdienst",
    ):
        assert part in message.text
    assert ComplaintLetter.objects.get().kind is LetterKind.ACKNOWLEDGEMENT
    assert Complaint.objects.get().acknowledged_at is None
    complaints.note_dispatched(
        message_id=message.pk, dispatched_at=clock.now(), by=RUN, at=clock.now()
    )
    assert Complaint.objects.get().acknowledged_at == clock.now()


def test_a_complaint_is_acknowledged_once_and_not_after_it_was_answered(utility, client, clock):
    complain(client)

    assert acknowledged(clock.now()) is not None
    assert acknowledged(clock.now()) is None
    assert Message.objects.count() == 1


def test_what_an_employee_registers_is_acknowledged_as_well(utility, employee, opened, clock):
    complaints.register_complaint(
        case_id=opened.case_id,
        said=complaints.Said(reason="De klant is boos."),
        by=employee.actor,
        at=clock.now(),
    )

    message_id = acknowledged(clock.now())

    message = Message.objects.get(pk=message_id)
    assert opened.number in message.text
    contact = Interaction.objects.get(message_id=message_id)
    assert contact.is_automatic
    assert contact.text == message.text


def test_the_same_form_sent_twice_is_one_complaint_and_the_same_page(utility, client):
    first, second = complain(client), complain(client)

    assert second.redirect_chain == first.redirect_chain
    assert (Case.objects.count(), Complaint.objects.count()) == (1, 1)
    assert RawMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_browsers_at_once_is_one_complaint(utility):
    clients, barrier = [Client(), Client()], Barrier(2)

    def send(client):
        try:
            barrier.wait()
            return complain(client).redirect_chain
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, clients)

    assert first == second
    assert (Case.objects.count(), Complaint.objects.count()) == (1, 1)


def test_the_form_works_without_scripts_and_only_with_its_token(utility):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/complaint/", COMPLAINT).status_code == 403
    page = strict.get("/complaint/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    response = strict.post("/complaint/", {**COMPLAINT, "csrfmiddlewaretoken": token})

    assert response.status_code == 302
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"topic": ""}, "topic", "Choose what your complaint is about."),
        ({"component": "gas"}, "component", "Choose a service."),
        ({"text": "  "}, "text", "Write what happened."),
        ({"facts_on": "2026-03-03"}, "facts_on", "Fill in a day that has come already."),
        ({"facts_on": "gisteren"}, "facts_on", "Fill in a day, such as 23/11/2026."),
        ({"about_number": "12"}, "about_number", "A number has a year and at least six figures"),
        ({"name": ""}, "name", "Fill in your name, or say that you do not want to."),
        ({"email": ""}, "email", "Fill in your e-mail address, or your postal address."),
        ({"email": "ann"}, "email", "Fill in a whole e-mail address"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_nothing_is_kept(
    utility, client, changes, field, error
):
    response = complain(client, **changes)

    assert response.status_code == 200
    assert error in str(response.context["form"].errors[field])
    assert not RawMessage.objects.exists()


def test_a_day_may_be_typed_as_people_do(utility, client):
    complain(client, facts_on="20/02/2026")
    assert Complaint.objects.get().facts_on == date(2026, 2, 20)


def test_who_says_nothing_of_itself_is_told_that_no_answer_can_be_sent(utility, client, clock):
    before = words(client.get("/complaint/", headers={"accept-language": "en"}))
    assert "Then we cannot send you an answer" in before

    response = complain(client, anonymous="on", name="Ann De Smet", email="not an address")

    case = Case.objects.get()
    assert (case.contact_name, case.contact_email) == ("", "")
    assert b"Ann De Smet" not in bytes(RawMessage.objects.get().content)
    assert "we cannot send you a confirmation or an answer" in words(response)
    assert acknowledged(clock.now()) is None
    assert not Message.objects.exists()


def test_who_has_no_email_is_acknowledged_by_letter(utility, client, clock):
    response = complain(client, email="", address="Kouterbaan 18\r\n9230 Wetteren")
    assert "by e-mail or by letter" in words(response)

    acknowledged(clock.now())

    message = Message.objects.get()
    assert message.carrier == "post"
    assert "Kouterbaan 18" in message.postal_lines


def test_with_number_and_code_it_becomes_a_complaint_of_that_question(utility, client, opened):
    response = complain(client, about_number=opened.number, about_code=opened.code)

    assert response.redirect_chain == [(f"/complaint/{opened.number}/", 302)]
    assert Case.objects.count() == 1
    assert Complaint.objects.get().case_id == opened.case_id
    newest = Interaction.objects.order_by("-id").first()
    assert newest.text.startswith(COMPLAINT["text"])
    assert newest.raw_message_id == RawMessage.objects.get().pk
    assert "ann@example.be" not in words(response)  # the copy is not for who only has the code


def test_it_counts_from_what_was_said_after_our_answer_not_from_the_question(
    utility, client, opened, employee, clock
):
    cases.answer_case(
        case_id=opened.case_id,
        text="Zo zit het.",
        seen_version=1,
        by=employee.actor,
        at=clock.now(),
    )
    clock.forward(days=30)

    complain(client, about_number=opened.number, about_code=opened.code)

    complaint = Complaint.objects.get()
    assert complaint.expressed_at == clock.now()
    assert complaint.moment_reason == "Gezegd op de website, na ons antwoord"


def test_who_never_had_an_answer_complains_from_the_day_of_the_question(
    utility, client, opened, clock
):
    clock.forward(days=30)
    complain(client, about_number=opened.number, about_code=opened.code)

    assert Complaint.objects.get().expressed_at == make.local("2026-03-02 09:00")


@pytest.mark.parametrize("number", ["theirs", "2025-999999"])
@pytest.mark.parametrize("code", ["", "WRONGCODE1"])
def test_nothing_says_whether_a_number_exists(utility, client, opened, number, code):
    told = opened.number if number == "theirs" else number

    response = complain(client, about_number=told, about_code=code)

    new = Case.objects.exclude(pk=opened.case_id).get()
    assert Complaint.objects.get().case_id == new.pk
    assert response.redirect_chain == [(f"/complaint/{new.number}/", 302)]
    assert told in Interaction.objects.filter(case=new).get().text
    assert client.get(f"/status/{told}/").status_code == 404


def test_another_complaint_about_the_same_complaint_is_added_to_it(utility, client, opened):
    about = {"about_number": opened.number, "about_code": opened.code}
    complain(client, **about)

    complain(client, key="a-key-of-this-complaint-2", text="En nog iets.", **about)

    assert Complaint.objects.count() == 1
    assert Interaction.objects.order_by("-id").first().text.startswith("En nog iets.")


def test_after_one_was_withdrawn_another_about_the_same_is_a_new_one(
    utility, client, opened, clock
):
    about = {"about_number": opened.number, "about_code": opened.code}
    complain(client, **about)
    complaints.withdraw_complaint(
        complaint_id=Complaint.objects.get().pk,
        by=Actor.visitor(opened.case_id),
        at=clock.now(),
    )

    complain(client, key="a-key-of-this-complaint-2", text="Toch weer.", **about)

    assert Case.objects.count() == 2
    assert Complaint.objects.count() == 2


def test_a_process_that_dies_between_keeping_and_registering_loses_no_complaint(utility, clock):
    question = cases.Question(
        key=COMPLAINT["key"],
        topic_code="invoice",
        text=COMPLAINT["text"],
        name="Ann De Smet",
        email="ann@example.be",
    )
    sent = {"component": "sanitation", "facts_on": "2026-02-20", "case_id": None}
    raw_id = cases.keep_question(
        question=question, complaint=sent, by=Actor.visitor(), at=clock.now()
    )
    clock.forward(minutes=2)

    sweep = Actor.system("mail.import")  # takes up what is left over, and knows no complaint
    outcome = cases.take_up(raw_message_id=raw_id, by=sweep, at=clock.now())
    assert not Message.objects.exists()  # it is acknowledged as a complaint, not as a question
    for _ in range(2):
        complaints.register_sent(
            case_id=outcome.case_id, raw_message_id=raw_id, by=RUN, at=clock.now()
        )

    complaint = Complaint.objects.get()
    assert complaint.component is Component.SANITATION
    assert complaint.expressed_at == RawMessage.objects.get().received_at
    assert ComplaintEntry.objects.get().actor == ComplaintActor.CUSTOMER


def test_one_address_sends_only_so_many(utility, client):
    for serial in range(QUESTIONS):
        assert complain(client, key=f"a-key-of-this-complaint-{serial}").status_code == 200
    assert complain(client, key="a-key-of-this-complaint-x").status_code == 429
    assert Complaint.objects.count() == QUESTIONS


def test_the_page_of_a_complaint_is_only_for_who_may_see_it(utility, client, opened, owner):
    number = complain(client).context["case"].number

    assert Client().get(f"/complaint/{number}/").status_code == 404
    assert owner.get(f"/complaint/{number}/").status_code == 404
    assert owner.get(f"/complaint/{opened.number}/").status_code == 404  # a question, no complaint


def test_how_we_handle_complaints_is_said_with_the_terms_that_hold(utility, client):
    text = words(client.get("/complaint/not-satisfied/", headers={"accept-language": "en"}))
    assert "within 10 days that we have your complaint" in text
    assert "answers within 10 working days" in text
    assert "within 45 days after you complained" in text
    assert "Vlaamse Milieumaatschappij (VMM)" in text
    assert "Vlaamse Ombudsdienst" in text
    for code, value in (("complaint_first_line", "5"), ("complaint_handled", "30")):
        staff.save_house_setting(
            code=code, value=value, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
        )

    text = words(client.get("/complaint/not-satisfied/", headers={"accept-language": "en"}))
    assert "answers within 5 working days" in text
    assert "within 30 days after you complained" in text
