"""Returns and connections at the desk: seen before they are frozen, and led to their complaints."""

import re

import pytest
from django.urls import reverse

from debiet.complaints.models import Complaint, SubmittedReturn
from debiet.rules.access import Role
from tests import make
from tests.complaints.conftest import registered

pytestmark = pytest.mark.django_db
NOW = make.local("2027-01-20 10:00")
SUBMIT = ("desk:complaint-return-submit", [2026])


@pytest.fixture
def office(utility):
    """The ombudsperson."""
    return make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes")


@pytest.fixture
def browser(office, sign_in, clock):
    """Its browser, in January."""
    found = sign_in(office)
    clock.at(NOW)
    return found


def seal_of(page):
    return re.search(r'name="seal" value="([^"]+)"', page.text)[1]


def test_the_return_is_seen_then_frozen_and_its_correction_names_the_complaints(
    browser, agent, office, sign_in, utility
):
    one = registered(make.case(), by=agent.actor, municipality="Gent")
    assert "The return of 2026 is owed." in browser.get(reverse("desk:complaint-returns")).text

    address = reverse(SUBMIT[0], args=SUBMIT[1])
    shown = browser.get(address)
    assert "Gent: 1" in shown.text
    assert SubmittedReturn.objects.count() == 0
    # What changed since it was seen is not frozen unseen.
    other = registered(make.case(), by=agent.actor, municipality="Gent")
    sent = {"step": "apply", "seal": seal_of(shown)}
    again = browser.post(address, sent)
    assert "Something changed since you looked." in again.text
    browser.post(address, sent | {"seal": seal_of(again)})
    assert SubmittedReturn.objects.get().version == 1

    Complaint.objects.filter(pk=other.pk).update(municipality="Aalter", compartment="ombuds")
    correction = {"reason": "Gemeente was fout."}
    assert "Say why" not in browser.get(address).text
    looked = browser.post(address, {"reason": "Gemeente was fout.", "step": "look"})
    assert f"went: {other.case.number}" in looked.text
    browser.post(address, correction | {"step": "apply", "seal": seal_of(looked)})

    page = browser.get(reverse("desk:complaint-return", args=[2026]))
    assert "Return of 2026, version 2" in page.text
    assert other.case.number in page.text
    asked = {"measure": "total", "key": "", "version": 1}
    files = browser.get(reverse("desk:complaint-return-files", args=[2026]), asked)
    assert one.case.number in files.text
    written = browser.get(reverse("desk:complaint-return-export", args=[2026])).content.decode()
    assert "2026;2;municipality;Aalter;1" in written
    assert "2026;2;total;;2" in written
    # Whole numbers only: a spreadsheet set to Dutch reads the point of 3.50 otherwise.
    assert "2026;2;days;answers;0" in written
    assert "." not in written
    # By what the office's numbers are larger one could count its files.
    lead = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    assert lead.get(reverse("desk:complaint-returns")).status_code == 403
    assert "/returns/" not in lead.get(reverse("desk:complaint-figures")).text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"version": "2"}, 404),
        ({"version": "1", "measure": "no such"}, 404),
        ({"version": "1", "measure": "municipality", "key": "Brugge"}, 404),
    ],
)
def test_behind_what_was_not_frozen_is_nothing(browser, agent, office, asked, status):
    registered(make.case(), by=agent.actor)
    address = reverse(SUBMIT[0], args=SUBMIT[1])
    browser.post(address, {"step": "apply", "seal": seal_of(browser.get(address))})
    page = reverse("desk:complaint-return-files", args=[2026])
    assert browser.get(page, asked).status_code == status
    assert browser.get(reverse("desk:complaint-return", args=[2025])).status_code == 404


def test_connections_are_pasted_and_the_figures_told_by_them(browser, agent, office):
    registered(make.case(), by=agent.actor, municipality="Gent", theme="bill")
    address = reverse("desk:connections-change")
    wrong = browser.post(address, {"year": 2026, "text": "Gent;veel\nAalter 12", "step": "look"})
    assert "Line 2, “Aalter 12”: it is not a name and a number" in wrong.text

    data = {"year": 2026, "text": "Gent;4000\nAalter\t6.000"}
    seen = browser.post(address, data | {"step": "look"})
    assert "2 new municipalities." in seen.text
    browser.post(address, data | {"step": "apply", "seal": seal_of(seen)})
    assert "10000" in browser.get(reverse("desk:connections")).text.replace(",", "")

    figures = browser.get(reverse("desk:complaint-figures"), {"year": 2026})
    rates = figures.context["rates"]
    assert [(line.label, str(line.rate)) for line in rates.places] == [
        ("Gent", "2.50"),
        ("Aalter", "0.00"),
    ]
    assert str(rates.everywhere) == str(rates.themes[0].rate) == "1.00"
    none = browser.post(address, {"year": 2026, "text": "Gemeente;Aantal", "step": "look"})
    assert "There is nothing in the list." in none.text
