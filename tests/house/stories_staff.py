"""What jobs about employees and texts find, for the test that runs each twice."""

from debiet.clauses import actions as clauses
from debiet.rules.access import Role
from debiet.staff import granting, leaving
from debiet.staff.models import RoleRequest
from tests import make


def an_only_admin_who_should_have_left():
    admin = make.employee(make.utility(), role=Role.ADMIN)
    leaving.note_refused(employee_id=admin.employee_id, by=make.SYSTEM, at=make.MONDAY)
    return {"employee_id": admin.employee_id}


def a_role_that_waits():
    utility = make.utility()
    admin, agent = make.employee(utility, role=Role.ADMIN), make.employee(utility)
    make.employee(utility, role=Role.DPO)
    granting.give_role(
        employee_id=agent.employee_id, role=Role.OMBUDS, by=admin.actor, at=make.MONDAY
    )
    return {"request_id": RoleRequest.objects.get().pk}


def a_text_that_waits():
    utility = make.utility()
    lead = make.employee(utility, role=Role.TEAM_LEAD)
    make.employee(utility, role=Role.TEAM_LEAD)
    version = clauses.write_clause(
        code="a-text", title="Tekst", language="nl", text="Zo.", by=lead.actor, at=make.MONDAY
    )
    return {"version_id": version.pk}


def a_try_at_the_ombuds_office():
    utility = make.utility()
    make.employee(utility, role=Role.DPO)
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    case_id = make.case(topic_code="ombuds").case_id
    return {"case_id": case_id, "user_id": partner.user_id, "on": "2026-03-02"}
