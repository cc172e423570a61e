"""Opening a case is done all day long: what it reads and writes once stays once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions
from debiet.core.actor import Actor
from debiet.terms.models import Clock
from tests import make

pytestmark = pytest.mark.django_db


def asked(number):
    question = actions.Question(
        key=f"form-{number}",
        topic_code="invoice",
        text=f"Waarom is factuur {number} zo hoog?",
        name="Ann De Smet",
        email="ann@example.be",
    )
    return actions.ask_question(question=question, by=Actor.visitor(), at=make.MONDAY)


@pytest.fixture
def statements():
    """Return what opening one case sends to the database, after what is made once a process."""
    make.utility()
    asked(1)
    with CaptureQueriesContext(connection) as captured:
        outcome = asked(2)
    assert outcome.outcome == "opened"
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize(
    "start",
    [
        'SELECT "cases_topic"',
        'SELECT DISTINCT ON ("terms_policy"."code")',
        'SELECT DISTINCT ON ("terms_calendarversion"."calendar_id")',
        'INSERT INTO "terms_clock" ',
        'INSERT INTO "cases_case" ',
    ],
)
def test_opening_a_case_says_each_of_these_once(statements, start):
    assert len([sql for sql in statements if sql.startswith(start)]) == 1


def test_opening_a_case_takes_no_more_than_twenty_eight_statements(statements):
    writing_the_raw_message = 1  # in binary, beside what Django counts
    assert len(statements) + writing_the_raw_message <= 28


def test_the_clocks_that_are_written_together_stand_as_the_policy_says(statements):
    clocks = Clock.objects.filter(reference__startswith="case:").order_by("id")

    assert [clock.milestone for clock in clocks[:4]] == [
        target["milestone"] for target in make.TARGETS
    ]
    assert all(clock.pk for clock in clocks)
    assert [clock.next_level for clock in clocks[:4]] == [50, None, 50, 50]
