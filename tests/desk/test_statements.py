"""What the pages that are opened most ask of the database: counted with all that can be on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of
from tests.rich import AT, rich_case

pytestmark = pytest.mark.django_db

MOST = 12
"""Statements of a page, session and sign-in among them."""


def asked(browser, address):
    """Return the words of a page and what it asked of the database."""
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(address)
    assert page.status_code == 200
    return text_of(page), [" ".join(one["sql"].split()) for one in captured]


def listed(statements):
    return f"{len(statements)} statements:\n" + "\n".join(one[:300] for one in statements)


@pytest.fixture
def later(clock):
    return clock.at(AT + timedelta(hours=2))


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD])
def test_the_page_of_a_rich_case_shows_all_of_it(utility, agent, sign_in, later, role):
    number = rich_case(utility, agent)
    browser = sign_in(make.employee(utility, role=role))
    shown, statements = asked(browser, f"/cases/{number}/?list=open")
    for words in SHOWN:
        assert words in shown, words
    assert len(statements) <= MOST, listed(statements)


SHOWN = (
    "Mijn meter loopt door.",
    "a.txt",
    "Ze belt nog eens, 2.",
    "De meter is nagekeken.",
    "Het is een lek.",
    "also by letter",
    "the address does not exist",
    "Promised calls",
    "Geen gehoor",
    "Nog eens kijken, 2",
    "Conflict between teams",
    "Wanneer kan dat?",
    "Linked cases",
    "Does it belong to another case?",
    "Belongs to",
    "Breuk Zuidlaan",
    "answered with De meter aflezen",
    "Kouterbaan 18",
    "Vroeger",
)


def test_whom_a_case_may_be_from_costs_no_statement_a_head(browser_of_agent, utility, later):
    for number in range(6):
        make.customer(name=f"Ben {number}", email="ben@example.be")
    opened = make.case(contact=Contact(name="Ben", email="ben@example.be"))
    shown, statements = asked(browser_of_agent, f"/cases/{opened.number}/?list=open")
    assert "Ben 5" in shown
    assert len(statements) <= MOST, listed(statements)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/board/", MOST),
        ("/board/?team={team}", MOST),
        ("/board/cases/?standing=open", 6),
        ("/board/cases/?standing=due-today&topic=invoice", 6),
        ("/board/absent/", 6),
        ("/absent/", 6),
        ("/work/open/", 6),
        ("/work/open/?incidents=without", 6),
        ("/work/counts/", 4),
    ],
)
def test_the_board_and_the_lists(utility, agent, sign_in, later, address, most):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    away = make.employee(utility, name="Els Vermeulen")
    for number in range(45):
        opened = make.case(at=make.MONDAY - number * timedelta(hours=3))
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=away.employee_id,
        seen_version=1,
        by=lead.actor,
        at=make.MONDAY,
    )
    staff.record_absence(
        employee_id=away.employee_id,
        first_on=make.MONDAY.date(),
        final_on=make.MONDAY.date(),
        kind=AbsenceKind.LEAVE,
        deputy_id=lead.employee_id,
        by=lead.actor,
        at=make.MONDAY,
    )
    shown, statements = asked(sign_in(lead), address.format(team=utility.team.pk))
    assert "Els Vermeulen" in shown or "Factuur" in shown or address == "/work/counts/"
    assert len(statements) <= most, listed(statements)
