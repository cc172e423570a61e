"""The ombuds function at the desk: its list, its files, and what others do for it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from debiet.cases import actions as cases
from debiet.cases.models import ConflictOffer
from debiet.complaints import actions
from debiet.complaints.models import (
    Complaint,
    OmbudsDraft,
    OmbudsFile,
    OmbudsQuestion,
    OmbudsRemedy,
)
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.complaint_remedies import RemedyKind
from debiet.rules.complaints import ComplaintStep
from debiet.rules.internal_tasks import TaskState
from tests import make
from tests.complaints.conftest import registered
from tests.desk.test_statements import asked

MOST_OF_A_FILE = 34
"""Statements: what is in a file stands in many tables, and who had to do with it in more."""
LATER = make.MONDAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(utility):
    """The ombudsperson."""
    return make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes")


@pytest.fixture
def browser(office, sign_in):
    """Its browser."""
    return sign_in(office)


@pytest.fixture
def opened(agent):
    """A case whose complaint the ombuds function has."""
    made = make.case()
    complaint = registered(made, by=agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Wij kunnen dit niet.", by=agent.actor, at=LATER
    )
    return made


def at(what=""):
    file = OmbudsFile.objects.get()
    if what:
        return reverse("desk:ombuds-step", args=[file.pk, what])
    return reverse("desk:ombuds-file", args=[file.pk])


def sent(browser, what, **data):
    shown = browser.get(at(what))
    form = {"seen": OmbudsFile.objects.get().version, "seen_case": 0}
    if hasattr(shown.context["form"], "case_version"):
        form["seen_case"] = shown.context["form"].case_version
    return browser.post(at(what), form | data, follow=True)


def test_the_office_works_a_file_through_its_pages(browser, opened, agent, utility):
    make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Bo Smet")
    assert "nobody handles it yet" in browser.get(reverse("desk:ombuds")).text
    assert "It is for Els Claes first." in browser.get(at()).text

    refused = sent(browser, "take")
    assert "Say first whether you have a tie" in refused.text
    sent(browser, "tie", tie="no")
    sent(browser, "take")
    sent(
        browser,
        "question",
        team=utility.team.pk,
        words="Waarom?",
        day="2099-01-01",
        clock="12:00",
    )
    sent(browser, "finding", text="De meter was juist.")
    sent(
        browser,
        "remedy",
        kind="apology",
        words="Een brief.",
        owner=agent.employee_id,
        due_on="2026-04-01",
    )
    sent(
        browser,
        "action",
        root_cause="process",
        words="Anders doen.",
        owner=agent.employee_id,
        due_on="2026-04-01",
    )
    later = sent(browser, "holding", text="Wij meten nog.", until="2026-03-20")
    assert "The letter that ends it" not in later.text
    kept = sent(browser, "decision", do="keep", text="Wij vonden tot nu", norms=["law"], end="")
    assert "Put away half-written:" in kept.text
    form = browser.get(at("decision")).context["form"]
    assert (form["text"].value(), form["norms"].value()) == ("Wij vonden tot nu", ["law"])
    shown = sent(
        browser,
        "decision",
        end="decided",
        assessment="unfounded",
        reason="Alles klopt.",
        text="U kreeg een juiste factuur.",
    )

    assert OmbudsQuestion.objects.get().words == "Waarom?"
    for words in ("Els Claes", "De meter was juist.", "Een brief.", "Anders doen."):
        assert words in shown.text
    assert "The letter that ends it is on its way." in shown.text
    assert not OmbudsDraft.objects.exists()  # its words have left
    remedy = OmbudsRemedy.objects.get()
    chosen = f"remedy:{remedy.pk}:1:approved"
    assert "Somebody else than whoever proposed it" in sent(browser, "progress", chosen=chosen).text
    board = browser.get(reverse("desk:ombuds-board")).text
    assert "apology" in board
    assert "how we work" in board


def test_a_page_that_was_seen_before_somebody_saved_is_refused(browser, opened):
    sent(browser, "tie", tie="no")
    stale = browser.post(at("take"), {"seen": 1}, follow=True)
    assert OmbudsFile.objects.get().handler_id is None
    assert stale.status_code == 200


def test_the_first_line_reads_one_line_and_can_only_take_a_message_down(browser_of_agent, opened):
    page = browser_of_agent.get(reverse("desk:case", args=[opened.number])).text

    assert (
        "With the ombuds function since Tuesday 3 March 2026, "
        "answer no later than Thursday 16 April 2026." in page
    )
    assert page.count("ombuds function") == 1
    assert reverse("desk:contact", args=[opened.number]) in page
    for name in ("details", "take", "note", "answer"):
        assert f'action="{reverse(f"desk:{name}", args=[opened.number])}' not in page
    assert browser_of_agent.get(at()).status_code == 403
    assert browser_of_agent.get(reverse("desk:ombuds")).status_code == 403
    assert opened.number not in browser_of_agent.get(reverse("desk:complaints")).text


def test_an_agent_gives_a_complaint_to_the_office(browser_of_agent, agent):
    made = make.case()
    registered(made, by=agent.actor)
    address = reverse("desk:complaint-to-ombuds", args=[made.number])
    browser_of_agent.get(address)
    shown = browser_of_agent.post(
        address, {"why": "cannot-solve", "reason": "Te moeilijk."}, follow=True
    )
    assert "the ombuds function knows" in shown.text
    assert Complaint.objects.get().step is ComplaintStep.OMBUDS


def test_the_office_decides_about_a_wish_before_an_answer(browser, agent):
    made = make.case()
    complaint = registered(made, by=agent.actor)
    actions.ask_for_ombuds(complaint_id=complaint.pk, by=Actor.visitor(made.case_id), at=LATER)
    assert made.number in browser.get(reverse("desk:ombuds")).text
    address = reverse("desk:ombuds-wanted", args=[complaint.pk])
    late = {"choice": "term", "reason": "Nog even.", "day": "2099-01-01", "clock": "12:00"}
    assert "Choose a moment within its own term" in browser.post(address, late).text
    browser.post(address, late | {"choice": "take"})
    assert OmbudsFile.objects.get().complaint_id == complaint.pk


def test_a_department_explains(browser, browser_of_agent, opened, utility):
    sent(browser, "tie", tie="no")
    sent(browser, "take")
    sent(
        browser,
        "question",
        team=utility.team.pk,
        words="Waarom?",
        day="2099-01-01",
        clock="12:00",
    )
    assert "Waarom?" in browser_of_agent.get(reverse("desk:explanations")).text
    question = OmbudsQuestion.objects.get()
    browser_of_agent.post(reverse("desk:explain", args=[question.pk]), {"words": "Door ziekte."})
    assert "Door ziekte." in browser.get(at()).text
    assert "Waarom?" not in browser_of_agent.get(reverse("desk:explanations")).text


def test_the_file_is_found_from_both_cases(browser, opened):
    file = OmbudsFile.objects.select_related("case").get()
    for number in (opened.number, file.case.number):
        page = browser.get(reverse("desk:case", args=[number])).text
        assert "Open the file" in page
        response = browser.get(reverse("desk:ombuds-of-case", args=[number]))
        assert response.url == at()


def test_an_agent_puts_a_conflict_between_teams_to_the_office_and_then_reads_one_line(
    browser_of_agent, agent, utility
):
    made = make.case()
    by = {"by": agent.actor, "at": make.MONDAY}
    task = cases.ask_task(case_id=made.case_id, team_id=utility.team.pk, words="Klopt dit?", **by)
    refused = {"state": TaskState.REFUSED, "words": "Niet voor ons.", "seen_version": 1}
    cases.step_task(task_id=task, **refused, **by)
    page = browser_of_agent.get(reverse("desk:case", args=[made.number])).text
    offer = ConflictOffer.objects.get()
    address = reverse("desk:conflict", args=[made.number])
    assert f"{address}?offer={offer.pk}" in page
    assert (
        f'value="{offer.pk}" selected' in browser_of_agent.get(f"{address}?offer={offer.pk}").text
    )

    shown = browser_of_agent.post(
        address, {"offer": offer.pk, "reason": "Zij willen niet."}, follow=True
    )

    assert shown.text.count("With the ombuds function since") == 1
    assert "Zij willen niet." not in shown.text
    assert address not in shown.text
    assert OmbudsFile.objects.get().reason == "Zij willen niet."
    offer.refresh_from_db()
    assert offer.settled_as == "ombuds"


def test_the_offices_pages_ask_the_database_no_more_with_more_on_them(
    browser, opened, agent, office, utility
):
    file = OmbudsFile.objects.get()
    sent(browser, "tie", tie="no")
    sent(browser, "take")
    counts = []
    for number in range(3):
        task = actions.Task(f"Iets doen, {number}.", agent.employee_id, LATER.date())
        by = {"by": office.actor, "at": LATER}
        actions.add_finding(file_id=file.pk, text=f"Vaststelling {number}.", **by)
        actions.propose_remedy(file_id=file.pk, kind=RemedyKind.APOLOGY, task=task, **by)
        actions.plan_action(file_id=file.pk, root_cause="process", task=task, **by)
        due = {"due_at": LATER + timedelta(days=1)}
        actions.ask_explanation(
            file_id=file.pk, team_id=utility.team.pk, words=f"Waarom, {number}?", **due, **by
        )
        another = registered(make.case(), by=agent.actor)
        actions.say_cannot_solve(complaint_id=another.pk, reason="Nee.", by=agent.actor, at=LATER)
        addresses = (
            reverse("desk:ombuds"),
            reverse("desk:ombuds-board"),
            reverse("desk:ombuds-file", args=[file.pk]),
        )
        found = [asked(browser, address) for address in addresses]
        assert f"Iets doen, {number}." in found[2][0]
        counts.append([len(statements) for _words, statements in found])
    assert counts[0] == counts[1] == counts[2]
    assert [most for most in counts[0] if most > MOST_OF_A_FILE] == [], counts[0]
