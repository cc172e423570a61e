"""Roles: nobody lets itself in, and a sensitive role takes two people."""

from datetime import timedelta

import pytest

from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.staff import actions, granting
from debiet.staff import queries as people
from debiet.staff.guarding import LastAdmin, OtherHouse, OwnRole, TwoPeople
from debiet.staff.models import RoleGrant, RoleRequest
from tests import make

pytestmark = pytest.mark.django_db
AT = make.MONDAY


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="Koen")


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO, name="Wim")


@pytest.fixture
def agent(utility):
    return make.employee(utility, name="Jana")


def give(somebody, role, by):
    return granting.give_role(employee_id=somebody.employee_id, role=role, by=by.actor, at=AT)


def roles(somebody):
    return set(people.roles_of(somebody.employee_id))


def test_an_ordinary_role_is_given_at_once_and_says_by_whom(admin, agent):
    assert give(agent, Role.TEAM_LEAD, admin)
    (grant,) = [one for one in granting.grants(agent.employee_id) if one.role == Role.TEAM_LEAD]
    assert (grant.given_by, grant.approved_by, grant.since) == (admin.user_id, None, AT)


def test_nobody_gives_itself_a_role_by_any_way(admin):
    with pytest.raises(OwnRole):
        give(admin, Role.AGENT, admin)
    with pytest.raises(OwnRole):
        actions.grant_role(employee_id=admin.employee_id, role=Role.AGENT, by=admin.actor, at=AT)
    assert roles(admin) == {Role.ADMIN}


@pytest.mark.parametrize("role", [Role.OMBUDS, Role.DPO, Role.ADMIN])
def test_a_sensitive_role_waits_for_a_second_person(role, admin, dpo, agent):
    assert not give(agent, role, admin)
    assert roles(agent) == {Role.AGENT}
    request = RoleRequest.objects.get()

    granting.approve_role(request_id=request.pk, by=dpo.actor, at=AT + timedelta(hours=1))

    assert role in roles(agent)
    grant = RoleGrant.objects.get(employee_id=agent.employee_id, role=role)
    assert (grant.granted_by, grant.approved_by) == (admin.user_id, dpo.user_id)
    with pytest.raises(NotFound):  # decided once
        granting.approve_role(request_id=request.pk, by=dpo.actor, at=AT)


def test_the_second_person_is_neither_who_asked_nor_who_gets_it(utility, admin, dpo):
    other = make.employee(utility, role=Role.ADMIN)
    give(dpo, Role.ADMIN, admin)
    request = RoleRequest.objects.get()
    for somebody in (admin, dpo):
        with pytest.raises(granting.SecondPerson):
            granting.approve_role(request_id=request.pk, by=somebody.actor, at=AT)
    assert [one.may_agree for one in granting.waiting(viewer=admin.actor)] == [False]
    assert [one.may_agree for one in granting.waiting(viewer=other.actor)] == [True]
    granting.approve_role(request_id=request.pk, by=other.actor, at=AT)
    assert Role.ADMIN in roles(dpo)


def test_a_sensitive_role_cannot_be_given_by_the_plain_action(admin, agent):
    with pytest.raises(TwoPeople):
        actions.grant_role(employee_id=agent.employee_id, role=Role.DPO, by=admin.actor, at=AT)


def test_a_request_that_was_declined_gives_nothing_and_may_be_asked_again(admin, dpo, agent):
    give(agent, Role.OMBUDS, admin)
    with pytest.raises(granting.AskedAlready):
        give(agent, Role.OMBUDS, admin)
    granting.decline_role(request_id=RoleRequest.objects.get().pk, by=dpo.actor, at=AT)
    assert roles(agent) == {Role.AGENT}
    assert not granting.waiting(viewer=dpo.actor)
    assert not give(agent, Role.OMBUDS, admin)


def test_somebody_who_left_meanwhile_gets_nothing(admin, dpo, agent):
    give(agent, Role.OMBUDS, admin)
    actions.end_employment(employee_id=agent.employee_id, by=admin.actor, at=AT)
    with pytest.raises(NotFound):
        granting.approve_role(request_id=RoleRequest.objects.get().pk, by=dpo.actor, at=AT)
    assert roles(agent) == set()


def test_a_role_held_already_is_said(admin, agent):
    with pytest.raises(granting.HeldAlready):
        give(agent, Role.AGENT, admin)


def test_a_partners_people_and_ours_have_roles_of_their_own(utility, admin, agent):
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    with pytest.raises(OtherHouse):
        give(partner, Role.AGENT, admin)
    with pytest.raises(OtherHouse):
        give(agent, Role.PARTNER_AGENT, admin)


def test_the_only_admin_cannot_go_nor_lose_the_role(utility, admin):
    with pytest.raises(LastAdmin):
        actions.revoke_role(employee_id=admin.employee_id, role=Role.ADMIN, by=admin.actor, at=AT)
    with pytest.raises(LastAdmin):
        actions.end_employment(employee_id=admin.employee_id, by=make.SYSTEM, at=AT)
    make.employee(utility, role=Role.ADMIN)
    actions.revoke_role(employee_id=admin.employee_id, role=Role.ADMIN, by=admin.actor, at=AT)
    assert roles(admin) == set()


def test_an_agent_gives_and_agrees_to_nothing(agent, dpo, admin):
    with pytest.raises(NotAllowed):
        give(dpo, Role.AGENT, agent)
    give(dpo, Role.ADMIN, admin)
    with pytest.raises(NotAllowed):
        granting.approve_role(request_id=RoleRequest.objects.get().pk, by=agent.actor, at=AT)


def test_the_audit_says_who_asked_and_who_agreed(admin, dpo, agent):
    give(agent, Role.OMBUDS, admin)
    granting.approve_role(request_id=RoleRequest.objects.get().pk, by=dpo.actor, at=AT)
    rows = AuditEntry.objects.filter(reference=f"employee:{agent.employee_id}")
    said = [(row.action, row.user_id) for row in rows.filter(facts__role="ombuds").order_by("pk")]
    assert said == [
        ("staff.granting.give_role", admin.user_id),
        ("staff.granting.approve_role", dpo.user_id),
    ]
