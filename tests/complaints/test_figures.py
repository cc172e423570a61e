"""The figures of a year from the tables: a second, slow count in SQL finds the same."""

import pytest

from debiet.complaints import queries as complaints
from debiet.complaints.models import Complaint
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.complaint_facts import Answered, answered
from debiet.rules.complaint_figures import Measure, yearly_return
from tests import make
from tests.complaints.conftest import registered
from tests.complaints.population import populate
from tests.complaints.slow_count import slow_count

FROZEN = make.local("2027-01-20 10:00")


def figures(viewer, year=2026):
    frame = complaints.year_frame(year, at=FROZEN)
    return yearly_return(complaints.complaint_facts(frame, viewer=viewer), frame)


def test_a_slow_count_over_the_tables_finds_the_same(people):
    populate(people.agent.actor)

    for year in (2025, 2026, 2027):
        found = {
            str(measure): dict(cells)
            for measure, cells in figures(people.agent.actor, year).cells.items()
        }
        assert found == slow_count(year, at=FROZEN)
    # The population reaches every measure, so that none agrees by being empty.
    assert set(figures(people.agent.actor).cells) == set(Measure)


def test_the_register_says_the_same_of_each_answer_as_the_figures(people):
    populate(people.agent.actor, size=100, seed=6)
    frame = complaints.year_frame(2026, at=FROZEN)
    rows = complaints.complaint_facts(frame, viewer=people.agent.actor)

    chosen = complaints.RegisterChoice(year=2026)
    counts = complaints.register_page(chosen, viewer=people.agent.actor, at=FROZEN).counts

    return_ = yearly_return(rows, frame)
    assert counts.number == return_.count(Measure.TOTAL)
    for one in Answered:
        assert counts.by["answered"][one] == return_.count(Measure.ANSWERED, one), one
    assert {answered(row, frame) for row in rows} == set(Answered)


def test_the_figures_take_as_many_statements_for_many_as_for_one(
    people, django_assert_max_num_queries
):
    populate(people.agent.actor, size=50)
    frame = complaints.year_frame(2026, at=FROZEN)

    with django_assert_max_num_queries(4):
        complaints.complaint_facts(frame, viewer=people.agent.actor)


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD])
def test_nobody_counts_what_stands_behind_a_wall(people, role):
    ombuds = make.employee(people.utility, role=Role.OMBUDS, team=people.utility.ombuds_team)
    hidden = registered(make.case(topic_code="ombuds"), by=ombuds.actor)
    viewer = make.employee(people.utility, role=role).actor

    assert figures(viewer).cells == {}
    assert complaints.counted_complaints([hidden.pk], days={}, viewer=viewer) == []
    assert figures(ombuds.actor).ids(Measure.TOTAL) == (hidden.pk,)
    assert Complaint.objects.count() == 1
    assert isinstance(viewer, Actor)
