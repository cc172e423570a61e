"""Coding a complaint, and adding a case to the complaint that it is about."""

from datetime import date, timedelta

import pytest

from debiet.cases.actions import CaseIsWithOmbuds, Contact, Way
from debiet.cases.models import Case, CaseLink, Interaction
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import (
    Coding,
    FactsInFuture,
    IsComplaint,
    NotInTheList,
    WayNotPossible,
)
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintWay
from debiet.core.errors import ChangedMeanwhile, NotFound
from debiet.core.models import AuditEntry
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Component, Regime
from debiet.rules.sla import ClockStatus, Milestone
from debiet.terms.models import Clock
from tests import make
from tests.complaints.conftest import answered, clocks, left, registered

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TUESDAY = make.MONDAY + DAY


def coded(complaint, *, by, seen=None, **said):
    complaint.refresh_from_db()
    version = complaint.version if seen is None else seen
    actions.code_complaint(
        complaint_id=complaint.pk, coding=Coding(**said), seen_version=version, by=by, at=TUESDAY
    )
    complaint.refresh_from_db()


def test_what_was_and_what_is_are_kept_and_no_term_moves(people):
    complaint = registered(make.case(), by=people.agent.actor, theme="price")
    due = list(Clock.objects.order_by("id").values("reference", "due_at"))

    coded(
        complaint,
        by=people.agent.actor,
        theme="bill",
        root_cause="data",
        component=Component.BOTH,
        municipality=" Gent ",
        facts_on=date(2026, 2, 20),
        segment=Segment.ENTERPRISE,
        way=(Carrier.POST, Route.MUNICIPALITY),
    )

    assert (complaint.theme, complaint.root_cause, complaint.municipality) == (
        "bill",
        "data",
        "Gent",
    )
    assert Case.objects.get().segment is Segment.ENTERPRISE
    audited = AuditEntry.objects.get(facts__coded__isnull=False).facts["coded"]
    assert audited == {
        "theme": ["price", "bill"],
        "root_cause": ["", "data"],
        "component": ["drinking-water", "both"],
        "municipality": ["", "Gent"],
        "facts_on": [None, "2026-02-20"],
        "segment": ["household", "enterprise"],
    }
    assert ComplaintWay.objects.filter(carrier="post", route="municipality").count() == 1
    assert list(Clock.objects.order_by("id").values("reference", "due_at")) == due

    entries = ComplaintEntry.objects.count()
    coded(
        complaint,
        by=people.agent.actor,
        theme="bill",
        root_cause="data",
        component=Component.BOTH,
        municipality="Gent",
        facts_on=date(2026, 2, 20),
    )
    assert ComplaintEntry.objects.count() == entries  # the same again says nothing new


def test_what_is_in_no_list_or_was_changed_meanwhile_is_refused(people):
    complaint = registered(make.case(), by=people.agent.actor)
    by = people.agent.actor
    for said, refusal in (
        ({"theme": "horoscope"}, NotInTheList),
        ({"root_cause": "bill"}, NotInTheList),
        ({"facts_on": date(2026, 3, 4)}, FactsInFuture),
        ({"seen": 0}, ChangedMeanwhile),
    ):
        with pytest.raises(refusal):
            coded(complaint, by=by, **said)


