"""The ombuds function in a real browser: every page fit for all, without scripts, by keyboard."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from debiet.cases import actions as cases
from debiet.complaints import actions
from debiet.complaints.models import Complaint, OmbudsFile, OmbudsQuestion
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.complaint_remedies import RemedyKind
from debiet.rules.internal_tasks import TaskState
from tests import make
from tests.complaints.conftest import registered
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = {
    "wide-light": (WIDE, "light"),
    "wide-dark": (WIDE, "dark"),
    "phone-light": (PHONE, "light"),
    "phone-dark": (PHONE, "dark"),
}


@pytest.fixture
def office(live_sites, utility):
    """The ombudsperson, with a file that has something of everything, and what is around it."""
    somebody = make.employee(
        utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Olga Peeters", is_lead=True
    )
    make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Piet Maes")
    agent = make.employee(utility, name="Tom Jacobs")
    at = datetime.now(UTC) - timedelta(days=3)
    by, first = {"by": somebody.actor, "at": at}, {"by": agent.actor, "at": at}
    complaint = registered(make.case(at=at), by=agent.actor, at=at, theme="bill")
    actions.say_cannot_solve(complaint_id=complaint.pk, reason="Wij mogen dit niet.", **first)
    file = OmbudsFile.objects.get()
    actions.state_ties(file_id=file.pk, has_conflict=False, **by)
    file.refresh_from_db()
    actions.take_file(file_id=file.pk, seen_version=file.version, **by)
    actions.ask_explanation(
        file_id=file.pk,
        team_id=utility.ombuds_team.pk,
        words="Waarom drie aanmaningen?",
        due_at=at + timedelta(days=1),
        **by,
    )
    found = actions.add_finding(file_id=file.pk, text="De meter was juist.", **by)
    actions.add_finding(file_id=file.pk, text="Toch niet.", corrects=found, reason="Fout.", **by)
    task = actions.Task("Een brief met excuses.", agent.employee_id, at.date())
    actions.propose_remedy(file_id=file.pk, kind=RemedyKind.APOLOGY, task=task, **by)
    actions.plan_action(file_id=file.pk, root_cause="process", task=task, **by)
    wanted = registered(make.case(at=at), by=agent.actor, at=at)
    visitor = Actor.visitor(wanted.case_id)
    actions.ask_for_ombuds(complaint_id=wanted.pk, by=visitor, at=at)
    disputed = make.case(at=at, text="Wie herstelt dit?")
    asked = cases.ask_task(
        case_id=disputed.case_id, team_id=utility.team.pk, words="Doet u dit?", **first
    )
    refused = {"state": TaskState.REFUSED, "words": "Nee.", "seen_version": 1}
    cases.step_task(task_id=asked, **refused, **first)
    make.case(at=at, topic_code="ombuds", text="Rechtstreeks aan de ombudsdienst.")
    return somebody


def pages():
    """Return the address of each page, with a name for its picture."""
    file = OmbudsFile.objects.select_related("case", "about_case").get()
    wanted = Complaint.objects.get(asked_for_ombuds_at__isnull=False)
    question = OmbudsQuestion.objects.get()
    numbers = {one.subject: one.number for one in type(file.case).objects.all()}
    steps = ("tie", "involved", "question", "finding", "holding", "decision", "remedy", "action")
    return {
        "list": "/ombuds/",
        "board": "/ombuds/board/",
        "file": f"/ombuds/{file.pk}/",
        **{step: f"/ombuds/{file.pk}/{step}/" for step in (*steps, "progress")},
        "new": "/ombuds/new/",
        "of-case": f"/cases/{numbers['Rechtstreeks aan de ombudsdienst.']}/ombuds/new/",
        "wanted": f"/ombuds/wanted/{wanted.pk}/",
        "conflict": f"/cases/{numbers['Wie herstelt dit?']}/conflict/",
        "frozen": f"/cases/{file.about_case.number}/",
        "explanations": "/explanations/",
        "explain": f"/explanations/{question.pk}/",
    }


def test_each_page_of_the_office_is_fit_for_everybody_in_every_look(
    browser: Browser, live_sites, office
):
    with signed_in(browser, live_sites, office, locale="nl-BE") as window:
        for name, (size, scheme) in LOOKS.items():
            page = window(viewport=size, color_scheme=scheme)
            for told, address in pages().items():
                page.goto(address)
                assert page.locator("h1").count() == 1, address
                wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wider <= 0, (address, name)
                if name in ("wide-light", "phone-dark"):
                    assert Axe().run(page).response["violations"] == [], (address, name)
                if folder := os.environ.get("DEBIET_SHOTS"):
                    page.screenshot(path=Path(folder) / f"ombuds-{told}-{name}.png", full_page=True)


def test_a_file_is_opened_and_taken_without_scripts_and_by_keyboard(
    browser: Browser, live_sites, office
):
    with signed_in(browser, live_sites, office, locale="en") as window:
        page = window(viewport=WIDE, java_script_enabled=False)
        page.goto("/ombuds/")
        page.get_by_role("link", name="Open a file").focus()
        page.keyboard.press("Enter")
        page.get_by_label("What was said or written").focus()
        page.keyboard.type("Iemand keek in mijn dossier.")
        page.get_by_label("Why the office takes it at once").focus()
        page.keyboard.type("Het gaat over een medewerker.")
        page.get_by_label("Confidential").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Open a file").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("The file is open.")).to_be_visible()
        expect(page.get_by_text("confidential").first).to_be_visible()
        page.get_by_role("link", name="Your tie to this file").focus()
        page.keyboard.press("Enter")
        page.get_by_label("I have none").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Take it").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Take it").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Olga Peeters (").first).to_be_visible()
