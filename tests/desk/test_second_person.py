"""Whoever can be the second person is told that something waits; it goes when it is decided."""

import pytest

from debiet.clauses import actions as clauses
from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.staff import granting
from debiet.staff.models import Notification, RoleRequest
from tests import make
from tests.desk.reading import text_of

AT = make.MONDAY


@pytest.fixture
def admins(utility):
    return [make.employee(utility, role=Role.ADMIN, name=name) for name in ("Koen", "Lies")]


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO, name="Wim")


@pytest.fixture
def leads(utility):
    return [make.employee(utility, role=Role.TEAM_LEAD, name=name) for name in ("Sarah", "Tim")]


def told(kind):
    waiting = Notification.objects.filter(kind=kind, read_at=None)
    return set(waiting.values_list("employee_id", flat=True))


def ask(somebody, by, role=Role.OMBUDS):
    granting.give_role(employee_id=somebody.employee_id, role=role, by=by.actor, at=AT)
    return RoleRequest.objects.latest("pk").pk


@pytest.mark.parametrize("decision", ["approve", "decline", "leave"])
def test_a_role_that_waits_is_told_to_who_can_agree_until_it_is_decided(
    decision, admins, dpo, agent, jobs, sign_in
):
    asker, other = admins
    request_id = ask(agent, asker)
    jobs.run(times=2)
    assert told("employee.role-waits") == {other.employee_id, dpo.employee_id}
    page = sign_in(dpo).get("/notices/")
    assert "Tom Jacobs would get a role; a second person must agree" in text_of(page)
    assert "/setup/roles/" in page.text
    if decision == "approve":
        granting.approve_role(request_id=request_id, by=dpo.actor, at=AT)
    elif decision == "decline":
        granting.decline_role(request_id=request_id, by=asker.actor, at=AT)
    else:
        staff.end_employment(employee_id=agent.employee_id, by=make.SYSTEM, at=AT)
    assert told("employee.role-waits") == set()


def test_who_would_have_the_role_is_no_second_person(admins, dpo, jobs):
    ask(dpo, admins[0], Role.ADMIN)
    jobs.run()
    assert told("employee.role-waits") == {admins[1].employee_id}


def test_a_role_that_was_decided_before_the_job_ran_is_told_to_nobody(admins, dpo, agent, jobs):
    granting.decline_role(request_id=ask(agent, admins[0]), by=admins[0].actor, at=AT)
    jobs.run()
    assert told("employee.role-waits") == set()


def write(by, text="Zo is het.", language="nl"):
    return clauses.write_clause(
        code="a-text", title="Uitleg", language=language, text=text, by=by.actor, at=AT
    )


def approve(version, by):
    clauses.approve_clause(version_id=version.pk, valid_from=AT, by=by.actor, at=AT)


def test_a_text_that_waits_is_told_to_who_can_approve_it_until_somebody_did(
    leads, agent, jobs, sign_in
):
    writer, other = leads
    version, french = write(writer), write(writer, "Voilà.", "fr")
    jobs.run(times=2)
    assert told("text.waits") == {other.employee_id}
    page = sign_in(other).get("/notices/")
    assert text_of(page).count("A second person must approve a text") == 2
    assert "/setup/texts/a-text/" in page.text
    approve(version, other)
    assert text_of(sign_in(other).get("/notices/")).count("must approve a text") == 1
    approve(french, other)
    assert told("text.waits") == set()


def test_another_version_and_the_end_of_a_text_put_the_one_before_away(leads, jobs):
    writer, other = leads
    write(writer)
    jobs.run()
    write(other, "Anders.")
    assert told("text.waits") == set()
    jobs.run()
    assert told("text.waits") == {writer.employee_id}
    clauses.retire_clause(code="a-text", by=writer.actor, at=AT)
    assert told("text.waits") == set()


def test_what_a_command_writes_waits_for_nobody(leads, jobs):
    clauses.write_clause(
        code="a-text", title="Uitleg", language="nl", text="Zo.", by=make.SYSTEM, at=AT
    )
    jobs.run()
    assert told("text.waits") == set()
