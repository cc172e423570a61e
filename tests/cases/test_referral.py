"""No answer leaves without saying where the customer can go next, whoever sends it and how."""

from datetime import timedelta

import pytest

from debiet.cases import actions, letters
from debiet.cases.actions import AnswerWithoutReferral, NewContact
from debiet.cases.models import Case, Interaction
from debiet.clauses import actions as clauses
from debiet.clauses.models import Clause, ClauseVersion
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.correspondence.models import Message
from debiet.rules.access import Role
from debiet.rules.cases import Carrier, Direction
from debiet.rules.complaints import Regime
from debiet.staff import actions as staff
from tests import make

pytestmark = pytest.mark.django_db

AT = make.MONDAY + timedelta(hours=2)
LIGHT = "Niet tevreden?"
OFFICE = "Onze ombudsfunctie bekijkt uw klacht"
OMBUDSMAN = "Daarna kunt u naar de Vlaamse Ombudsdienst."
VMM = "Daarna kunt u naar de VMM."
FINAL = "Dit is ons laatste woord."


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def agent(utility):
    return make.employee(utility)


@pytest.fixture
def question(utility):
    return make.case(at=make.MONDAY)


@pytest.fixture
def complaint(question):
    make.complaint(question, at=make.MONDAY)
    return question


def version(opened):
    return Case.objects.get(pk=opened.case_id).version


def answered(opened, by):
    actions.answer_case(
        case_id=opened.case_id, text="Zo zit het.", seen_version=version(opened), by=by, at=AT
    )


def told(opened, by):
    actions.tell_asker(
        case_id=opened.case_id,
        template="",
        words={"nl": "Het water komt terug."},
        is_substantive=True,
        by=Actor.system("incidents.tell"),
        at=AT,
    )


def called(opened, by):
    actions.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.OUT,
        text="Zo zit het.",
        happened_at=AT,
        by=by,
        at=AT,
    )


def registered(opened, by, *, wants_confirmation=False):
    actions.register_contact(
        new=NewContact(
            key="one",
            carrier=Carrier.COUNTER,
            topic_code="invoice",
            text="Wat nu?",
            contact=actions.Contact(),
            language="nl",
            happened_at=AT,
            answer="Zo zit het.",
            case_number=opened.number,
            wants_confirmation=wants_confirmation,
        ),
        by=by,
        at=AT,
    )


WAYS = pytest.mark.parametrize("send", [answered, told, called, registered])


def sent(opened):
    return [
        message.text
        for message in Message.objects.filter(about=f"case:{opened.number}").order_by("id")
        if message.purpose in letters.ANSWERS
    ]


def not_approved(code):
    """Take a text out of use, so that nothing of it is approved for letters any more."""
    Clause.objects.filter(code=code).update(retired_at=make.MONDAY)


@WAYS
def test_each_answer_to_a_complaint_names_the_ombuds_function_and_who_is_outside(
    send, complaint, agent
):
    send(complaint, agent.actor)
    (text,) = sent(complaint)
    assert OFFICE in text
    assert OMBUDSMAN in text
    assert text.index(OFFICE) < text.index(OMBUDSMAN)
    assert LIGHT not in text  # it is a complaint already
    assert VMM not in text  # no subject that it supervises


@WAYS
@pytest.mark.parametrize("lacking", ["ombuds-function", "second-line-vlaamse-ombudsdienst"])
def test_nothing_leaves_where_it_cannot_say_so(send, lacking, complaint, agent):
    not_approved(lacking)
    before = version(complaint), Interaction.objects.count()
    with pytest.raises(AnswerWithoutReferral, match=lacking):
        send(complaint, agent.actor)
    assert sent(complaint) == []
    assert (version(complaint), Interaction.objects.count()) == before


@pytest.mark.parametrize("send", [answered, told])
def test_an_ordinary_answer_says_it_lightly_and_once(send, question, agent):
    send(question, agent.actor)
    (text,) = sent(question)
    assert text.count(LIGHT) == 1
    assert OFFICE not in text
    assert OMBUDSMAN not in text


def test_it_is_added_where_the_closing_of_answers_does_not_hold_it(question, agent):
    clauses.save_template(
        code="answer-closing",
        title="Slot",
        clause_codes=["hello"],
        is_for_answers=False,
        by=make.SYSTEM,
        at=AT,
    )
    answered(question, agent.actor)
    (text,) = sent(question)
    assert text.index("Beste") < text.index(LIGHT)


