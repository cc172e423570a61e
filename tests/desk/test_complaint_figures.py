"""The figures of a year at the desk: each number leads to the complaints that it counts."""

import re

import pytest
from django.urls import reverse

from debiet.rules.access import Role
from debiet.rules.cases import Carrier, Route
from tests import make
from tests.complaints.conftest import answered, left, registered

pytestmark = pytest.mark.django_db


def complaint(by, **said):
    return registered(make.case(text="Het is weer mis."), by=by, **said)


def addresses(page):
    """Return the addresses behind the numbers of a page."""
    found = re.findall(r'href="(/complaints/figures/files/[^"]+)"', page.text)
    return [one.replace("&amp;", "&") for one in found]


def test_every_number_leads_to_as_many_complaints_as_it_says(browser_of_agent, agent, clock):
    one = complaint(agent.actor, municipality="Gent", ways=[(Carrier.POST, Route.PRESS)])
    left(answered(one, by=agent.actor, at=make.MONDAY), at=make.local("2026-03-05 10:00"))
    complaint(agent.actor)
    clock.at(make.local("2026-05-01 10:00"))

    page = browser_of_agent.get(reverse("desk:complaint-figures"))

    assert "Answered after 3.0 days on average" in page.text
    every = addresses(page)
    assert len(every) > 20
    assert any("measure=days" in one for one in every)
    # Each number stands beside what it counts.
    assert page.text.count("All complaints; one that came by several counts under each.") == 2
    for address in every:
        if "measure=days" in address:  # the mean is no number of complaints
            assert [row.days for row in browser_of_agent.get(address).context["rows"]] == [3]
            continue
        shown = int(re.search(re.escape(address.replace("&", "&amp;")) + r'">(\d+)', page.text)[1])
        behind = browser_of_agent.get(address)
        assert len(behind.context["rows"]) == shown, address


def test_a_number_shows_the_complaints_themselves(browser_of_agent, agent):
    one = complaint(agent.actor, municipality="Gent")
    other = complaint(agent.actor)
    asked = {"year": 2026, "measure": "municipality", "key": "Gent"}

    page = browser_of_agent.get(reverse("desk:complaint-figure-files"), asked)

    assert one.case.number in page.text
    assert other.case.number not in page.text


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"year": "2026", "measure": "no such", "key": ""},
        {"year": "2026", "measure": "municipality", "key": "Brugge"},
        {"year": "2025", "measure": "total", "key": ""},
    ],
)
def test_behind_what_is_no_number_is_nothing(browser_of_agent, agent, asked):
    complaint(agent.actor)

    address = reverse("desk:complaint-figure-files")
    assert browser_of_agent.get(address, asked).status_code == 404


@pytest.mark.parametrize("year", ["2019", "x", "99999", "²²²²", "0001"])
def test_a_year_without_complaints_says_so_and_one_that_is_none_means_this_one(
    browser_of_agent, year
):
    page = browser_of_agent.get(reverse("desk:complaint-figures"), {"year": year})

    assert "No complaint was received in this year." in page.text
    assert ("2019" if year == "2019" else "2026") in page.text


def test_what_stands_behind_a_wall_is_in_no_number(browser_of_agent, utility):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    registered(make.case(topic_code="ombuds"), by=ombuds.actor)

    assert addresses(browser_of_agent.get(reverse("desk:complaint-figures"))) == []


def test_the_page_takes_few_statements(browser_of_agent, agent, django_assert_max_num_queries):
    for _number in range(5):
        complaint(agent.actor)

    address = reverse("desk:complaint-figures")
    browser_of_agent.get(address)
    with django_assert_max_num_queries(12):
        browser_of_agent.get(address)
