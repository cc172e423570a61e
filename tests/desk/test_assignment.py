"""Setting how a team's new cases find somebody, with who would get the next five."""

import re

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import AssignmentRule
from debiet.rules.access import Role
from debiet.rules.assignment import Way
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def people(utility):
    return [make.employee(utility, name=name) for name in ("Ann Arens", "Bob Bos")]


@pytest.fixture
def browser(lead, sign_in):
    return sign_in(lead)


@pytest.fixture
def address(utility):
    return f"/assignment/{utility.team.pk}/"


def filled(people, lead, **changes):
    """Return the form with everybody taking all, but the lead, who takes nothing."""
    takes = {f"takes-{one.employee_id}": "on" for one in people}
    return {"way": "round-robin", "seen_version": "0"} | takes | changes


def test_a_lead_tries_a_way_out_and_then_sets_it(browser, people, lead, utility, address):
    numbers = [make.case(subject=f"Vraag {number}").number for number in range(6)]
    assert "By hand" in text_of(browser.get("/assignment/"))

    tried = text_of(browser.post(address, filled(people, lead, preview="")))

    assert "as filled in above" in tried
    # The latest five, the earliest of them first.
    assert numbers[0] not in tried
    order = re.findall(r"(Ann Arens|Bob Bos) whose turn it is", tried)
    assert order == ["Ann Arens", "Bob Bos", "Ann Arens", "Bob Bos", "Ann Arens"]
    assert not AssignmentRule.objects.exists()

    saved = text_of(browser.post(address, filled(people, lead, save=""), follow=True))

    assert "From now on new cases find somebody this way." in saved
    assert re.search(r"1 .* In turn: each gets the next one Sarah Peeters", saved)
    assert "Sarah Peeters gets no new cases" in saved
    assert "In turn" in text_of(browser.get("/assignment/"))


def test_a_case_that_nobody_with_the_skill_can_take_shows_as_such(
    browser, people, lead, utility, address, jobs
):
    form = filled(people, lead, save="")
    form |= {f"topics-{one.employee_id}": ["mail"] for one in people}
    browser.post(address, form)
    opened = make.case(subject="Vraag over factuur")
    jobs.run()

    assert "nobody with the skill" in text_of(browser.get(address))
    listed = text_of(browser.get(f"/board/cases/?nobody=1&team={utility.team.pk}"))
    assert "Vraag over factuur" in listed
    for page in ("/work/unassigned/", f"/cases/{opened.number}/"):
        assert "nobody with the skill" in text_of(browser.get(page)), page
    cases.assign_case(
        case_id=opened.case_id, employee_id=lead.employee_id, seen_version=1, by=lead.actor,
        at=make.MONDAY,
    )  # fmt: skip
    assert "Vraag over factuur" not in text_of(browser.get("/board/cases/?nobody=1"))
    assert "nobody with the skill" not in text_of(browser.get(f"/cases/{opened.number}/"))


def test_the_case_page_says_why_somebody_has_it(browser, people, lead, utility, address, jobs):
    browser.post(address, filled(people, lead, save=""))
    opened = make.case()
    jobs.run()
    assert "Ann Arens (whose turn it is)" in text_of(browser.get(f"/cases/{opened.number}/"))


def test_what_somebody_else_set_meanwhile_is_not_lost_unseen(browser, people, lead, address):
    cases.set_assignment(
        team_id=int(address.split("/")[2]), way=Way.LEAST_LOAD, skills={}, seen_version=0,
        by=make.SYSTEM, at=make.MONDAY,
    )  # fmt: skip
    refused = browser.post(address, filled(people, lead, save=""))
    assert "Somebody else changed this" in text_of(refused)
    assert "Least load" in text_of(refused)
    assert re.search(r'value="round-robin"[^>]* checked', refused.content.decode())
    (seen,) = re.findall(r'name="seen_version" value="(\d+)"', refused.content.decode())
    again = browser.post(address, filled(people, lead, save="", seen_version=seen))
    assert again.status_code == 302
    assert [row.way for row in AssignmentRule.objects.order_by("version")] == [
        "least-load", "round-robin",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"way": "x"}, {"way": ""}, {"seen_version": "x"}, {"topics": ["no-such"]},
     {"languages": ["xx"]}, {"segments": ["x\x00"]}],
)  # fmt: skip
def test_what_cannot_be_is_not_set(browser, people, lead, address, changes):
    number = people[0].employee_id
    named = {
        key if key in ("way", "seen_version") else f"{key}-{number}": value
        for key, value in changes.items()
    }
    shown = browser.post(address, filled(people, lead, save="", **named))
    assert shown.status_code == 200
    assert "error-summary" in shown.content.decode()
    assert not AssignmentRule.objects.exists()


def test_only_who_leads_the_team_sees_its_way(utility, people, sign_in, address):
    other = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    assert "You lead no team" in text_of(other.get("/assignment/"))
    assert other.get(address).status_code == 404
    assert other.post(address, filled(people, None, save="")).status_code == 404
    assert sign_in(people[0]).get(address).status_code == 403


def test_the_page_takes_a_bounded_number_of_statements(
    browser, people, lead, utility, address, django_assert_max_num_queries
):
    for number in range(12):
        make.case()
        make.employee(utility, name=f"Nog {number}")
    browser.get(address)
    with django_assert_max_num_queries(18):
        browser.get(address)
