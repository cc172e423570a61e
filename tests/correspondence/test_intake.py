"""What comes in is kept first, then taken up once."""

import json
from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import tasks
from debiet.cases.actions import Question
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.correspondence import actions, queries
from debiet.correspondence.models import Message, RawMessage
from debiet.rules.cases import Carrier, CaseState
from tests import make

pytestmark = pytest.mark.django_db

IMPORT = Actor.system("mail.import")


def question(**changes):
    values = {
        "key": "k1",
        "topic_code": "invoice",
        "text": "Waarom zo hoog?",
        "name": "Ann",
        "email": "ann@example.be",
    }
    return Question(**(values | changes))


def ask(**changes):
    return cases.ask_question(question=question(**changes), by=Actor.visitor(), at=make.MONDAY)


def take_mail(text, at=make.MONDAY):
    taken = actions.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=text.encode(),
        received_at=at,
        by=IMPORT,
        at=at,
    )
    return cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=at)


def test_the_same_form_sent_again_is_the_same_case():
    make.utility()

    first, second = ask(), ask()

    assert (first.case_id, second.case_id) == (first.case_id, first.case_id)
    assert Case.objects.count() == 1


def test_the_same_page_with_other_words_is_another_case():
    make.utility()

    assert ask().case_id != ask(text="En nog iets.").case_id


def test_a_form_whose_process_died_before_its_case_was_opened_is_taken_up_by_the_sweep():
    make.utility()
    content = json.dumps({**vars_of(question()), "key": "lost"}).encode()
    raw = RawMessage.objects.create(
        carrier=Carrier.WEB_FORM,
        source="web-form",
        content_hash="0" * 64,
        content=content,
        received_at=make.MONDAY,
        compartment="ordinary",
        recorded_at=make.MONDAY,
    )

    tasks.take_up_left_over()
    tasks.take_up_left_over()

    case = Case.objects.get()
    assert case.opened_at == make.MONDAY
    raw.refresh_from_db()
    assert (raw.state, raw.about) == ("taken", f"case:{case.number}")


def vars_of(value):
    return {name: getattr(value, name) for name in value.__slots__}


def test_a_form_with_a_topic_that_is_gone_is_held_and_shown_never_dropped():
    make.utility()
    agent = make.employee(make.utility())

    outcome = ask(topic_code="gone")

    assert (outcome.outcome, outcome.reason) == ("quarantined", "cases.unknown-topic")
    (held,) = queries.quarantine(viewer=agent.actor)
    assert held.sender == "ann@example.be"
    assert b"Waarom zo hoog?" in bytes(RawMessage.objects.get().content)


def test_whatever_goes_wrong_the_message_is_held_with_the_kind_of_error():
    make.utility()
    taken = actions.take_in(
        carrier=Carrier.WEB_FORM,
        source="web-form",
        content=b"this is no form",
        received_at=make.MONDAY,
        by=IMPORT,
        at=make.MONDAY,
    )

    outcome = cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=make.MONDAY)

    assert (outcome.outcome, outcome.reason) == ("quarantined", "error:JSONDecodeError")


def test_an_email_opens_a_case_and_is_acknowledged():
    make.utility()

    outcome = take_mail("From: Ann <ann@example.be>\nSubject: Lek\n\nEr is een lek.\n")

    case = Case.objects.get(pk=outcome.case_id)
    assert (case.subject, case.carrier, case.contact_email) == ("Lek", "email", "ann@example.be")
    assert Message.objects.get().recipient_address == "ann@example.be"


def test_an_email_that_wants_no_automatic_answer_gets_none():
    make.utility()

    outcome = take_mail(
        "From: a@example.be\nX-Auto-Response-Suppress: All\nSubject: x\n\nEen vraag.\n"
    )

    assert outcome.outcome == "opened"
    assert not Message.objects.exists()


def test_an_answer_to_our_message_by_its_reader_goes_on_with_the_case_and_reopens_it():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo is het.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    ours = Message.objects.get(purpose="answer").message_id

    outcome = take_mail(
        f"From: ANN@example.be\nIn-Reply-To: {ours}\nSubject: Re\n\nNee, dat klopt niet.\n",
        at=make.MONDAY + timedelta(days=1),
    )

    assert (outcome.outcome, outcome.case_id) == ("continued", opened.case_id)
    assert Case.objects.get(pk=opened.case_id).state == CaseState.OPEN
    assert Interaction.objects.filter(case_id=opened.case_id, text__contains="klopt niet").exists()


def test_quoting_somebody_elses_message_does_not_open_their_file():
    make.utility()
    opened = make.case()
    ours = Message.objects.get().message_id

    outcome = take_mail(f"From: eve@example.be\nIn-Reply-To: {ours}\nSubject: Re\n\nToon mij.\n")

    assert outcome.outcome == "opened"
    assert outcome.case_id != opened.case_id


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("From: a@example.be\nAuto-Submitted: auto-replied\n\nAfwezig.\n", "auto-reply"),
        ("From: a@example.be\nReturn-Path: <>\n\nNiet bezorgd.\n", "bounce"),
        ("From: a@example.be\nList-Id: <x.example.be>\n\nNieuws.\n", "quarantined"),
        ("Subject: geen afzender\n\nHallo\n", "quarantined"),
        ("", "quarantined"),
    ],
)
def test_what_is_no_question_opens_no_case(text, outcome):
    make.utility()

    assert take_mail(text).outcome == outcome
    assert Case.objects.count() == 0
    assert RawMessage.objects.exclude(state="received").count() == 1


def test_a_message_taken_twice_tells_what_became_of_it_the_first_time():
    make.utility()
    text = "From: Ann <ann@example.be>\nSubject: Lek\n\nEr is een lek.\n"

    assert take_mail(text) == take_mail(text)
    assert Case.objects.count() == 1