def test_an_ordinary_answer_that_cannot_say_it_leaves_no_more_than_another(question, agent):
    clauses.save_template(
        code="answer-closing",
        title="Slot",
        clause_codes=["hello"],
        is_for_answers=False,
        by=make.SYSTEM,
        at=AT,
    )
    not_approved("where-to-turn")
    with pytest.raises(AnswerWithoutReferral, match="where-to-turn"):
        answered(question, agent.actor)


def test_the_versions_that_were_used_are_kept_and_read_on_the_status_page(complaint, agent):
    answered(complaint, agent.actor)
    contact = Interaction.objects.filter(case=complaint.case_id, direction="out").latest("id")
    used = set(
        ClauseVersion.objects.filter(pk__in=contact.clauses).values_list("clause__code", flat=True)
    )
    assert {"ombuds-function", "second-line-vlaamse-ombudsdienst"} <= used
    assert contact.text.startswith("Zo zit het.")
    assert OFFICE in contact.text
    assert OMBUDSMAN in contact.text


def test_of_a_question_only_what_was_written_is_kept(question, agent):
    answered(question, agent.actor)
    contact = Interaction.objects.filter(case=question.case_id, direction="out").latest("id")
    assert contact.text == "Zo zit het."


@pytest.mark.parametrize("wants_confirmation", [False, True])
def test_what_is_answered_at_once_in_a_complaint_is_confirmed_once(
    complaint, agent, wants_confirmation
):
    registered(complaint, agent.actor, wants_confirmation=wants_confirmation)
    assert len(sent(complaint)) == 1


def test_a_call_about_a_question_is_not_confirmed(question, agent):
    called(question, agent.actor)
    assert sent(question) == []


def test_the_subject_decides_who_is_named(utility, complaint, agent):
    staff.save_house_setting(
        code="second-line-invoice",
        value="vmm,vlaamse-ombudsdienst",
        valid_from=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    answered(complaint, agent.actor)
    (text,) = sent(complaint)
    assert text.index(OFFICE) < text.index(VMM) < text.index(OMBUDSMAN)


@pytest.mark.parametrize(("is_substantive", "is_final"), [(True, True), (False, False)])
def test_the_office_says_that_it_is_its_final_word(utility, is_substantive, is_final):
    office = make.employee(utility, role=Role.OMBUDS).actor
    hidden = make.case(at=make.MONDAY, topic_code="ombuds")
    make.complaint(hidden, at=make.MONDAY, regime=Regime.OMBUDS)
    actions.answer_case(
        case_id=hidden.case_id,
        text="Zo zit het.",
        seen_version=version(hidden),
        is_substantive=is_substantive,
        resolves=False,
        by=office,
        at=AT,
    )
    (text,) = sent(hidden)
    assert (FINAL in text) is is_final
    assert OMBUDSMAN in text
    assert OFFICE not in text


def test_in_french_it_is_said_in_french(utility, agent):
    opened = make.case(at=make.MONDAY, language="fr", is_language_chosen=True)
    make.complaint(opened, at=make.MONDAY)
    answered(opened, agent.actor)
    (text,) = sent(opened)
    assert f"[fr] {OFFICE}" in text
    assert f"[fr] {OMBUDSMAN}" in text


def test_a_letter_in_place_of_a_mail_that_did_not_arrive_says_it_as_well(utility, agent, jobs):
    opened = make.case(
        at=make.MONDAY,
        contact=actions.Contact(
            name="Ann De Smet", email="ann@example.be", address="Kaai 1\n9000 Gent"
        ),
    )
    make.complaint(opened, at=make.MONDAY)
    answered(opened, agent.actor)
    mail = Message.objects.filter(purpose=letters.ANSWER).latest("id")
    Message.objects.filter(pk=mail.pk).update(state="bounced")
    actions.note_failed_message(message_id=mail.pk, by=Actor.system("cases.bounced"), at=AT)
    paper = Message.objects.filter(replaces=mail).get()
    assert paper.text == mail.text
    assert OFFICE in paper.text


def test_the_preview_is_what_leaves(complaint, agent):
    seen = letters.answer_preview(
        complaint.case_id, text="Zo zit het.", closes=True, viewer=agent.actor, at=AT
    )
    answered(complaint, agent.actor)
    assert sent(complaint) == [seen.text]


def test_the_refusal_is_one_that_a_page_can_say():
    assert issubclass(AnswerWithoutReferral, Refused)
