"""Who sees what: one filter for every read."""

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.models import Case, Interaction, Note
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.customers import queries as customers
from debiet.rules.access import Role
from debiet.rules.search import read
from debiet.search.asking import Question
from debiet.staff import actions as staff
from debiet.staff import queries as people
from debiet.staff import told
from debiet.staff.visibility import visible
from tests import make

pytestmark = pytest.mark.django_db


def three_cases():
    return {
        "ordinary": make.case(topic_code="invoice"),
        "ombuds": make.case(topic_code="ombuds"),
        "partner:line": make.case(topic_code="line"),
    }


SEEN = {
    Role.AGENT: {"ordinary", "partner:line"},
    Role.TEAM_LEAD: {"ordinary", "partner:line"},
    Role.OMBUDS: {"ordinary", "ombuds", "partner:line"},
    Role.DPO: {"ordinary", "partner:line"},
    Role.HR: set(),
    Role.FINANCE: {"ordinary", "partner:line"},
    Role.AUDITOR: {"ordinary", "partner:line"},
    Role.ADMIN: set(),
    Role.PARTNER_AGENT: {"partner:line"},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_the_cases_of_its_compartments_and_no_others(role):
    utility = make.utility()
    opened = three_cases()
    somebody = make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT)

    seen = {
        name
        for name, case in opened.items()
        if queries.case_page(case.case_id, viewer=somebody.actor) is not None
    }

    assert seen == SEEN[role]
    numbers = set(visible(Case.objects.all(), somebody.actor).values_list("number", flat=True))
    assert numbers == {opened[name].number for name in SEEN[role]}


def test_a_visitor_sees_its_own_case_and_of_it_what_was_said_with_the_customer():
    utility = make.utility()
    agent = make.employee(utility)
    own, other = make.case(), make.case()
    cases.write_note(case_id=own.case_id, text="Lastig.", by=agent.actor, at=make.MONDAY)
    visitor = Actor.visitor(own.case_id)

    assert list(visible(Case.objects.all(), visitor)) == [Case.objects.get(pk=own.case_id)]
    assert not visible(Note.objects.all(), visitor).exists()
    contacts = visible(Interaction.objects.all(), visitor)
    assert set(contacts.values_list("case_id", flat=True)) == {own.case_id}
    assert queries.case_page(other.case_id, viewer=visitor) is None
    assert not visible(Case.objects.all(), Actor.visitor()).exists()


@pytest.mark.parametrize("role", [Role.HR, Role.ADMIN])
def test_customers_are_seen_by_those_who_need_them_only(role):
    utility = make.utility()
    customer = make.customer(email="ann@example.be")
    somebody = make.employee(utility, role=role)

    asked = Question(read("Ann De Smet"))
    assert customers.cards([customer.pk], viewer=somebody.actor) == []
    assert customers.customers_found(asked, viewer=somebody.actor).cards == ()


def test_an_employee_who_left_is_nobody_from_the_next_request_on():
    utility = make.utility()
    agent = make.employee(utility)

    staff.end_employment(employee_id=agent.employee_id, by=make.SYSTEM, at=make.MONDAY)

    assert people.actor_for(agent.user_id) is None


def test_a_role_that_is_taken_back_is_gone_at_once():
    utility = make.utility()
    agent = make.employee(utility)

    staff.revoke_role(
        employee_id=agent.employee_id, role=Role.AGENT, by=make.SYSTEM, at=make.MONDAY
    )

    actor = people.actor_for(agent.user_id)
    assert actor is not None
    assert (actor.permissions, actor.compartments) == (frozenset(), frozenset())


def test_notifications_are_read_by_their_employee_only():
    utility = make.utility()
    one, other = make.employee(utility), make.employee(utility)
    staff.notify_employee(
        employee_id=one.employee_id,
        kind="case.level",
        about="case:2026-000001",
        compartment="ordinary",
        cause="level:1",
        by=make.SYSTEM,
        at=make.MONDAY,
    )

    (mine,) = told.unread_notifications(one.employee_id, viewer=one.actor)
    assert told.unread_notifications(one.employee_id, viewer=other.actor) == []
    with pytest.raises(NotFound):
        staff.put_notification_away(notification_id=mine.pk, by=other.actor, at=make.MONDAY)


def test_one_installation_serves_one_utility():
    make.utility()

    with pytest.raises(staff.SecondOwnOrganization):
        staff.save_organization(
            code="second", name="Second", is_partner=False, by=make.SYSTEM, at=make.MONDAY
        )
