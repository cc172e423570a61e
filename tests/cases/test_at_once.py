"""Two at once: nobody is given two cases where one was counted, and no lead is told wrongly."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from debiet.cases import actions as cases
from debiet.cases import tasks
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.assignment import Way
from debiet.staff import actions as staff
from debiet.staff import places
from debiet.staff.models import Notification
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system("cases.assign")


@pytest.fixture
def utility(db):
    return make.utility()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


def overlapping(first, second):
    """Do two things on connections of their own: the second begins before the first commits.

    The first commits as soon as the second is done or waits for it; return what both said, and
    whether the second waited.
    """
    has_begun = Event()

    def hold():
        try:
            with transaction.atomic():
                said = first()
                has_begun.set()
                for _try in range(200):
                    if later.done() or somebody_waits():
                        break
                    time.sleep(0.02)
                return said, not later.done()
        finally:
            has_begun.set()
            connection.close()

    def follow():
        try:
            has_begun.wait(20)
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        later = pool.submit(follow)
        said, waited = pool.submit(hold).result()
        return said, later.result(), waited


def opened_for(team, person=None):
    opened = make.case()
    assignee = person.employee_id if person else None
    Case.objects.filter(pk=opened.case_id).update(team=team, assignee=assignee)
    return opened.case_id


def test_one_who_is_in_two_teams_is_not_given_a_case_by_each_at_once(utility):
    other = places.add_team(
        code="balie", name="Balie", organization_id=utility.organization.pk,
        compartment="ordinary", by=make.SYSTEM, at=make.MONDAY,
    )  # fmt: skip
    there, both, here = (make.employee(utility, name=name) for name in ("Ann", "Bob", "Cas"))
    for person in (both, there):
        staff.join_team(
            employee_id=person.employee_id, team_id=other, by=make.SYSTEM, at=make.MONDAY
        )
    for person in (here, there):
        opened_for(utility.team.pk, person)
    for team_id in (utility.team.pk, other):
        cases.set_assignment(
            team_id=team_id, way=Way.LEAST_LOAD, skills={}, seen_version=0, by=make.SYSTEM,
            at=make.MONDAY,
        )  # fmt: skip
    # Only who has nothing yet may get a case of both; the others have one each.
    ours, theirs = opened_for(utility.team.pk), opened_for(other)

    def give(case_id):
        return lambda: cases.assign_opened(case_id=case_id, by=BY, at=make.MONDAY)

    first, second, waited = overlapping(give(ours), give(theirs))
    assert first == both.employee_id
    assert second == there.employee_id  # as many as the other by now, and first by number
    assert waited


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah")


@pytest.fixture
def leaver(utility, lead):
    somebody = make.employee(utility, name="Jana")
    for _number in range(3):
        opened_for(utility.team.pk, somebody)
    return somebody


def let_go(leaver, to=None):
    cases.let_go(
        employee_id=leaver.employee_id,
        to_employee_id=to.employee_id if to else None,
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def hand_over(leaver, to=None):
    return tasks.hand_over.func(
        employee_id=leaver.employee_id, to_employee_id=to.employee_id if to else 0
    )


def told():
    rows = Notification.objects.filter(kind="employee.left")
    return [(row.employee_id, row.facts["count"]) for row in rows]


STEPS = list(itertools.permutations(["report", "hand over"]))


@pytest.mark.parametrize("order", STEPS)
def test_whichever_job_comes_first_leads_hear_of_what_has_nobody(utility, lead, leaver, order):
    let_go(leaver)
    jobs = {
        "report": lambda: tasks.report_leaver.func(user_id=leaver.user_id),
        "hand over": lambda: hand_over(leaver),
    }
    for name in order:
        jobs[name]()
    assert told() == [(lead.employee_id, 3)]
    assert not Case.objects.filter(assignee=leaver.employee_id).exists()


@pytest.mark.parametrize("order", STEPS)
def test_whichever_job_comes_first_leads_do_not_hear_of_what_a_successor_has(
    utility, lead, leaver, order
):
    other = make.employee(utility, name="Bram")
    let_go(leaver, other)
    jobs = {
        "report": lambda: tasks.report_leaver.func(user_id=leaver.user_id),
        "hand over": lambda: hand_over(leaver, other),
    }
    for name in order:
        jobs[name]()
    assert told() == []
    assert Case.objects.filter(assignee=other.employee_id).count() == 3


def test_who_tells_of_a_leaver_waits_for_who_moves_its_cases(utility, lead, leaver):
    other = make.employee(utility, name="Bram")
    let_go(leaver, other)
    by = Actor.system("cases.hand-over")

    def move():
        return cases.hand_over(
            employee_id=leaver.employee_id, to_employee_id=other.employee_id, by=by, at=make.MONDAY
        )

    def tell():
        return cases.report_leaver(
            user_id=leaver.user_id, by=Actor.system("cases.report-leaver"), at=make.MONDAY
        )

    assert overlapping(move, tell) == (3, 0, True)
    assert told() == []


def test_two_who_move_the_same_work_move_it_once(utility, lead, leaver):
    other = make.employee(utility, name="Bram")
    let_go(leaver, other)
    by = Actor.system("cases.hand-over")

    def move():
        return cases.hand_over(
            employee_id=leaver.employee_id, to_employee_id=other.employee_id, by=by, at=make.MONDAY
        )

    assert overlapping(move, move) == (3, 0, True)
    assert set(Case.objects.values_list("version", flat=True)) == {2}
