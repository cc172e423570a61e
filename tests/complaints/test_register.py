"""The complaint register: until when each is answered, by whom, and in which municipality."""

import pytest

from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import OmbudsFile
from debiet.rules.complaints import OWED
from tests import make
from tests.complaints.conftest import registered

OWED_LIST = complaints.RegisterChoice(steps=OWED)


def test_what_the_office_has_is_due_as_its_own_case_is_and_not_as_the_frozen_one(people):
    first = registered(make.case(), by=people.agent.actor)
    theirs = registered(make.case(), by=people.agent.actor)
    actions.say_cannot_solve(
        complaint_id=theirs.pk, reason="Nee.", by=people.agent.actor, at=make.MONDAY
    )
    file = OmbudsFile.objects.get()
    later = make.local(
        "2026-04-01 09:00"
    )  # the term of the first line is over, the office's is not
    Case.objects.filter(pk=file.case_id).update(
        due_at=file.answer_by, assignee=people.office.employee_id
    )

    page = complaints.register_page(OWED_LIST, viewer=people.office.actor, at=later)

    found = {row.number: row for row in page.rows}
    assert found[theirs.case.number].due_at == file.answer_by == make.local("2026-04-17 00:00")
    assert found[theirs.case.number].assignee == "Els Claes"
    # What falls due first stands first, by the same moments; a page goes on after them.
    assert [row.number for row in page.rows] == [first.case.number, theirs.case.number]
    place = complaints.Place(found[first.case.number].due_at, first.pk)
    rest = complaints.register_page(OWED_LIST, viewer=people.office.actor, at=later, after=place)
    assert [row.number for row in rest.rows] == [theirs.case.number]


@pytest.mark.parametrize(
    ("said", "counted"),
    [("", "Wetteren"), ("  gent ", "Gent"), ("Sint-Niklaas", "Sint-Niklaas")],
)
def test_a_municipality_is_that_of_the_account_unless_said_and_spelled_as_the_list(
    people, said, counted
):
    make.customer(email="ann@example.be")
    places = {"Gent": 130_000, "Wetteren": 11_000}
    actions.set_connections(year=2025, connections=places, by=people.office.actor, at=make.MONDAY)

    one = registered(make.case(), by=people.agent.actor, municipality=said)

    assert one.municipality == counted


def test_nobody_is_counted_in_a_municipality_that_is_not_known(people):
    unknown = registered(
        make.case(contact=Contact(name="Jan Peeters", email="jan@example.be")),
        by=people.agent.actor,
    )

    assert unknown.municipality == ""
