"""Employees who have the same case open see each other; nobody else sees anything of it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases.models import CasePresence
from debiet.rules.access import Role
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(utility):
    return make.employee(utility, name="Ann De Wit")


@pytest.fixture
def browser_of_colleague(colleague, sign_in):
    return sign_in(colleague)


def page(browser, opened):
    return browser.get(f"/cases/{opened.number}/").content.decode()


def asks(shown):
    """Return the address with which an open page asks again."""
    return unescape(re.search(r'hx-get="([^"]*/presence/[^"]*)"', shown)[1])


def mark(shown):
    return re.search(r'name="mark" value="(\w*)"', shown)[1]


def test_who_opens_a_case_sees_who_has_it_open(browser_of_agent, browser_of_colleague):
    opened = make.case()
    first = page(browser_of_colleague, opened)
    assert "is looking" not in first

    assert "Ann De Wit is looking" in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))
    told = browser_of_colleague.get(f"{asks(first)}&mark={mark(first)}")
    assert text_of(told) == "Tom Jacobs is looking"
    again = browser_of_colleague.get(f"{asks(first)}&mark={mark(told.content.decode())}")
    assert again.status_code == 204


def test_who_writes_is_seen_to_write_and_never_what(browser_of_agent, browser_of_colleague):
    opened = make.case()
    asked = asks(page(browser_of_colleague, opened))
    browser_of_colleague.get(f"{asked}&writing=1")
    assert "Ann De Wit is writing an answer" in text_of(
        browser_of_agent.get(f"/cases/{opened.number}/")
    )
    browser_of_colleague.get(asked)
    assert "Ann De Wit is looking" in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))


def test_a_preview_without_javascript_tells_that_somebody_writes(
    browser_of_agent, browser_of_colleague
):
    opened = make.case()
    page(browser_of_colleague, opened)
    browser_of_colleague.post(f"/cases/{opened.number}/answer/preview/", {"text": "Beste"})
    assert "is writing an answer" in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))


def test_who_went_away_is_gone_in_a_minute_and_leaves_no_row(
    browser_of_agent, browser_of_colleague, clock
):
    for _number in range(5):
        page(browser_of_colleague, make.case())
    opened = make.case()
    page(browser_of_colleague, opened)
    clock.at(make.MONDAY + timedelta(seconds=59))
    assert "Ann De Wit is looking" in page(browser_of_agent, opened)
    clock.at(make.MONDAY + timedelta(seconds=61))
    assert "is looking" not in page(browser_of_agent, opened)
    assert CasePresence.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "of another", "of another case"])
def test_only_who_came_through_the_case_page_may_ask(browser_of_agent, browser_of_colleague, key):
    opened, other = make.case(), make.case()
    asked = asks(page(browser_of_colleague, opened))
    address = {
        "": f"/cases/{opened.number}/presence/",
        "x": f"/cases/{opened.number}/presence/?key=x",
        "of another": asked,
        "of another case": asked.replace(opened.number, other.number),
    }[key]
    browser = browser_of_colleague if key == "of another case" else browser_of_agent
    assert browser.get(address).status_code == 404
    assert CasePresence.objects.count() == 1


def test_nobody_behind_the_wall_learns_of_a_look(utility, sign_in, browser_of_agent, agent):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    opened = make.case(topic_code="ombuds")
    page(sign_in(ombuds), opened)
    assert browser_of_agent.get(f"/cases/{opened.number}/").status_code == 404
    seen = cases.be_present(case_id=opened.case_id, by=agent.actor, at=make.MONDAY)
    assert seen is None
    assert CasePresence.objects.count() == 1


def test_who_loses_its_role_learns_nothing_more(browser_of_colleague, colleague):
    opened = make.case()
    asked = asks(page(browser_of_colleague, opened))
    staff.revoke_role(
        employee_id=colleague.employee_id, role=Role.AGENT, by=make.SYSTEM, at=make.MONDAY
    )
    assert browser_of_colleague.get(asked).status_code == 403


def test_an_auditor_looks_without_being_seen_in_the_case(utility, sign_in, browser_of_agent):
    auditor = sign_in(make.employee(utility, role=Role.AUDITOR, name="Carla Controle"))
    opened = make.case()
    assert "presence" not in page(auditor, opened)
    assert "Carla Controle" not in page(browser_of_agent, opened)


def test_it_is_one_statement_and_no_transaction(agent):
    opened = make.case()
    with CaptureQueriesContext(connection) as captured:
        cases.be_present(case_id=opened.case_id, by=agent.actor, at=make.MONDAY)
    assert len(captured) == 1


def test_the_database_writes_no_log_of_it():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'cases_casepresence'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_in_nobodys_way(utility):
    people = [make.employee(utility) for _number in range(4)]
    opened = [make.case() for _number in range(3)]

    def look(number):
        try:
            for step in range(30):
                at = make.MONDAY + timedelta(seconds=37 * step)  # so that rows are cleared as well
                one = opened[(number + step) % 3]
                cases.be_present(case_id=one.case_id, by=people[number].actor, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    assert CasePresence.objects.count() <= 12
