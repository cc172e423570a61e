"""The status page of a complaint: where it is, by when, and what its customer can choose there."""

import pytest
from django.test import Client

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.complaints import actions
from debiet.complaints.actions import Judgment, Said
from debiet.complaints.models import Complaint, ComplaintEntry
from debiet.core.actor import Actor
from debiet.portal.complaint_steps import GROUNDS, HEADINGS, JUDGED, SOLVED
from debiet.rules.complaints import (
    Assessment,
    ComplaintStep,
    Ground,
    LetterKind,
    Outcome,
    Regime,
)
from tests import make
from tests.complaints.conftest import answered
from tests.portal.conftest import words

pytestmark = pytest.mark.django_db
RUN = Actor.system("complaints.run")
FOUNDED = Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("law",))


def page(client, opened, language="en"):
    return client.get(f"/status/{opened.number}/", headers={"accept-language": language})


def answer(complaint, employee, clock, judgment=FOUNDED, kind=LetterKind.FINAL):
    complaint.refresh_from_db()
    message_id = answered(
        complaint, by=employee.actor, at=clock.now(), kind=kind, judgment=judgment
    )
    actions.note_dispatched(
        message_id=message_id, dispatched_at=clock.now(), by=RUN, at=clock.now()
    )
    complaint.refresh_from_db()


def later(owner, opened, clock, **how_much):
    """Let time go by, after which the browser has to open the link from the mail again."""
    clock.forward(**how_much)
    owner.get(f"/status/{opened.number}/{opened.code}/")


def stages(response):
    return [(str(one.name), one.state, one.words) for one in response.context["standing"].stages]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("nl", "uiterlijk op maandag 16 maart 2026", "uiterlijk op donderdag 16 april 2026"),
        ("fr", "au plus tard le lundi 16 mars 2026", "au plus tard le jeudi 16 avril 2026"),
        ("en", "no later than Monday 16 March 2026", "no later than Thursday 16 April 2026"),
    ],
)
def test_it_says_which_function_has_it_and_by_when(
    complaint, owner, opened, employee, language, first, last
):
    text = words(page(owner, opened, language))
    assert first in text
    assert last in text
    assert "Els Verborgen" not in text


def test_the_three_steps_show_where_it_is_on_its_whole_way(
    complaint, owner, opened, employee, clock
):
    bodies = "Vlaamse Ombudsdienst"
    assert stages(page(owner, opened)) == [
        ("Customer service", "now", "answer no later than Mon 16 Mar"),
        ("Ombuds function", "", "takes over if that does not succeed"),
        (bodies, "", "if you still do not agree then"),
    ]

    answer(complaint, employee, clock)

    shown = page(owner, opened)
    assert stages(shown) == [
        ("Customer service", "done", "answered on Mon 2 Mar"),
        ("Ombuds function", "", "if you do not agree"),
        (bodies, "", "if you still do not agree then"),
    ]
    for told in ("You were right.", "It is solved.", "we zetten het recht."):
        assert told in words(shown)


@pytest.mark.parametrize(
    ("complained", "first_line", "answered"),
    [
        ("2026-02-27 18:30", "Friday 13 March 2026", "Monday 13 April 2026"),
        ("2026-02-28 11:00", "Friday 13 March 2026", "Tuesday 14 April 2026"),  # a Saturday
        ("2026-03-28 23:30", "Monday 13 April 2026", "Tuesday 12 May 2026"),  # a holiday between
        (
            "2026-03-22 10:00",
            "Friday 3 April 2026",
            "Wednesday 6 May 2026",
        ),  # over the clock change
    ],
)
def test_the_days_are_right_over_weekends_holidays_and_the_clock_change(
    utility, employee, clock, complained, first_line, answered
):
    clock.moment = make.local(complained)
    opened = make.case(at=clock.now())
    actions.register_complaint(
        case_id=opened.case_id, said=Said(reason="Boos."), by=employee.actor, at=clock.now()
    )
    client = Client()
    client.get(f"/status/{opened.number}/{opened.code}/")

    text = words(page(client, opened))

    assert f"Our customer service answers no later than {first_line}" in text
    assert f"you have our answer no later than {answered}" in text


