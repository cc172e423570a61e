"""A complaint at the desk: registered, judged, answered, a page a step."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction
from debiet.complaints import actions
from debiet.complaints.models import Complaint, ComplaintEntry
from debiet.core.actor import Actor
from debiet.desk import labels, labels_complaints
from debiet.desk.labels_keeping import GROUNDS
from debiet.jurisdictions.be_flanders_complaints import OMBUDS_NORMS
from debiet.jurisdictions.values import value_on
from debiet.rules.access import Role
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaints import Assessment, ComplaintStep, Ground, LetterKind
from debiet.terms.models import Clock
from tests import make
from tests.complaints.conftest import answered, left, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(utility):
    """A case in which somebody complains."""
    return make.case(text="Dit is nu de derde keer. Ik dien klacht in!")


@pytest.fixture
def complaint(agent, opened):
    """It, registered as a complaint."""
    return registered(opened, by=agent.actor)


def page(name, opened):
    return reverse(f"desk:{name}", args=[opened.number])


def seen(opened):
    return {"seen_version": Case.objects.get(number=opened.number).version}


def of_complaint(opened):
    return seen(opened) | {"seen": Complaint.objects.get(case__number=opened.number).version}


def register_data(opened, **changes):
    case = Case.objects.get(number=opened.number)
    return (
        seen(opened)
        | {
            "wish": Interaction.objects.filter(case=case, direction="in").get().pk,
            "component": "drinking-water",
            "theme": "bill",
            "day": "2026-03-02",
            "clock": "09:00",
        }
        | changes
    )


def test_it_is_registered_by_what_the_customer_said(browser_of_agent, opened):
    response = browser_of_agent.post(page("complaint", opened), register_data(opened), follow=True)

    assert "It is registered as a complaint." in response.text
    complaint = Complaint.objects.get()
    assert (complaint.step, complaint.theme) == (ComplaintStep.RECEIVED, "bill")
    assert complaint.expressed_at == make.MONDAY
    assert "received" in response.text
    assert "counts from" in response.text


def test_neither_a_wish_nor_a_reason_is_asked_for_beside_the_field(browser_of_agent, opened):
    response = browser_of_agent.post(page("complaint", opened), register_data(opened, wish=""))

    assert "Choose what the customer said, or say why." in response.text
    assert not Complaint.objects.exists()


def test_a_later_moment_without_a_reason_is_refused_with_what_was_typed(
    browser_of_agent, opened, clock
):
    clock.at(make.MONDAY + timedelta(days=3))

    response = browser_of_agent.post(
        page("complaint", opened), register_data(opened, day="2026-03-03", theme="price")
    )

    assert "Say why the customer was content until then." in response.text
    assert 'value="price" selected' in response.text


def test_it_is_found_admissible_with_one_press(browser_of_agent, opened, complaint):
    response = browser_of_agent.post(
        page("complaint-take-up", opened), of_complaint(opened), follow=True
    )

    assert "the first line treats it" in response.text
    assert Complaint.objects.get().step is ComplaintStep.FIRST_LINE


def test_a_press_on_an_old_page_is_told_and_changes_nothing(browser_of_agent, opened, complaint):
    response = browser_of_agent.post(
        page("complaint-take-up", opened), of_complaint(opened) | {"seen": 0}, follow=True
    )

    assert "Somebody else changed this" in response.text
    assert Complaint.objects.get().step is ComplaintStep.RECEIVED


def test_an_answer_is_written_with_its_judgment_and_shown_as_underway(
    browser_of_agent, opened, complaint
):
    data = of_complaint(opened) | {
        "kind": LetterKind.FINAL,
        "assessment": Assessment.FOUNDED,
        "outcome": "solved",
        "norms": ["law"],
        "says": list(to_tick(LetterKind.FINAL)),
        "text": "U had gelijk.",
    }

    response = browser_of_agent.post(page("complaint-letter", opened), data, follow=True)

    assert "Underway: answer to the complaint" in response.text
    assert Complaint.objects.get().step is ComplaintStep.FIRST_LINE


def test_what_a_letter_lacks_is_said_beside_the_field(browser_of_agent, opened, complaint):
    data = of_complaint(opened) | {"kind": LetterKind.FINAL, "text": "U had gelijk."}
    response = browser_of_agent.post(page("complaint-letter", opened), data)
    assert "Say whether the customer was right." in response.text

    response = browser_of_agent.post(
        page("complaint-letter", opened), data | {"kind": LetterKind.REFUSAL}
    )
    assert "A refusal says on which ground, and why." in response.text
    assert "U had gelijk." in response.text


def test_it_is_refused_on_a_ground(browser_of_agent, opened, complaint):
    data = of_complaint(opened) | {
        "kind": LetterKind.REFUSAL,
        "ground": Ground.ALREADY_HANDLED,
        "reason": "Zie 2025-000012.",
        "says": list(to_tick(LetterKind.REFUSAL)),
        "text": "We behandelden dit al.",
    }

    browser_of_agent.post(page("complaint-letter", opened), data)

    letter = Complaint.objects.get().letters.get()
    assert (letter.kind, letter.ground) == (LetterKind.REFUSAL, Ground.ALREADY_HANDLED)


def test_a_question_after_all_asks_why(browser_of_agent, opened, complaint):
    response = browser_of_agent.post(
        page("complaint-question", opened),
        of_complaint(opened) | {"reason": "Vraagt alleen uitleg."},
        follow=True,
    )

    assert "not a complaint" in response.text
    assert "A complaint after all" in response.text
    assert ComplaintEntry.objects.latest("id").reason == "Vraagt alleen uitleg."


def test_what_the_customer_wants_is_noted_from_a_contact(
    agent, browser_of_agent, opened, complaint
):
    left(answered(complaint, by=agent.actor, at=make.MONDAY), at=make.MONDAY)
    wish = Interaction.objects.filter(direction="in").get().pk

    response = browser_of_agent.post(
        page("complaint-accepted", opened), seen(opened) | {"wish": wish}, follow=True
    )

    assert "the customer accepts the answer" in response.text
    assert Complaint.objects.get().step is ComplaintStep.ACCEPTED


def test_the_customer_takes_it_back(browser_of_agent, opened, complaint):
    wish = Interaction.objects.filter(direction="in").get().pk

    browser_of_agent.post(page("complaint-withdrawn", opened), seen(opened) | {"wish": wish})

    assert Complaint.objects.get().step is ComplaintStep.WITHDRAWN


def test_a_complaint_behind_a_wall_is_in_no_list(browser_of_agent, utility):
    lead = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    hidden = make.case(topic_code="ombuds")
    registered(hidden, by=lead.actor)

    assert hidden.number not in browser_of_agent.get(reverse("desk:complaints")).text
    assert browser_of_agent.get(page("complaint", hidden)).status_code == 404


def test_since_when_it_counts_is_corrected_on_a_page(browser_of_agent, opened, complaint):
    assert page("complaint-moment", opened) in browser_of_agent.get(page("case", opened)).text
    data = of_complaint(opened) | {"day": "2026-02-27", "clock": "18:30", "reason": "Aan de deur."}

    response = browser_of_agent.post(page("complaint-moment", opened), data, follow=True)

    assert "All terms are counted anew" in response.text
    assert Complaint.objects.get().expressed_at == make.local("2026-02-27 18:30")
    assert "counts from another moment" in response.text


def test_the_page_says_what_the_facts_point_at_and_asks_for_an_address(browser_of_agent, agent):
    unknown = make.case(contact=Contact(), text="Schandalig.")
    registered(unknown, by=agent.actor, facts_on=date(2025, 1, 5))

    shown = browser_of_agent.get(page("case", unknown)).text

    assert "nobody knows who complains, facts of more than a year ago" in " ".join(shown.split())
    assert "Nothing in writing reaches the customer" in shown
    assert page("complaint-address", unknown) in shown

    response = browser_of_agent.post(
        page("complaint-unknown", unknown),
        of_complaint(unknown) | {"reason": "Geen naam."},
        follow=True,
    )
    assert "Refused: nobody knows who complains." in response.text
    assert Complaint.objects.get().step is ComplaintStep.REFUSED


def test_an_accepted_answer_is_closed_with_one_press(agent, browser_of_agent, opened, complaint):
    left(answered(complaint, by=agent.actor, at=make.MONDAY), at=make.MONDAY)
    visitor = Actor.visitor(opened.case_id)
    actions.accept_answer(complaint_id=complaint.pk, by=visitor, at=make.MONDAY)

    response = browser_of_agent.post(
        page("complaint-close", opened), of_complaint(opened), follow=True
    )

    assert "The complaint is closed." in response.text
    assert Complaint.objects.get().step is ComplaintStep.CLOSED


def test_there_is_no_step_where_there_is_no_complaint(browser_of_agent, opened):
    for name in ("complaint-letter", "complaint-question", "complaint-accepted"):
        assert browser_of_agent.get(page(name, opened)).status_code == 404


def test_the_words_of_complaints_take_no_other_words_away():
    assert labels.WORDS["ground"] is GROUNDS


def test_it_is_coded_and_the_list_finds_what_is_not(agent, browser_of_agent, opened, complaint):
    left(answered(complaint, by=agent.actor, at=make.MONDAY), at=make.MONDAY)
    uncoded = {"list": "answered", "root_cause": "-"}
    listed = browser_of_agent.get(reverse("desk:complaints"), uncoded)
    assert "root cause not yet coded" in listed.text
    assert opened.number in listed.text

    shown = browser_of_agent.get(page("complaint-code", opened)).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    response = browser_of_agent.post(
        page("complaint-code", opened), typed | {"root_cause": "data", "theme": "bill"}, follow=True
    )

    assert "What it was before is kept." in response.text
    assert "coded: about what, root cause" in " ".join(response.text.split())
    assert opened.number not in browser_of_agent.get(reverse("desk:complaints"), uncoded).text


def test_the_same_facts_are_offered_before_a_second_complaint_is_made(
    browser_of_agent, opened, complaint
):
    again = make.case(text="Ik schreef u hier al over.")
    shown = browser_of_agent.get(page("complaint", again))
    assert "Is it one of these already?" in shown.text
    assert opened.number in shown.text

    response = browser_of_agent.post(
        page("complaint-join", again), {"complaint": complaint.pk}, follow=True
    )

    assert "It is one complaint" in response.text
    assert Complaint.objects.count() == 1


def test_norms_are_said_in_the_language_of_the_reader():
    norms = value_on(OMBUDS_NORMS, on=make.MONDAY.date()).value
    assert {norm.code for norm in norms} <= set(labels_complaints.NORMS)
    with translation.override("nl"):
        # As the law's own list has them.
        assert {norm.code: str(labels_complaints.norm_name(norm)) for norm in norms} == {
            norm.code: norm.name for norm in norms
        }
        assert "What was done is lawful" not in str(labels_complaints.norm_options(norms))


def test_the_ledger_of_a_complaint_says_that_a_complaint_came_in(
    browser_of_agent, opened, complaint
):
    clock_id = Clock.objects.filter(reference__startswith="complaint:").first().pk
    shown = browser_of_agent.get(reverse("desk:clock", args=[opened.number, clock_id]))
    assert "the complaint came in" in shown.text
    assert "the question came in" not in shown.text
