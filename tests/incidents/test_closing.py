"""Closing an incident with its cases, and taking it back: only what nobody touched since."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile
from debiet.incidents import actions, queries, tasks
from debiet.incidents.models import IncidentClosing
from debiet.rules.incidents import Closing
from debiet.rules.sla import PauseReason
from debiet.terms.models import Clock
from tests import make
from tests.incidents.conftest import approved, linked, opened

pytestmark = pytest.mark.django_db
LATER = make.MONDAY + timedelta(days=400)
"""After the moments that jobs see on the wall."""


def state_of(number):
    return Case.objects.get(number=number).state


@pytest.fixture
def told(people, jobs):
    """An incident whose three cases were told: one waits, one wrote again, one is left as it is."""
    numbers = [make.case(topic_code="outage") for _number in range(3)]
    untouched, waits, wrote = numbers
    cases.pause_case(
        case_id=waits.case_id,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=1,
        by=people.agent.actor,
        at=make.MONDAY,
    )
    incident_id = opened(people)
    linked(people, incident_id, *(one.number for one in numbers))
    approved(people, incident_id)
    jobs.run()
    cases.add_words(
        case_id=wrote.case_id, text="Nog niets!", by=Actor.visitor(wrote.case_id), at=LATER
    )
    return incident_id, untouched, waits, wrote


def close(people, incident_id, preview):
    versions = {one.line.case_id: one.line.version for one in preview}
    return actions.resolve_incident(
        incident_id=incident_id, seen_version=1, closes=versions, by=people.agent.actor, at=LATER
    )


def test_only_cases_that_were_told_and_left_so_close_and_undoing_opens_them(people, told, jobs):
    incident_id, untouched, waits, wrote = told
    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)
    assert [one.becomes for one in preview] == [
        Closing.CLOSES,
        Closing.CLOSES,
        Closing.WROTE_SINCE,
    ]
    before = list(Clock.objects.order_by("id").values("id", "status", "due_at", "reached_at"))

    assert close(people, incident_id, preview) == 2
    jobs.run(times=2)

    assert [state_of(one.number) for one in (untouched, waits, wrote)] == [
        "resolved",
        "resolved",
        "open",
    ]
    for _twice in range(2):
        page = queries.incident(incident_id, viewer=people.agent.actor)
        actions.reopen_incident(
            incident_id=incident_id, seen_version=page.version, by=people.agent.actor, at=LATER
        )
        jobs.run(times=2)
    assert [state_of(one.number) for one in (untouched, waits, wrote)] == [
        "open",
        "waiting",
        "open",
    ]
    after = list(Clock.objects.order_by("id").values("id", "status", "due_at", "reached_at"))
    assert [row["status"] for row in after] == [row["status"] for row in before]
    assert Case.objects.get(number=waits.number).waiting_reason == "waiting_for_customer"


def test_what_somebody_touches_between_preview_and_job_stays_open(people, told, jobs):
    incident_id, untouched, _waits, _wrote = told
    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)
    close(people, incident_id, preview)
    version = Case.objects.get(pk=untouched.case_id).version
    cases.assign_case(
        case_id=untouched.case_id,
        employee_id=people.agent.employee_id,
        seen_version=version,
        by=people.agent.actor,
        at=LATER,
    )

    jobs.run()

    assert state_of(untouched.number) == "open"
    row = IncidentClosing.objects.get(case=untouched.case_id)
    assert row.state == "changed"


def test_what_changed_after_it_closed_is_not_opened_by_undoing(people, told, jobs):
    incident_id, untouched, _waits, _wrote = told
    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)
    close(people, incident_id, preview)
    jobs.run()
    version = Case.objects.get(pk=untouched.case_id).version
    cases.link_customer(
        case_id=untouched.case_id,
        customer_id=make.customer().pk,
        seen_version=version,
        by=people.agent.actor,
        at=LATER,
    )

    actions.reopen_incident(
        incident_id=incident_id, seen_version=2, by=people.agent.actor, at=LATER
    )
    jobs.run()

    assert state_of(untouched.number) == "resolved"
    assert IncidentClosing.objects.get(case=untouched.case_id).state == "kept"


def test_what_goes_a_way_of_its_own_stays_and_blocks_no_other_from_closing(people, told, jobs):
    incident_id, untouched, waits, _wrote = told
    frozen, merged = untouched.case_id, make.case(topic_code="outage")
    linked(people, incident_id, merged.number)
    jobs.run()
    cases.freeze_case(case_id=frozen, until=None, by=Actor.system("complaints.office"), at=LATER)
    cases.merge_case(
        case_id=merged.case_id,
        leading_number=waits.number,
        seen_version=Case.objects.get(pk=merged.case_id).version,
        by=people.agent.actor,
        at=LATER,
    )

    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)
    becomes = {one.line.case_id: one.becomes for one in preview}
    assert becomes[frozen] is becomes[merged.case_id] is Closing.OWN_WAY
    assert becomes[waits.case_id] is Closing.CLOSES

    close(people, incident_id, preview)
    jobs.run()
    assert state_of(waits.number) == "resolved"
    assert queries.progress(incident_id, viewer=people.agent.actor).to_close == 0


def test_a_leading_case_stays_open_where_its_customer_wrote_about_the_merged_one(people, told):
    incident_id, untouched, waits, _wrote = told
    cases.merge_case(
        case_id=untouched.case_id,
        leading_number=waits.number,
        seen_version=Case.objects.get(pk=untouched.case_id).version,
        by=people.agent.actor,
        at=LATER,
    )
    cases.add_words(
        case_id=untouched.case_id, text="Nog!", by=Actor.visitor(untouched.case_id), at=LATER
    )
    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)
    assert {one.line.case_id: one.becomes for one in preview}[waits.case_id] is Closing.WROTE_SINCE


def test_a_preview_that_is_old_closes_nothing(people, told):
    incident_id, *_cases = told
    with pytest.raises(ChangedMeanwhile):
        actions.resolve_incident(
            incident_id=incident_id, seen_version=9, closes={}, by=people.agent.actor, at=LATER
        )


def test_a_killed_closing_goes_on_by_itself(people, told, jobs):
    incident_id, untouched, waits, _wrote = told
    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)
    close(people, incident_id, preview)
    with pytest.raises(actions.StillClosing):
        actions.reopen_incident(
            incident_id=incident_id, seen_version=2, by=people.agent.actor, at=LATER
        )
    first = IncidentClosing.objects.earliest("id")
    by = Actor.system("incidents.close")
    actions.carry_out_closing(closing_id=first.pk, by=by, at=LATER)

    tasks.carry_on.func()
    tasks.carry_on.func()

    assert {state_of(one.number) for one in (untouched, waits)} == {"resolved"}


def test_an_incident_that_is_over_takes_no_case(people):
    incident_id = opened(people)
    close(people, incident_id, [])
    with pytest.raises(actions.IncidentOver):
        linked(people, incident_id, make.case().number)


def test_a_complaint_that_waits_for_its_answer_does_not_close(people, told, jobs):
    incident_id, untouched, *_others = told
    make.complaint(untouched, at=make.MONDAY)
    preview = queries.closing_preview(incident_id, viewer=people.agent.actor)

    close(people, incident_id, preview)
    jobs.run()

    assert state_of(untouched.number) == "open"
    closing = IncidentClosing.objects.filter(case=untouched.case_id).values_list("state", flat=True)
    assert set(closing) <= {"changed"}
