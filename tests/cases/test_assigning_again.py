"""A case that nobody could take is tried again, and one from another team finds somebody there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import actions as cases
from debiet.cases import queries, tasks
from debiet.cases.actions import Contact
from debiet.cases.models import Case, CaseAssignment
from debiet.core.actor import Actor
from debiet.rules.assignment import Skill, Way, Why
from debiet.rules.bulk import BulkKind
from debiet.staff import actions as staff
from debiet.staff import places
from debiet.staff.models import Absence
from tests import make
from tests.cases.test_assigning import away, lead, people, set_way, tie, utility, who

__all__ = ["lead", "people", "utility"]

pytestmark = pytest.mark.django_db


def again():
    return tasks.assign_again.func()


def back(person):
    absence = Absence.objects.get(employee=person.employee_id, withdrawn_at=None)
    staff.withdraw_absence(absence_id=absence.pk, by=person.actor, at=make.MONDAY)


def test_a_case_that_nobody_could_take_goes_to_who_comes_back(utility, people, jobs):
    for person in people:
        away(person)
    set_way(utility, Way.ROUND_ROBIN)
    opened = make.case()
    jobs.run()
    again()
    assert who(opened) is None
    assert CaseAssignment.objects.get().why is Why.NOBODY_HERE  # nothing is written in vain
    back(people[1])
    again()
    again()
    assert who(opened) == people[1].employee_id
    rows = CaseAssignment.objects.order_by("pk").values_list("why", flat=True)
    assert list(rows) == [Why.NOBODY_HERE, Why.TURN]


@pytest.mark.parametrize("change", ["skill", "joins", "by hand", "taken", "closed", "aside"])
def test_it_is_tried_again_when_somebody_can_and_it_still_waits(
    utility, people, lead, jobs, change
):
    french = Skill(languages=frozenset({"fr"}))
    everybody = {f"_{one.employee_id}": french for one in (*people, lead)}
    set_way(utility, Way.LEAST_LOAD, **everybody)
    opened = make.case()
    jobs.run()
    again()
    assert who(opened) is None
    seen = {"case_id": opened.case_id, "seen_version": 1, "by": lead.actor, "at": make.MONDAY}
    expected = people[0].employee_id
    if change == "joins":
        expected = make.employee(utility).employee_id
    else:
        if change == "taken":
            cases.assign_case(employee_id=lead.employee_id, **seen)
            expected = lead.employee_id
        elif change == "closed":
            cases.resolve_case(topic_code=None, **seen)
        elif change == "aside":
            cases.snooze_case(until=make.MONDAY + timedelta(hours=2), **seen)
        set_way(utility, Way.BY_HAND if change == "by hand" else Way.LEAST_LOAD, seen=1)
    again()
    assert who(opened) == (None if change in ("by hand", "closed", "aside") else expected)


def test_what_waits_longest_by_its_term_is_given_first_and_one_too_close_comes_last(
    utility, people, jobs
):
    tie(people[0], make.customer(email="ann@example.be"))
    for person in people:
        away(person)
    set_way(utility, Way.ROUND_ROBIN)
    colleague, later, sooner = (
        make.case(at=make.MONDAY + timedelta(hours=hours), contact=Contact("Ann", mail))
        for hours, mail in ((0, "ann@example.be"), (4, "x@example.be"), (2, "y@example.be"))
    )
    jobs.run()
    for person in people:
        back(person)
    found = queries.takable_by_now(at=make.MONDAY)
    assert found[:2] == [sooner.case_id, later.case_id]
    again()
    assert [who(one) for one in (sooner, later)] == [one.employee_id for one in people[:2]]
    assert who(colleague) is None
    with CaptureQueriesContext(connection) as spent:
        assert queries.takable_by_now(at=make.MONDAY) == [colleague.case_id]
    assert len(spent) <= 8, len(spent)


@pytest.fixture
def other_team(utility, people):
    team_id = places.add_team(
        code="balie", name="Balie", organization_id=utility.organization.pk,
        compartment="ordinary", by=make.SYSTEM, at=make.MONDAY,
    )  # fmt: skip
    staff.join_team(
        employee_id=people[2].employee_id, team_id=team_id, by=make.SYSTEM, at=make.MONDAY
    )
    cases.set_assignment(
        team_id=team_id, way=Way.ROUND_ROBIN, skills={}, seen_version=0, by=make.SYSTEM,
        at=make.MONDAY,
    )  # fmt: skip
    return team_id


def move(opened, team_id, by, assignee_id=None):
    case = Case.objects.select_related("topic").get(pk=opened.case_id)
    changes = cases.CaseChanges(
        subject=case.subject,
        topic_code=case.topic.code,
        priority=case.priority,
        team_id=team_id,
        assignee_id=assignee_id,
    )
    cases.edit_case(
        case_id=case.pk, changes=changes, seen_version=case.version, by=by.actor, at=make.MONDAY
    )


def test_a_case_that_goes_to_another_team_is_given_there_and_back_again(
    utility, people, lead, jobs, other_team
):
    opened = make.case()
    move(opened, other_team, lead)
    jobs.run(times=2)
    assert who(opened) == people[2].employee_id
    set_way(utility, Way.ROUND_ROBIN)
    move(opened, utility.team.pk, lead)
    jobs.run(times=2)
    assert who(opened) == people[0].employee_id
    move(opened, other_team, lead)  # decided there before, and anew
    jobs.run(times=2)
    assert who(opened) == people[2].employee_id
    assert CaseAssignment.objects.count() == 3


def test_who_has_a_case_keeps_it_when_it_goes_to_another_team(lead, people, jobs, other_team):
    opened = make.case()
    move(opened, other_team, lead, assignee_id=people[0].employee_id)
    jobs.run()
    assert who(opened) == people[0].employee_id
    assert not CaseAssignment.objects.exists()


def test_the_work_of_a_team_that_is_no_more_finds_somebody_where_it_goes(
    utility, people, jobs, other_team
):
    opened = make.case()
    cases.move_team_work(
        team_id=utility.team.pk,
        to_team_id=other_team,
        by=Actor.system("cases.hand-over"),
        at=make.MONDAY,
    )
    jobs.run()
    assert who(opened) == people[2].employee_id


@pytest.mark.parametrize("meanwhile", ["", "a note of its own"])
def test_undoing_a_move_of_many_takes_back_what_the_other_teams_way_gave(
    utility, lead, people, jobs, other_team, meanwhile
):
    opened = make.case()
    plan = cases.BulkPlan("key", BulkKind.TEAM, str(other_team), {opened.case_id: 1})
    bulk_id = cases.change_in_bulk(plan=plan, by=lead.actor, at=make.MONDAY)
    jobs.run()
    assert who(opened) == people[2].employee_id
    if meanwhile:
        version = Case.objects.get().version
        cases.assign_case(
            case_id=opened.case_id, employee_id=lead.employee_id, seen_version=version,
            by=lead.actor, at=make.MONDAY,
        )  # fmt: skip
    cases.undo_bulk(bulk_id=bulk_id, by=lead.actor, at=make.MONDAY)
    jobs.run()
    case = Case.objects.get()
    if meanwhile:
        assert (case.team_id, case.assignee_id) == (other_team, lead.employee_id)
    else:
        assert (case.team_id, case.assignee_id) == (utility.team.pk, None)
