"""What somebody had open when it leaves, and what a team had when it is no more."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.models import Case, FollowUp, InternalTask, Topic
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.staff import places
from debiet.staff import queries as people
from debiet.staff.models import Employee
from tests import make

AT = make.MONDAY


@pytest.fixture
def utility(db):
    return make.utility()


@pytest.fixture
def admin(utility):
    return make.employee(utility, role=Role.ADMIN, name="Koen")


@pytest.fixture
def leaver(utility):
    return make.employee(utility, name="Jana")


@pytest.fixture
def held(leaver):
    """Two open cases, one closed, a follow-up and a task of somebody."""
    numbers = []
    for _number in range(3):
        opened = make.case()
        cases.assign_case(
            case_id=opened.case_id,
            employee_id=leaver.employee_id,
            seen_version=1,
            by=leaver.actor,
            at=AT,
        )
        numbers.append(opened)
    cases.answer_case(
        case_id=numbers[2].case_id, text="Zo.", seen_version=2, by=leaver.actor, at=AT
    )
    cases.plan_follow_up(
        case_id=numbers[0].case_id,
        words="Nakijken",
        due_at=AT + timedelta(days=2),
        is_for_team=False,
        by=leaver.actor,
        at=AT,
    )
    return numbers


def go(leaver, admin, to=None):
    cases.let_go(
        employee_id=leaver.employee_id,
        to_employee_id=to.employee_id if to else None,
        by=admin.actor,
        at=AT,
    )


def test_what_somebody_holds_is_counted_for_whoever_sees_no_case(held, leaver, admin):
    work = queries.work_of(leaver.employee_id, viewer=make.SYSTEM, at=AT)
    assert (work.cases, work.late, work.follow_ups, work.callbacks) == (2, 0, 1, 0)
    assert not work.is_nothing
    assert queries.work_of(admin.employee_id, viewer=make.SYSTEM, at=AT).is_nothing


def test_open_work_goes_to_a_colleague_and_closed_work_stays(utility, held, leaver, admin, jobs):
    other = make.employee(utility, name="Bram")
    go(leaver, admin, other)
    jobs.run()
    assert Employee.objects.get(pk=leaver.employee_id).left_at == AT
    assert people.actor_for(leaver.user_id) is None
    assignees = list(Case.objects.order_by("pk").values_list("assignee_id", flat=True))
    assert assignees == [other.employee_id, other.employee_id, leaver.employee_id]
    assert FollowUp.objects.get().employee_id == other.employee_id
    row = AuditEntry.objects.filter(reference=f"case:{held[0].number}").latest("pk")
    assert row.facts == {"assignee": other.employee_id, "was": leaver.employee_id}


def test_or_it_stays_with_the_team(held, leaver, admin, jobs):
    go(leaver, admin)
    jobs.run()
    assert set(Case.objects.exclude(state="resolved").values_list("assignee_id", "team__code")) == {
        (None, held and Case.objects.first().team.code)
    }
    promised = FollowUp.objects.get()
    assert promised.employee_id is None
    assert promised.team_id == promised.case.team_id


def test_what_the_colleague_may_not_see_stays_with_its_team(utility, admin, jobs):
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    agent = make.employee(utility, name="Bram")
    for topic in ("ombuds", "invoice"):
        opened = make.case(topic_code=topic)
        cases.assign_case(
            case_id=opened.case_id,
            employee_id=ombuds.employee_id,
            seen_version=1,
            by=ombuds.actor,
            at=AT,
        )
    go(ombuds, admin, agent)
    jobs.run()
    found = dict(Case.objects.values_list("compartment", "assignee_id"))
    assert found == {"ombuds": None, "ordinary": agent.employee_id}


def test_work_goes_to_nobody_who_could_not_do_it(utility, held, leaver, admin):
    hr = make.employee(utility, role=Role.HR)
    gone = make.employee(utility)
    Employee.objects.filter(pk=gone.employee_id).update(left_at=AT)
    for wrong in (hr, gone, leaver):
        with pytest.raises(cases.CannotTakeOver):
            go(leaver, admin, wrong)
    assert Employee.objects.get(pk=leaver.employee_id).left_at is None


def test_a_team_that_is_no_more_gives_its_topics_at_once_and_its_work_by_a_job(
    utility, held, leaver, admin, jobs
):
    other = places.add_team(
        code="balie",
        name="Balie",
        organization_id=utility.organization.pk,
        compartment="ordinary",
        by=admin.actor,
        at=AT,
    )
    task_id = cases.ask_task(
        case_id=held[1].case_id,
        team_id=utility.team.pk,
        words="Kijk even",
        by=leaver.actor,
        at=AT,
    )
    asked = queries.work_of_team(utility.team.pk, viewer=make.SYSTEM, at=AT)
    assert (asked.cases, asked.tasks) == (2, 1)
    assert [code for code, _label in queries.topics_of_team(utility.team.pk)] == ["invoice", "mail"]
    cases.retire_team(
        team_id=utility.team.pk, to_team_id=other, people_too=True, by=admin.actor, at=AT
    )
    assert set(Topic.objects.filter(code__in=["invoice", "mail"]).values_list("team_id")) == {
        (other,)
    }
    jobs.run()
    assert queries.work_of_team(utility.team.pk, viewer=make.SYSTEM, at=AT).is_nothing
    assert InternalTask.objects.get(pk=task_id).team_id == other
    closed = Case.objects.get(pk=held[2].case_id)
    assert closed.team_id == utility.team.pk  # as it was handled
    kept = Case.objects.get(pk=held[0].case_id)
    assert (kept.team_id, kept.assignee_id) == (other, leaver.employee_id)
    assert make.case().case_id
    assert Case.objects.latest("pk").team_id == other