def test_after_its_term_it_says_that_we_are_late_and_where_else_to_go(
    complaint, owner, opened, clock
):
    later(owner, opened, clock, days=46)
    text = words(page(owner, opened))
    assert "We had to answer no later than Thursday 16 April 2026" in text
    assert "Where you can go outside our company" in text


def test_every_step_judgment_and_ground_has_words():
    assert set(HEADINGS) == set(ComplaintStep)
    assert set(JUDGED) == set(Assessment)
    assert set(SOLVED) == set(Outcome)
    assert set(GROUNDS) == set(Ground)


def test_a_refusal_says_on_which_ground_and_the_way_on(complaint, owner, opened, employee, clock):
    judgment = Judgment(ground=Ground.ALREADY_HANDLED, reason="Zie 2025.")
    answer(complaint, employee, clock, judgment, LetterKind.REFUSAL)

    text = words(page(owner, opened))
    assert "We do not handle your complaint" in text
    assert "We handled the same complaint before." in text
    assert "Go to the ombuds function" in text
    assert "Zie 2025." not in text  # the reason for ourselves


def test_a_question_becomes_a_complaint_with_one_click_and_what_was_said(owner, opened, clock):
    shown = page(owner, opened)
    assert "I am not satisfied: make it a complaint" in words(shown)

    response = owner.post(
        f"/status/{opened.number}/complaint/", {"complaint-text": "Nog niets gehoord."}, follow=True
    )

    assert response.redirect_chain == [(f"/complaint/{opened.number}/", 302)]
    complaint = Complaint.objects.get()
    assert (complaint.case_id, complaint.step) == (opened.case_id, ComplaintStep.RECEIVED)
    wish = ComplaintEntry.objects.get().facts["wish"]
    assert Interaction.objects.get(pk=wish).text == "Nog niets gehoord."
    assert "make it a complaint" not in words(page(owner, opened))


def test_a_closed_question_opens_again_as_a_complaint(owner, opened, employee, clock):
    cases.answer_case(
        case_id=opened.case_id, text="Zo is het.", seen_version=1, by=employee.actor, at=clock.now()
    )
    later(owner, opened, clock, days=3)

    owner.post(f"/status/{opened.number}/complaint/", {"complaint-text": "Dat klopt niet."})

    case = Case.objects.get()
    assert (case.state, case.regime) == ("open", Regime.COMPLAINT)
    assert Complaint.objects.get().expressed_at == clock.now()


def test_words_are_asked_for_and_a_second_time_is_refused_with_a_sentence(owner, opened):
    path = f"/status/{opened.number}/complaint/"
    empty = owner.post(path, {"complaint-text": ""}, headers={"accept-language": "en"})
    assert "Write what you are not satisfied with." in words(empty)
    assert not Complaint.objects.exists()

    owner.post(path, {"complaint-text": "Niet goed."})
    again = owner.post(
        path, {"complaint-text": "Echt niet."}, headers={"accept-language": "en"}, follow=True
    )

    assert "This is registered as a complaint already." in words(again)
    assert Complaint.objects.count() == 1
    assert Interaction.objects.filter(text="Echt niet.").count() == 0


def test_called_a_question_again_the_page_is_a_question_and_can_be_a_complaint_again(
    complaint, owner, opened, employee, clock
):
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Vroeg alleen uitleg.",
        seen_version=complaint.version,
        by=employee.actor,
        at=clock.now(),
    )
    text = words(page(owner, opened))
    assert f"Your question {opened.number}" in text
    assert "Vroeg alleen uitleg." not in text

    owner.post(f"/status/{opened.number}/complaint/", {"complaint-text": "Wel een klacht."})

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.RECEIVED
