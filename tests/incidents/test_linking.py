"""Cases of an incident: by hand, as suggested; what one may not see stays out of sight."""

from datetime import timedelta

import pytest

from debiet.cases import queries as cases
from debiet.cases.actions import Contact
from debiet.cases.queries import Scope, Worklist
from debiet.core.errors import NotFound
from debiet.incidents import actions, queries
from debiet.incidents.models import IncidentCase
from debiet.rules.incidents import Area, Fit, IncidentKind
from tests import make
from tests.incidents.conftest import approved, linked, opened

pytestmark = pytest.mark.django_db
HERE = Contact(name="An", email="an@example.be", address="Kouterbaan 3\n9230 Wetteren")
THERE = Contact(name="Bo", email="bo@example.be", address="Veldstraat 1\n9000 Gent")


def suggested(people, incident_id):
    page = queries.incident(incident_id, viewer=people.agent.actor)
    found = queries.suggestions(page, viewer=people.agent.actor, at=make.MONDAY)
    return {one.candidate.line.number: one.fit for one in found}


def test_open_cases_of_topic_area_and_time_are_suggested(people, django_assert_num_queries):
    incident_id = opened(people)
    here = make.case(topic_code="outage", contact=HERE)
    named = make.case(topic_code="outage", contact=THERE, text="Lek in de Kouterbaan!")
    unknown = make.case(topic_code="outage")
    make.case(topic_code="outage", contact=THERE)
    make.case(topic_code="invoice", contact=HERE)
    make.case(topic_code="outage", contact=HERE, at=make.MONDAY - timedelta(days=2))
    customer = make.customer(email="thuis@example.be")
    known = make.case(topic_code="outage", contact=Contact(email="thuis@example.be"))
    assert customer.pk

    page = queries.incident(incident_id, viewer=people.agent.actor)
    with django_assert_num_queries(3):  # cases, topics, cards
        queries.suggestions(page, viewer=people.agent.actor, at=make.MONDAY)
    assert suggested(people, incident_id) == {
        here.number: Fit.LIKELY,
        named.number: Fit.LIKELY,
        known.number: Fit.LIKELY,
        unknown.number: Fit.POSSIBLE,
    }

    linked(people, incident_id, here.number)
    actions.part_cases(
        incident_id=incident_id, numbers=[named.number], by=people.agent.actor, at=make.MONDAY
    )
    assert set(suggested(people, incident_id)) == {known.number, unknown.number}


def test_a_case_is_linked_once_and_parted_and_linked_again(people):
    incident_id, number = opened(people), make.case().number
    assert [linked(people, incident_id, number) for _twice in range(2)] == [1, 0]

    actions.part_cases(
        incident_id=incident_id, numbers=[number], by=people.agent.actor, at=make.MONDAY
    )
    assert queries.progress(incident_id, viewer=people.agent.actor).linked == 0
    assert linked(people, incident_id, number) == 1
    assert IncidentCase.objects.count() == 1


def test_who_may_not_see_a_case_sees_no_link_and_no_count_of_it(people, jobs):
    closed = make.case(topic_code="ombuds", subject="Geheim")
    incident_id = opened(people)
    with pytest.raises(NotFound):
        linked(people, incident_id, closed.number)
    actions.link_cases(
        incident_id=incident_id,
        numbers=[closed.number],
        way="hand",
        by=people.ombuds.actor,
        at=make.MONDAY,
    )
    approved(people, incident_id)
    jobs.run()

    seen = people.agent.actor
    assert queries.progress(incident_id, viewer=seen).linked == 0
    assert queries.linked_lines(incident_id, viewer=seen) == []
    assert queries.closing_preview(incident_id, viewer=seen) == []
    assert [one.linked for one in queries.incidents(viewer=seen)] == [0]
    assert queries.progress(incident_id, viewer=people.ombuds.actor).told == 1


def test_an_incident_of_a_closed_part_is_not_there_for_others(people):
    facts = actions.IncidentFacts(
        kind=IncidentKind.OTHER,
        title="Geheim",
        team_id=people.utility.ombuds_team.pk,
        topic_codes=(),
        areas=(Area("9230"),),
        began_at=make.MONDAY,
    )
    with pytest.raises(NotFound):
        actions.open_incident(facts=facts, by=people.agent.actor, at=make.MONDAY)
    incident_id = actions.open_incident(facts=facts, by=people.ombuds.actor, at=make.MONDAY)

    assert queries.incident(incident_id, viewer=people.agent.actor) is None
    assert queries.incidents(viewer=people.agent.actor) == []
    with pytest.raises(NotFound):
        linked(people, incident_id, make.case().number)


def test_worklists_and_figures_are_shown_with_and_without_an_incident(people):
    incident_id = opened(people)
    inside, outside = make.case(), make.case()
    linked(people, incident_id, inside.number)
    seen = {"viewer": people.agent.actor, "at": make.MONDAY, "scope": Scope(0, ())}
    ids = queries.linked_ids(incident_id)

    def numbers(**narrowed):
        return [row.number for row in cases.worklist(Worklist.OPEN, **seen, **narrowed).rows]

    assert numbers() == [inside.number, outside.number]
    assert numbers(besides=ids) == [outside.number]
    assert numbers(only=ids) == [inside.number]
    counts = cases.contacts_per_hour(
        since=make.MONDAY - timedelta(hours=1),
        until=make.MONDAY + timedelta(hours=1),
        marked=ids,
        viewer=people.agent.actor,
    )
    assert [(one.hour, one.is_marked, one.count) for one in counts] == [
        (make.MONDAY, False, 1),
        (make.MONDAY, True, 1),
    ]


def test_the_end_of_an_incident_lies_after_its_beginning(people):
    with pytest.raises(actions.EndsBeforeItBegan):
        opened(people, ends_at=make.MONDAY)