def test_the_same_facts_by_another_route_are_one_complaint(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    moment = complaint.expressed_at
    again = make.case(text="Ik stuurde u hierover een brief.", carrier=Carrier.POST, at=TUESDAY)
    page = complaints.complaints_beside(again.case_id, viewer=by)
    assert [one.complaint_id for one in page] == [complaint.pk]

    actions.join_complaint(case_id=again.case_id, complaint_id=complaint.pk, by=by, at=TUESDAY)

    complaint.refresh_from_db()
    assert Complaint.objects.count() == 1
    assert complaint.expressed_at == moment
    assert set(complaint.ways.values_list("carrier", flat=True)) == {"web-form", "post"}
    link = CaseLink.objects.get()
    assert (link.kind, link.case_id, link.other_id) == (
        "duplicate-of",
        again.case_id,
        complaint.case_id,
    )


def test_what_became_a_complaint_by_itself_is_one_with_the_other_and_owes_nothing(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    own = registered(make.case(text="En ook op de website."), by=by)

    actions.join_complaint(case_id=own.case_id, complaint_id=complaint.pk, by=by, at=TUESDAY)

    own.refresh_from_db()
    assert own.step is ComplaintStep.NOT_A_COMPLAINT
    assert Case.objects.get(pk=own.case_id).regime is Regime.ORDINARY
    entry = own.entries.latest("id")
    assert entry.reason == f"Dezelfde feiten als in klacht {complaint.case.number}"
    assert entry.facts["same_as"] == complaint.pk
    assert {one.status for one in clocks(own, at=TUESDAY).values()} == {ClockStatus.ENDED}
    assert complaint.step is ComplaintStep.RECEIVED


def test_two_that_are_one_count_from_the_earlier_whichever_is_joined_to_which(people):
    by = people.agent.actor
    older = registered(make.case(), by=by)  # Monday 2 March
    later = make.MONDAY + 14 * DAY
    newer = registered(make.case(text="Nog eens.", at=later), by=by, at=later)

    actions.join_complaint(case_id=older.case_id, complaint_id=newer.pk, by=by, at=later)

    newer.refresh_from_db()
    assert newer.expressed_at == make.MONDAY
    assert newer.moment_reason == (
        f"Over dezelfde feiten was eerder geklaagd, in zaak {older.case.number}"
    )
    found = clocks(newer, at=later)
    assert found[Milestone.COMPLAINT_ANSWER].due_at == make.local("2026-04-17 00:00")
    assert Case.objects.get(pk=newer.case_id).due_at <= make.local("2026-03-17 00:00")


def test_a_way_has_the_day_on_which_it_came_and_the_earliest_counts(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    before = make.local("2026-02-25 00:00")

    coded(complaint, by=by, way=(Carrier.POST, Route.MINISTER), way_at=before)

    way = complaint.ways.get(route=Route.MINISTER)
    assert (way.received_at, complaint.expressed_at) == (before, before)
    assert complaint.moment_reason == "We kregen het eerder, op een andere manier"
    answer = clocks(complaint, at=TUESDAY)[Milestone.COMPLAINT_ANSWER]
    assert answer.due_at == make.local("2026-04-12 00:00")
    for impossible in (TUESDAY + DAY, before - 367 * DAY):
        with pytest.raises(WayNotPossible):
            coded(complaint, by=by, way=(Carrier.EMAIL, Route.PRESS), way_at=impossible)


def test_a_way_that_is_written_down_with_a_contact_is_one_of_the_complaint(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    actions.add_contact_way(
        case_id=complaint.case_id,
        interaction_id=Interaction.objects.get(direction="in").pk,
        way=Way(Carrier.POST, Route.MUNICIPALITY),
        received_at=make.MONDAY,
        by=by,
        at=TUESDAY,
    )

    ways = set(complaint.ways.values_list("carrier", "route"))
    assert ways == {("web-form", "direct"), ("post", "municipality")}
    complaint.refresh_from_db()
    assert complaint.expressed_at == make.MONDAY


def test_it_is_added_to_no_complaint_of_somebody_else_or_behind_a_wall(people):
    by = people.agent.actor
    stranger = make.case(contact=Contact(name="Jan", email="jan@example.be"))
    complaint = registered(stranger, by=by)
    hidden = registered(make.case(topic_code="ombuds"), by=people.office.actor)
    mine = make.case()
    for other in (complaint, hidden):
        with pytest.raises(NotFound):
            actions.join_complaint(case_id=mine.case_id, complaint_id=other.pk, by=by, at=TUESDAY)

    own = registered(mine, by=by)
    first = registered(make.case(), by=by)
    left(answered(own, by=by, at=TUESDAY), at=TUESDAY)
    with pytest.raises(IsComplaint):
        actions.join_complaint(case_id=own.case_id, complaint_id=first.pk, by=by, at=TUESDAY)
    assert not complaints.complaints_beside(stranger.case_id, viewer=by)


def test_who_codes_for_the_office_is_not_of_the_first_line_and_leaves_no_trace_there(people):
    complaint = registered(make.case(), by=people.agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk,
        reason="Wij kunnen dit niet.",
        by=people.agent.actor,
        at=make.MONDAY,
    )
    before = Case.objects.get(pk=complaint.case_id).version

    coded(complaint, by=people.office.actor, theme="bill", way=(Carrier.POST, Route.PRESS))

    entries = ComplaintEntry.objects.filter(employee=people.office.employee_id)
    assert set(entries.values_list("actor", flat=True)) == {ComplaintActor.OMBUDS}
    assert Case.objects.get(pk=complaint.case_id).version == before
    about = f"case:{complaint.case.number}"
    assert not AuditEntry.objects.filter(reference=about, action__endswith="code_complaint")
    mine = make.case()
    assert not complaints.complaints_beside(mine.case_id, viewer=people.office.actor)
    with pytest.raises(CaseIsWithOmbuds):
        coded(complaint, by=people.office.actor, segment=Segment.ENTERPRISE)
