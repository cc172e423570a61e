"""The sweep marks each share of a term once, with its true moment."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import tasks as case_tasks
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.cases import Carrier, Direction
from debiet.rules.sla import Milestone
from debiet.staff.models import Notification
from debiet.terms import actions, queries
from debiet.terms.models import Clock, LevelMark
from tests import make

pytestmark = pytest.mark.django_db

SWEEP = Actor.system("terms.sweep")


def sweep(at):
    while actions.mark_levels(by=SWEEP, at=at):
        pass


def marks(number, milestone=Milestone.FIRST_REPLY):
    rows = LevelMark.objects.filter(
        clock__reference=f"case:{number}", clock__milestone=milestone, voided_at__isnull=True
    )
    return {row.level: row.reached_at for row in rows}


def test_levels_are_marked_at_their_true_moments_also_after_a_two_day_outage():
    make.utility()
    opened = make.case(at=make.local("2026-03-02 09:00"))

    sweep(make.local("2026-03-05 03:00"))

    assert marks(opened.number) == {
        50: make.local("2026-03-02 13:00"),
        75: make.local("2026-03-02 15:00"),
        100: make.local("2026-03-02 17:00"),
        150: make.local("2026-03-03 13:00"),
    }


def test_a_sweep_that_runs_again_marks_nothing_more():
    make.utility()
    make.case(at=make.MONDAY)
    at = make.MONDAY + timedelta(days=1)
    sweep(at)
    before = LevelMark.objects.count()

    sweep(at)
    sweep(at)

    assert LevelMark.objects.count() == before > 0


def test_a_clock_that_was_met_in_time_marks_no_level_after_it():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.local("2026-03-02 09:00"))
    cases.answer_case(
        case_id=opened.case_id,
        text="Opgelost.",
        seen_version=1,
        by=agent.actor,
        at=make.local("2026-03-02 14:00"),
    )

    sweep(make.local("2026-03-20 09:00"))

    assert marks(opened.number) == {50: make.local("2026-03-02 13:00")}


def test_a_call_recorded_later_voids_the_levels_it_came_before_and_keeps_them_on_record():
    utility = make.utility()
    agent = make.employee(utility)
    opened = make.case(at=make.local("2026-03-02 09:00"))
    recorded = make.local("2026-03-03 10:00")
    sweep(recorded)
    assert set(marks(opened.number)) == {50, 75, 100}

    cases.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.OUT,
        text="Gebeld.",
        happened_at=make.local("2026-03-02 14:00"),
        by=agent.actor,
        at=recorded,
    )

    assert set(marks(opened.number)) == {50}
    voided = LevelMark.objects.filter(voided_at=recorded, clock__milestone=Milestone.FIRST_REPLY)
    assert sorted(voided.values_list("level", flat=True)) == [75, 100]


def test_the_lead_of_the_team_is_told_of_75_100_and_150_percent_once_each(jobs):
    utility = make.utility()
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    make.employee(utility)
    opened = make.case(at=make.local("2026-03-02 09:00"))
    sweep(make.local("2026-03-03 14:00"))

    for mark in LevelMark.objects.filter(clock__milestone=Milestone.FIRST_REPLY):
        case_tasks.tell_leads(mark_id=mark.pk)
        case_tasks.tell_leads(mark_id=mark.pk)

    told = Notification.objects.filter(facts__milestone="first_reply")
    assert sorted(row.facts["level"] for row in told) == [75, 100, 150]
    assert {row.employee_id for row in told} == {lead.employee_id}
    assert {row.facts["number"] for row in told} == {opened.number}


def test_a_breach_follows_from_time_and_not_from_the_sweep():
    make.utility()
    opened = make.case(at=make.local("2026-03-02 09:00"))

    views = queries.clock_views(
        f"case:{opened.number}", viewer=make.SYSTEM, at=make.local("2026-03-02 17:00:01")
    )

    first = next(view for view in views if view.milestone == Milestone.FIRST_REPLY)
    assert first.is_breached
    assert LevelMark.objects.count() == 0


def test_the_used_time_that_is_explained_adds_up_to_the_second():
    make.utility()
    opened = make.case(at=make.local("2026-03-06 16:12:07"))
    at = make.local("2026-03-09 10:00:03")
    view = next(
        view
        for view in queries.clock_views(f"case:{opened.number}", viewer=make.SYSTEM, at=at)
        if view.milestone == Milestone.FIRST_REPLY
    )

    spans = queries.explained(
        view.clock_id, reference=f"case:{opened.number}", viewer=make.SYSTEM, at=at
    )

    counted = sum((span.duration for span in spans if span.is_counted), timedelta())
    assert counted == timedelta(minutes=47, seconds=53) + timedelta(hours=1, seconds=3)
    assert sum(span.amount for span in spans) == view.used
    assert (spans[0].start, spans[-1].end) == (make.local("2026-03-06 16:12:07"), at)


def test_a_clock_is_explained_to_nobody_who_may_not_see_it_or_under_another_name():
    make.utility()
    opened, other = make.case(), make.case()
    clock = Clock.objects.filter(reference=f"case:{opened.number}").first()

    def explained(reference, viewer):
        return queries.explained(clock.pk, reference=reference, viewer=viewer, at=make.MONDAY)

    assert explained(f"case:{other.number}", make.SYSTEM) is None
    assert explained(f"case:{opened.number}", Actor(compartments=frozenset({"hr"}))) is None


def test_a_corrected_moment_counts_and_the_wrong_one_stays_to_be_read():
    utility = make.utility()
    lead = make.employee(utility, role=Role.TEAM_LEAD)
    opened = make.case(at=make.local("2026-03-02 09:00"))
    reference = f"case:{opened.number}"
    cases.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction=Direction.OUT,
        text="Gebeld.",
        happened_at=make.local("2026-03-04 09:00"),
        by=lead.actor,
        at=make.local("2026-03-04 09:00"),
    )
    entry = queries.ledger(reference, viewer=make.SYSTEM)[-1]

    cases.correct_moment(
        case_id=opened.case_id,
        entry_id=entry.entry_id,
        corrected_to=make.local("2026-03-02 11:00"),
        reason="typed the wrong day",
        by=lead.actor,
        at=make.local("2026-03-04 10:00"),
    )

    first = Clock.objects.get(reference=reference, milestone=Milestone.FIRST_REPLY)
    assert first.reached_at == make.local("2026-03-02 11:00")
    kinds = [row.kind for row in queries.ledger(reference, viewer=make.SYSTEM)]
    assert kinds == ["opened", "replied", "corrected"]
    assert Case.objects.get(pk=opened.case_id).due_at is not None
