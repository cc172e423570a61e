"""Opening a file at the desk of what came straight to the office, also in confidence."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from debiet.cases.models import Case
from debiet.complaints import actions
from debiet.complaints.actions import refusals
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.rules.complaints import ComplaintStep, Regime, Takeover
from debiet.terms.models import Clock, ClockEntry
from tests import make
from tests.complaints.conftest import registered
from tests.house.test_urls_and_roles import addresses, values

NEW = "/ombuds/new/"
TOLD = {
    "key": "0" * 32,
    "carrier": "phone",
    "day": "2026-03-02",
    "clock": "08:30",
    "who": "Ann De Smet",
    "email": "ann@example.be",
    "text": "Iemand van jullie las mijn dossier zonder reden.",
    "takeover": "customer-asks",
    "reason": "Ze wil niet dat de dienst het weet.",
    "component": "drinking-water",
}
ASKED = ("/find/?q=Ann+De+Smet", "/find/suggestions/?q=Ann", "/complaints/?list=all", "/work/all/")
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|nonce-?=?"?[\w+/=-]+'
    r'|\b[\w-]+%3A[\w-]+%3A[\w-]+|class="figure">[0-9a-f]{16}<'
    r"|[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(utility):
    """The ombudsperson."""
    return make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes")


@pytest.fixture
def browser(office, sign_in):
    """Its browser."""
    return sign_in(office)


def everything(client, opened):
    """Return each page of the desk as somebody gets it, with what no two answers share left out."""
    arguments = values(
        opened, Clock.objects.earliest("id").pk, ClockEntry.objects.earliest("id").pk
    )
    paths = [
        reverse(name, kwargs={key: arguments[key] for key in wanted})
        for name, wanted in addresses("desk")
        if name.startswith("desk:")
    ]
    found = {}
    for path in [*paths, *ASKED]:
        with transaction.atomic():  # a look at a person's file is written down
            response = client.get(path)
            is_page = response.get("Content-Type", "").startswith("text/html")  # a PDF has a moment
            text = response.content.decode() if is_page else ""
            found[path] = (response.status_code, CHANGING.sub("", text))
            transaction.set_rollback(True)
    return found


def test_what_came_by_phone_is_a_file_with_its_term_and_sent_twice_it_is_one(browser, agent):
    assert "Open a file" in browser.get(reverse("desk:ombuds")).text
    assert browser.get(NEW).status_code == 200

    for _twice in range(2):
        shown = browser.post(NEW, TOLD, follow=True)

    file = OmbudsFile.objects.select_related("complaint", "case").get()
    assert "The file is open." in shown.text
    assert "Iemand van jullie las mijn dossier" in shown.text
    assert file.case.regime is Regime.OMBUDS
    assert file.complaint.is_oral
    assert file.complaint.expressed_at == make.local("2026-03-02 08:30")
    assert file.answer_by == make.local("2026-04-17 00:00")
    assert (file.takeover, file.is_confidential) == (Takeover.CUSTOMER_ASKS, False)


def test_what_does_not_fit_is_said_at_the_form(browser):
    made = browser.post(NEW, TOLD | {"about_number": "2026-999999"})
    assert "No case has the number 2026-999999" in made.text
    assert "looks like 2026-000123" in browser.post(NEW, TOLD | {"about_number": "x"}).text
    assert not OmbudsFile.objects.exists()
    assert not Case.objects.exists()


def test_a_mail_to_the_office_becomes_a_file_from_its_case(browser, browser_of_agent):
    mail = make.case(topic_code="ombuds", carrier=Carrier.EMAIL, text="Help mij.")
    other = make.case()
    address = reverse("desk:ombuds-new-of-case", args=[mail.number])
    assert address in browser.get(reverse("desk:case", args=[mail.number])).text
    assert browser_of_agent.get(address).status_code == 403
    elsewhere = reverse("desk:ombuds-new-of-case", args=[other.number])
    assert browser.get(elsewhere).status_code == 404

    browser.get(address)
    browser.post(address, TOLD | {"about_number": other.number})

    file = OmbudsFile.objects.select_related("complaint").get()
    assert (file.case_id, file.about_case_id) == (mail.case_id, other.case_id)
    assert not file.complaint.is_oral
    assert browser.get(address).status_code == 404  # it is one


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.AUDITOR])
def test_no_page_of_anybody_else_changes_by_a_byte_with_a_confidential_file(
    role, browser, office, utility, sign_in, jobs
):
    somebody = make.employee(utility, role=role, is_lead=role is Role.TEAM_LEAD)
    client = sign_in(somebody)
    make.customer(email="ann@example.be", phone="0470 12 34 56")
    first = make.case()
    if role is not Role.AGENT:
        registered(first, by=make.employee(utility).actor)
    jobs.run()
    before = everything(client, first)

    browser.post(NEW, TOLD | {"about_number": first.number, "is_confidential": "on"})
    jobs.run()
    file = OmbudsFile.objects.select_related("complaint").get()
    assert file.is_confidential
    _worked(file, office)
    jobs.run()

    after = everything(client, first)
    assert _changes(before, after) == {}
    assert sum(status == 200 for status, _text in before.values()) > 10


def _worked(file, office):
    by = {"by": office.actor, "at": make.MONDAY}
    actions.state_ties(file_id=file.pk, has_conflict=False, **by)
    file.refresh_from_db()
    actions.take_file(file_id=file.pk, seen_version=file.version, **by)
    actions.add_finding(file_id=file.pk, text="Zijn dossier werd bekeken.", **by)
    assert file.complaint.step is ComplaintStep.OMBUDS
    with pytest.raises(refusals.NoSuchStep):  # its own complaint is no way around
        actions.say_cannot_solve(complaint_id=file.complaint_id, reason="Nee.", **by)
    assert Complaint.objects.filter(compartment="ombuds").count() == 1


def _changes(before, after):
    """Return the lines that differ, by the page they stand on."""
    return {
        path: sorted(set(text.splitlines()) ^ set(after[path][1].splitlines())) or after[path][0]
        for path, (status, text) in before.items()
        if (status, text) != after[path]
    }
