"""Giving new cases to people by their team's way, and setting that way."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from debiet.cases.actions.locking import about, save
from debiet.cases.actions.opening import UnknownTopic
from debiet.cases.models import AssignmentRule, Case, CaseAssignment
from debiet.cases.queries.assignment import Rule, assignment_rules, assignment_tasks, takers
from debiet.cases.queries.topics import topic_tree
from debiet.core import audit
from debiet.core.actor import Actor, ActorKind
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.assignment import EVERYTHING, Choice, Skill, Way, choose
from debiet.rules.cases import CaseState
from debiet.staff import queries as staff
from debiet.staff.takers import led_teams, team_takers


def lock_turns(team_ids: Iterable[int]) -> None:
    """Let nobody else give cases of some teams until the transaction ends.

    Two who give at once would both see the same latest turn and the same fewest cases. Whoever
    also locks cases locks those first.
    """
    with connection.cursor() as cursor:
        for team_id in sorted(set(team_ids)):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assignment:{team_id}"]
            )


@action(permission=Permission.ASSIGN_CASE)
def assign_opened(*, case_id: int, by: Actor, at: datetime) -> int | None:
    """Give a new case to somebody by its team's way; return who got it, None where nobody did.

    A case that somebody took meanwhile, that is closed or was decided on before is left as it is.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("topic")
    case = rows.filter(pk=case_id).first()
    if case is None or case.assignee_id is not None or case.merged_into_id is not None:
        return None
    if case.frozen_at is not None:
        return None
    if case.state == CaseState.RESOLVED or case.assignments.exists():
        return None
    lock_turns([case.team_id])
    rule = assignment_rules([case.team_id])[case.team_id]
    if rule.way is Way.BY_HAND:
        return None
    people = takers({case.team_id: rule}, at=at)[case.team_id]
    (task,) = assignment_tasks([case], [one.employee for one in people])
    choice = choose(rule.way, task, people)
    note_choice(case, rule.way, rule.version, choice, at=at)
    facts: dict[str, object] = {"way": rule.way, "why": choice.why, "among": choice.among}
    facts["rule"] = rule.version
    if choice.employee is None:
        audit.record(about(case), compartment=case.compartment, facts={"assignee": None} | facts)
    else:
        case.assignee_id = choice.employee
        save(case, None, assignee=choice.employee, **facts)
    return choice.employee


def note_choice(case: Case, way: Way, version: int, choice: Choice, *, at: datetime) -> None:
    """Write down who got a case by its team's way, which is that person's turn, or that nobody did.

    Called with the turns locked.
    """
    CaseAssignment.objects.create(
        case=case,
        compartment=case.compartment,
        team_id=case.team_id,
        employee_id=choice.employee,
        way=way,
        why=choice.why,
        among=choice.among,
        rule_version=version,
        at=at,
    )


@action(permission=Permission.SET_ASSIGNMENT)
def set_assignment(
    *,
    team_id: int,
    way: Way,
    skills: Mapping[int, Skill],
    seen_version: int,
    by: Actor,
    at: datetime,
) -> int:
    """Set how a team's new cases find somebody from now on; return the version that holds.

    What is as it was changes nothing. Cases that were opened before are left as they are.

    :raises NotFound: if the actor does not lead the team, or somebody named is not in it
    :raises UnknownTopic: if a topic does not exist
    :raises ChangedMeanwhile: if somebody set it since the actor looked
    """
    teams = {team: part for team, _name, part in led_teams(by=by)}
    if by.kind is not ActorKind.SYSTEM and team_id not in teams:
        raise NotFound
    if not set(skills) <= {one.employee_id for one in team_takers([team_id], at=at)}:
        raise NotFound
    if not {code for skill in skills.values() for code in skill.topics} <= set(topic_tree()):
        raise UnknownTopic
    lock_turns([team_id])
    known = assignment_rules([team_id])[team_id]
    if known.version != seen_version:
        raise ChangedMeanwhile
    wanted = {number: skill for number, skill in skills.items() if skill != EVERYTHING}
    if Rule(known.version, way, wanted) == known:
        return known.version
    employee = staff.employee_of(by.user_id) if by.user_id else None
    made = AssignmentRule.objects.create(
        team_id=team_id,
        version=known.version + 1,
        way=way,
        skills={str(number): _kept(skill) for number, skill in sorted(wanted.items())},
        set_by=employee.employee_id if employee else None,
        set_at=at,
    )
    facts = {"way": way, "version": made.version, "skills": len(wanted)}
    part = staff.team_compartment(team_id)
    audit.record(reference("assignment", team_id), compartment=part, facts=facts)
    return made.version


def _kept(skill: Skill) -> dict[str, object]:
    return {
        "takes": skill.takes,
        "topics": sorted(skill.topics),
        "languages": sorted(skill.languages),
        "segments": sorted(skill.segments),
    }
