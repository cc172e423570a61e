"""A leaver is out at the next request, whichever way it left, and the leads hear what is open."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from debiet.cases import actions as cases
from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.identity import actions as identity
from debiet.identity.models import OpenSession
from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.staff import leaving, tasks
from debiet.staff import queries as people
from debiet.staff.models import Employee, Notification, RoleGrant
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_sessions import browse

__all__ = ["browse"]


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


def is_in(client) -> bool:
    return client.get("/work/mine/").status_code == 200


def leave(somebody, at=make.MONDAY):
    staff.end_employment(employee_id=somebody.employee_id, by=make.SYSTEM, at=at)


def test_who_left_is_out_at_the_next_request_in_every_browser(agent, browse):
    clients = [browse(agent), browse(agent)]
    assert all(is_in(one) for one in clients)
    leave(agent)
    for client in clients:
        assert client.get("/work/mine/").headers["location"].startswith("/account/login/")
    assert not OpenSession.objects.exists()
    assert people.actor_for(agent.user_id) is None


def test_neither_password_nor_a_link_for_a_new_one_lets_a_leaver_in(agent, browse, client, jobs):
    leave(agent)
    facts = {"login": agent.email, "password": make.PASSWORD}
    assert client.post("/account/login/", facts).status_code == 200
    client.post("/account/password/reset/", {"email": agent.email})
    assert "identity.send_password_reset" not in jobs.run()
    assert not EmailAddress.objects.exists()


def test_a_final_day_holds_to_the_second_without_any_job(agent, browse, clock):
    final_on = make.MONDAY.date()
    leaving.plan_leaving(
        employee_id=agent.employee_id, final_on=final_on, by=make.SYSTEM, at=make.MONDAY
    )
    assert leaving.final_day(agent.employee_id) == final_on
    client = browse(agent)
    clock.at(make.local("2026-03-02 23:59:59"))
    assert is_in(client)
    clock.at(make.local("2026-03-03 00:00:00"))
    assert not is_in(client)
    facts = {"login": agent.email, "password": make.PASSWORD}
    assert client.post("/account/login/", facts).status_code == 200  # the form again
    assert Employee.objects.get(pk=agent.employee_id).left_at is None


def test_the_job_ends_what_a_final_day_left_and_a_second_run_finds_nothing(agent, clock):
    leaving.plan_leaving(
        employee_id=agent.employee_id,
        final_on=make.MONDAY.date(),
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    tasks.end_due.func()
    assert Employee.objects.get(pk=agent.employee_id).left_at is None
    clock.at(make.local("2026-03-03 00:01"))
    for _twice in range(2):
        tasks.end_due.func()
    assert Employee.objects.get(pk=agent.employee_id).left_at == clock.moment
    assert not RoleGrant.objects.filter(
        employee_id=agent.employee_id, revoked_at__isnull=True
    ).exists()
    assert AuditEntry.objects.filter(action="staff.end_employment").count() == 1


def test_a_final_day_is_taken_back(agent, browse, clock):
    for final_on in (make.MONDAY.date(), None):
        leaving.plan_leaving(
            employee_id=agent.employee_id, final_on=final_on, by=make.SYSTEM, at=make.MONDAY
        )
    client = browse(agent)
    clock.at(make.MONDAY + timedelta(hours=20))
    tasks.end_due.func()
    assert is_in(client)
    assert leaving.final_day(agent.employee_id) is None


def test_nobody_who_left_or_never_was_is_given_a_final_day(agent):
    leave(agent)
    for employee_id in (agent.employee_id, 0):
        with pytest.raises(NotFound):
            leaving.plan_leaving(
                employee_id=employee_id, final_on=None, by=make.SYSTEM, at=make.MONDAY
            )
    with pytest.raises(NotFound):
        staff.end_employment(employee_id=0, by=make.SYSTEM, at=make.MONDAY)


def open_case_of(somebody):
    opened = make.case()
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=somebody.employee_id,
        seen_version=1,
        by=somebody.actor,
        at=make.MONDAY,
    )
    return opened


@pytest.mark.parametrize("way", ["left", "deactivated"])
def test_the_lead_is_told_once_what_is_open_and_led_to_it(way, agent, lead, sign_in, jobs):
    opened, _second = open_case_of(agent), open_case_of(agent)
    make.case()  # nobody's
    jobs.run()
    Notification.objects.all().delete()
    if way == "left":
        leave(agent)
    else:
        identity.deactivate_user(user_id=agent.user_id, by=make.SYSTEM, at=make.MONDAY)
    jobs.run(times=2)
    desk = sign_in(lead)
    words = text_of(desk.get("/notices/"))
    assert words.count("Tom Jacobs works here no longer; 2 open cases have nobody now") == 1
    told = Notification.objects.get(kind="employee.left")
    assert told.employee_id == lead.employee_id
    listed = text_of(desk.get(f"/board/cases/?assignee={agent.employee_id}"))
    assert listed.count("Waarom is mijn factuur zo hoog?") >= 2
    assert opened.number in desk.get(f"/board/cases/?assignee={agent.employee_id}").text


def test_a_lead_outside_a_closed_part_hears_nothing_of_its_cases(utility, lead, jobs):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    opened = make.case(topic_code="ombuds")
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=ombuds.employee_id,
        seen_version=1,
        by=ombuds.actor,
        at=make.MONDAY,
    )
    leave(ombuds)
    jobs.run()
    assert not Notification.objects.filter(
        kind="employee.left", employee_id=lead.employee_id
    ).exists()


def test_who_leaves_nothing_open_is_told_of_to_nobody(agent, lead, jobs):
    leave(agent)
    jobs.run()
    assert not Notification.objects.filter(kind="employee.left").exists()


def plan_to_leave(*people):
    for one in people:
        leaving.plan_leaving(
            employee_id=one.employee_id, final_on=make.MONDAY.date(), by=make.SYSTEM, at=make.MONDAY
        )


def refusals() -> int:
    return AuditEntry.objects.filter(action="staff.leaving.note_refused").count()


def test_the_only_admin_is_refused_once_told_of_and_leaves_when_there_is_another(
    utility, clock, jobs, sign_in
):
    first, second = (make.employee(utility, role=Role.ADMIN, name=name) for name in ("Ann", "Bea"))
    dpo = make.employee(utility, role=Role.DPO, name="Wim")
    plan_to_leave(first, second)
    clock.at(make.local("2026-03-03 00:01"))
    for _minute in range(3):
        tasks.end_due.func()
        jobs.run(times=2)
    assert leaving.due_to_leave(at=clock.moment) == []
    assert Employee.objects.get(pk=first.employee_id).left_at == clock.moment
    assert Employee.objects.get(pk=second.employee_id).left_at is None
    assert refusals() == 1
    # Nobody else can sign in: the one it would concern cannot either.
    told = Notification.objects.filter(kind="employee.last-admin")
    assert [one.employee_id for one in told] == [dpo.employee_id]
    page = sign_in(dpo).get("/notices/")
    assert "Bea should have left, but is the only admin" in text_of(page)
    assert "/setup/roles/" in page.text

    other = make.employee(utility, role=Role.ADMIN, name="Cas")
    desk = sign_in(other)
    assert "should have left" in text_of(desk.get("/setup/employees/"))
    assert "nobody else is an admin" in text_of(desk.get(f"/setup/employees/{second.employee_id}/"))
    assert leaving.due_to_leave(at=clock.moment) == [second.employee_id]
    tasks.end_due.func()
    assert Employee.objects.get(pk=second.employee_id).left_at == clock.moment
    assert not told.filter(read_at=None).exists()
    assert "should have left" not in text_of(desk.get("/setup/employees/"))


def test_an_only_admin_who_is_refused_may_be_let_stay(utility, clock, jobs, sign_in):
    admin = make.employee(utility, role=Role.ADMIN)
    leaving.note_refused(employee_id=admin.employee_id, by=make.SYSTEM, at=make.MONDAY)
    jobs.run()
    desk = sign_in(admin)
    assert "should have left, but is the only admin" in text_of(desk.get("/notices/"))
    desk.post(f"/setup/employees/{admin.employee_id}/stay/")
    assert Employee.objects.get(pk=admin.employee_id).leaving_refused_at is None
    assert "should have left, but is the only admin" not in text_of(desk.get("/notices/"))
