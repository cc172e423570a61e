"""A new case finds somebody by its team's way: once, and never somebody who may not take it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from debiet.cases import actions as cases
from debiet.cases.models import AssignmentRule, Case, CaseAssignment
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.customers import actions as customers
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.rules.assignment import Skill, Way, Why
from debiet.staff import actions as staff
from tests import make

pytestmark = pytest.mark.django_db
BY = Actor.system("cases.assign")


@pytest.fixture
def utility(db):
    return make.utility()


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def people(utility):
    return [make.employee(utility, name=name) for name in ("Ann", "Bob", "Cas")]


def set_way(utility, way, *, seen=0, by=make.SYSTEM, **skills):
    numbers = {int(number.strip("_")): skill for number, skill in skills.items()}
    return cases.set_assignment(
        team_id=utility.team.pk, way=way, skills=numbers, seen_version=seen, by=by, at=make.MONDAY
    )


def who(opened):
    return Case.objects.get(pk=opened.case_id).assignee_id


def opened_and_given(jobs, **changes):
    opened = make.case(**changes)
    jobs.run()
    return who(opened)


def test_by_hand_nobody_gets_a_case_and_no_job_waits(utility, people, jobs):
    opened = make.case()
    assert "debiet.cases.tasks.assign_opened" not in [name for name, _ in jobs.waiting()]
    set_way(utility, Way.ROUND_ROBIN)
    set_way(utility, Way.BY_HAND, seen=1)
    other = make.case()
    jobs.run()
    assert who(opened) is who(other) is None
    assert not CaseAssignment.objects.exists()


def test_round_robin_goes_round_and_says_why(utility, people, jobs):
    set_way(utility, Way.ROUND_ROBIN)
    found = [opened_and_given(jobs) for _number in range(4)]

    assert found == [one.employee_id for one in (*people, people[0])]
    row = CaseAssignment.objects.earliest("id")
    assert (row.why, row.among, row.rule_version) == (Why.TURN, 3, 1)
    entry = AuditEntry.objects.get(reference=f"case:{row.case.number}", action__contains="assign")
    assert entry.facts == {
        "assignee": people[0].employee_id, "way": "round-robin", "why": "turn", "among": 3,
        "rule": 1,
    }  # fmt: skip
    assert entry.actor_name == "cases.assign"


def test_least_load_takes_who_has_the_fewest_open_cases(utility, people, jobs):
    for person, count in zip(people, (2, 0, 1), strict=True):
        for _number in range(count):
            cases.assign_case(
                case_id=make.case().case_id, employee_id=person.employee_id, seen_version=1,
                by=person.actor, at=make.MONDAY,
            )  # fmt: skip
    set_way(utility, Way.LEAST_LOAD)
    assert opened_and_given(jobs) == people[1].employee_id


def away(person):
    staff.record_absence(
        employee_id=person.employee_id,
        first_on=make.MONDAY.date() - timedelta(days=4000),
        final_on=make.MONDAY.date() + timedelta(days=4000),  # jobs look at the real clock
        kind=AbsenceKind.LEAVE,
        deputy_id=None,
        by=person.actor,
        at=make.MONDAY,
    )


def test_who_is_away_left_or_left_out_gets_nothing(utility, people, lead, jobs):
    ann, bob, cas = people
    away(ann)
    staff.end_employment(employee_id=bob.employee_id, by=make.SYSTEM, at=make.MONDAY)
    set_way(utility, Way.ROUND_ROBIN, **{f"_{lead.employee_id}": Skill(takes=False)})
    assert [opened_and_given(jobs) for _number in range(2)] == [cas.employee_id] * 2


def test_a_case_that_nobody_with_the_skill_can_take_has_nobody_and_says_so(utility, people, jobs):
    french = Skill(languages=frozenset({"fr"}))
    set_way(utility, Way.ROUND_ROBIN, **{f"_{one.employee_id}": french for one in people})
    assert opened_and_given(jobs) is None
    assert CaseAssignment.objects.get().why is Why.NO_SKILL
    assert Case.objects.get().version == 1
    assert AuditEntry.objects.filter(facts__why="no-skill", facts__assignee=None).exists()
    assert opened_and_given(jobs, language="fr", is_language_chosen=True) == people[0].employee_id


def test_a_topic_counts_with_what_stands_below_it(utility, people, jobs):
    cases.save_topic(
        code="invoice-high", labels={"nl": "Te hoog"}, team_id=None, is_public=True,
        parent_code="invoice", by=make.SYSTEM, at=make.MONDAY,
    )  # fmt: skip
    ann, bob, cas = (f"_{one.employee_id}" for one in people)
    skills = {code: Skill(topics=frozenset({code})) for code in ("invoice", "mail")}
    set_way(
        utility,
        Way.ROUND_ROBIN,
        **{ann: skills["mail"], bob: skills["invoice"], cas: skills["mail"]},
    )
    assert opened_and_given(jobs, topic_code="invoice-high") == people[1].employee_id
    assert opened_and_given(jobs, topic_code="invoice") == people[1].employee_id


def tie(person, customer):
    customers.tie_employee(
        employee_id=person.employee_id, customer_id=customer.pk, by=make.SYSTEM, at=make.MONDAY
    )


def test_nobody_gets_a_housemates_file(utility, people, jobs):
    make.customer(email="ann@example.be")
    tie(people[0], make.customer(name="Jan Baert"))  # at the same address
    set_way(utility, Way.ROUND_ROBIN)
    assert opened_and_given(jobs) == people[1].employee_id


def test_the_file_of_a_colleague_waits_for_somebody_to_decide(utility, people, jobs):
    tie(people[0], make.customer(email="ann@example.be"))
    set_way(utility, Way.ROUND_ROBIN)
    assert opened_and_given(jobs) is None
    assert CaseAssignment.objects.get().why is Why.TOO_CLOSE


def test_the_ombuds_part_goes_to_who_sees_it_only(utility, people, jobs):
    staff.join_team(
        employee_id=people[0].employee_id, team_id=utility.ombuds_team.pk, by=make.SYSTEM,
        at=make.MONDAY,
    )  # fmt: skip
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    cases.set_assignment(
        team_id=utility.ombuds_team.pk, way=Way.LEAST_LOAD, skills={}, seen_version=0,
        by=make.SYSTEM, at=make.MONDAY,
    )  # fmt: skip
    assert opened_and_given(jobs, topic_code="ombuds") == ombuds.employee_id


@pytest.mark.parametrize("meanwhile", ["taken", "closed", "by hand", "gone"])
def test_what_was_decided_meanwhile_is_left(utility, people, lead, jobs, meanwhile):
    set_way(utility, Way.ROUND_ROBIN)
    opened = make.case()
    seen = {"case_id": opened.case_id, "seen_version": 1, "by": lead.actor, "at": make.MONDAY}
    if meanwhile == "taken":
        cases.assign_case(employee_id=lead.employee_id, **seen)
    elif meanwhile == "closed":
        cases.resolve_case(topic_code=None, **seen)
    elif meanwhile == "by hand":
        set_way(utility, Way.BY_HAND, seen=1)
    else:
        assert cases.assign_opened(case_id=999_999, by=BY, at=make.MONDAY) is None
        return
    jobs.run(times=2)
    assert who(opened) == (lead.employee_id if meanwhile == "taken" else None)
    assert not CaseAssignment.objects.exists()


def test_an_opening_that_is_rolled_back_uses_no_turn(utility, people, jobs):
    set_way(utility, Way.ROUND_ROBIN)
    with pytest.raises(cases.EmptyText):
        make.case(text=" ")
    assert jobs.waiting() == []
    assert opened_and_given(jobs) == people[0].employee_id


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [Way.ROUND_ROBIN, Way.LEAST_LOAD])
def test_processes_at_once_do_not_all_give_to_one_person(utility, people, way):
    opened = [make.case() for _number in range(12)]
    set_way(utility, way)

    def give(one):
        try:
            return cases.assign_opened(case_id=one.case_id, by=BY, at=make.MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = Counter(pool.map(give, opened))
    assert sorted(found.values()) == [4, 4, 4]
    assert Counter(map(who, opened)) == found


def test_a_way_is_set_by_who_leads_the_team_in_versions(utility, people, lead):
    skill = {f"_{people[0].employee_id}": Skill(topics=frozenset({"invoice"}))}
    assert set_way(utility, Way.ROUND_ROBIN, by=lead.actor, **skill) == 1
    assert set_way(utility, Way.ROUND_ROBIN, seen=1, by=lead.actor, **skill) == 1  # as it was
    with pytest.raises(ChangedMeanwhile):
        set_way(utility, Way.BY_HAND, by=lead.actor)
    assert set_way(utility, Way.BY_HAND, seen=1, by=lead.actor) == 2
    assert [row.way for row in AssignmentRule.objects.order_by("version")] == [
        "round-robin", "by-hand",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(reference=f"assignment:{utility.team.pk}").count() == 2


def test_nobody_sets_the_way_of_a_team_it_does_not_lead(utility, people, lead):
    other = make.employee(utility, role=Role.TEAM_LEAD)
    with pytest.raises(NotFound):
        set_way(utility, Way.ROUND_ROBIN, by=other.actor)
    with pytest.raises(NotAllowed):
        set_way(utility, Way.ROUND_ROBIN, by=people[0].actor)
    outside = make.employee(utility, team=utility.ombuds_team)
    with pytest.raises(NotFound):
        set_way(utility, Way.ROUND_ROBIN, by=lead.actor, **{f"_{outside.employee_id}": Skill()})
    with pytest.raises(cases.UnknownTopic):
        set_way(
            utility,
            Way.ROUND_ROBIN,
            by=lead.actor,
            **{f"_{people[0].employee_id}": Skill(topics=frozenset({"no-such"}))},
        )


def test_what_was_given_goes_with_its_case(utility, people, lead, jobs):
    set_way(utility, Way.ROUND_ROBIN)
    opened = make.case()
    jobs.run()
    cases.be_present(case_id=opened.case_id, by=lead.actor, at=make.MONDAY)
    cases.resolve_case(
        case_id=opened.case_id, topic_code=None, seen_version=2, by=lead.actor, at=make.MONDAY
    )
    gone = cases.erase_cases(
        case_ids=[opened.case_id], by=Actor.system("retention.run"), at=make.MONDAY
    )
    assert gone["cases_caseassignment"] == 1
    assert not Case.objects.exists()
    assert AssignmentRule.objects.count() == 1


@pytest.mark.parametrize("model", [AssignmentRule, CaseAssignment])
def test_a_rule_and_what_was_given_never_change(utility, people, jobs, model):
    set_way(utility, Way.ROUND_ROBIN)
    make.case()
    jobs.run()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(way="by-hand")
    assert model.objects.get().way == "round-robin"
