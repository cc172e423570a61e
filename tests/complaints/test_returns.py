"""The yearly return: frozen when submitted, corrected by a version that says what changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import Complaint, SubmittedReturn
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotAllowed
from debiet.rules.complaint_figures import Measure
from debiet.rules.frozen_return import ChangedPlace, changes
from debiet.staff import actions as staff
from debiet.staff.models import Notification
from tests import make
from tests.complaints.conftest import answered, left, registered
from tests.complaints.population import populate
from tests.complaints.slow_count import slow_count

FROZEN = make.local("2027-01-20 10:00")
LATER = FROZEN + timedelta(days=30)


def submitted(people, *, reason="", at=FROZEN):
    seen = complaints.numbers_now(2026, viewer=people.office.actor, at=at)
    return actions.submit_return(year=2026, reason=reason, seen=seen, by=people.office.actor, at=at)


def test_what_is_frozen_is_what_a_slow_count_finds_also_behind_walls(people):
    every = populate(people.agent.actor, size=120)
    Complaint.objects.filter(pk__in=[one.pk for one in every[:20]]).update(compartment="ombuds")
    connections = {"Aalter": 12000, "Gent": 130000}
    actions.set_connections(year=2026, connections=connections, by=people.office.actor, at=FROZEN)

    assert submitted(people) == 1

    [kept] = complaints.versions_of(2026, viewer=people.office.actor)
    cells = {str(measure): dict(cells) for measure, cells in kept.numbers.figures.cells.items()}
    assert cells == slow_count(2026, at=FROZEN)
    assert kept.numbers.connections == connections
    assert kept.is_intact
    # What stands behind the number: only what the one who looks may see.
    ids = kept.numbers.figures.ids(Measure.TOTAL)
    seen = complaints.counted_complaints(ids, days={}, viewer=people.lead.actor)
    hidden = {one.pk for one in every[:20]} & set(ids)
    assert hidden
    assert len(seen) == len(ids) - len(hidden)
    numbers = complaints.numbers_of_complaints(list(ids), viewer=people.lead.actor)
    assert not hidden & set(numbers)


def test_a_version_stays_as_it_was_and_a_correction_names_what_changed(people):
    one = registered(make.case(), by=people.agent.actor, municipality="Gent")
    assert submitted(people) == 1
    with pytest.raises(actions.NothingCorrected):
        submitted(people, reason="Zo maar.", at=LATER)

    Complaint.objects.filter(pk=one.pk).update(municipality="Aalter")
    actions.set_connections(year=2026, connections={"Aalter": 5}, by=people.office.actor, at=LATER)
    with pytest.raises(actions.CorrectionNoReason):
        submitted(people, at=LATER)
    assert submitted(people, reason="De gemeente was fout.", at=LATER) == 2

    second, first = complaints.versions_of(2026, viewer=people.office.actor)
    found = changes(first.numbers, second.numbers)
    told = {(figure.key, figure.added, figure.removed) for figure in found.figures}
    assert {("Aalter", (one.pk,), ()), ("Gent", (), (one.pk,))} <= told
    assert found.places == (ChangedPlace("Aalter", None, 5),)
    assert (second.reason, second.is_intact, first.is_intact) == (
        "De gemeente was fout.",
        True,
        True,
    )
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        SubmittedReturn.objects.update(reason="Anders.")


def test_new_years_eve_counts_in_the_old_year_and_what_is_a_question_after_all_is_a_correction(
    people,
):
    eve = make.local("2026-12-31 23:30")  # in Brussels; elsewhere the same evening
    by = people.agent.actor
    answered_one = registered(make.case(at=eve), by=by, at=eve)
    left(answered(answered_one, by=by, at=eve), at=make.local("2027-01-05 16:00"))
    question = registered(make.case(at=eve), by=by, at=eve)
    minute_later = make.local("2027-01-01 00:00")
    registered(make.case(at=minute_later), by=by, at=minute_later)
    assert submitted(people) == 1

    actions.call_question(
        complaint_id=question.pk,
        reason="De klant vraagt alleen uitleg.",
        seen_version=question.version,
        by=by,
        at=FROZEN,
    )
    assert submitted(people, reason="Eén bleek een vraag.", at=LATER) == 2

    second, first = (
        one.numbers for one in complaints.versions_of(2026, viewer=people.office.actor)
    )
    both = (answered_one.pk, question.pk)
    assert first.figures.ids(Measure.TOTAL) == second.figures.ids(Measure.TOTAL) == both
    assert first.figures.ids(Measure.ANSWERED, "in-time") == (answered_one.pk,)
    assert first.days == {answered_one.pk: 5}
    assert first.figures.ids(Measure.COMPLAINTS) == both
    assert second.figures.ids(Measure.COMPLAINTS) == (answered_one.pk,)
    assert second.figures.ids(Measure.CALLED_QUESTION, "first-line") == (question.pk,)
    named = {(one.measure, one.key): one for one in changes(first, second).figures}
    assert named[Measure.COMPLAINTS, ""].removed == (question.pk,)
    assert named[Measure.CALLED_QUESTION, "first-line"].added == (question.pk,)
    # Whoever looks behind the number reads why, and after how many days the other was answered.
    found = complaints.counted_complaints(both, days=second.days, viewer=people.office.actor)
    assert [(one.days, one.why) for one in found] == [
        (5, ""),
        (None, "De klant vraagt alleen uitleg."),
    ]


def test_the_term_of_a_year_is_the_one_it_had(people):
    january = make.local("2027-01-02 09:00")
    staff.save_house_setting(
        code="complaint_handled", value="30", valid_from=january, by=make.SYSTEM, at=january
    )
    assert complaints.year_frame(2026, at=FROZEN).handled_days == 45
    assert complaints.year_frame(2027, at=FROZEN).handled_days == 30


def test_only_what_was_seen_of_a_year_that_is_over_is_submitted_by_the_office(people):
    registered(make.case(), by=people.agent.actor)
    seen = complaints.numbers_now(2026, viewer=people.office.actor, at=FROZEN)
    registered(make.case(), by=people.agent.actor)
    submit = {"year": 2026, "reason": "", "seen": seen}

    with pytest.raises(ChangedMeanwhile):
        actions.submit_return(**submit, by=people.office.actor, at=FROZEN)
    with pytest.raises(actions.YearNotOver):
        actions.submit_return(**submit, by=people.office.actor, at=make.local("2026-12-31 23:59"))
    for somebody in (people.agent, people.lead):
        with pytest.raises(NotAllowed):
            actions.submit_return(**submit, by=somebody.actor, at=FROZEN)
        with pytest.raises(NotAllowed):
            complaints.numbers_now(2026, viewer=somebody.actor, at=FROZEN)
        assert complaints.versions_of(2026, viewer=somebody.actor) == []


def test_the_office_is_told_once_a_year_that_a_return_is_owed(people):
    registered(make.case(), by=people.agent.actor)
    by = Actor.system("complaints.office")
    [owed] = complaints.owed_returns(at=FROZEN)
    assert (owed.year, owed.due_at) == (2026, make.local("2027-02-10 00:00"))

    assert actions.tell_of_returns(by=by, at=FROZEN) == 1
    assert actions.tell_of_returns(by=by, at=LATER) == 0
    [told] = Notification.objects.all()
    assert told.employee_id == people.office.employee_id

    submitted(people)
    told.refresh_from_db()
    assert told.read_at == FROZEN
    assert complaints.owed_returns(at=FROZEN) == []


def test_connections_hold_as_they_were_written_down_latest(people):
    by = {"by": people.office.actor, "at": FROZEN}
    assert actions.set_connections(year=2026, connections={"A": 1, "B": 2}, **by) == 2
    assert actions.set_connections(year=2026, connections={"A": 1, "C": 3}, **by) == 2
    assert actions.set_connections(year=2026, connections={"A": 1, "C": 3}, **by) == 0
    assert complaints.connections_of(2026) == {"A": 1, "C": 3}
    assert complaints.connections_of(2025) == {}
    with pytest.raises(actions.NoConnections):
        actions.set_connections(year=2026, connections={}, **by)
    with pytest.raises(actions.NoSuchYear):
        actions.set_connections(year=26, connections={"A": 1}, **by)
