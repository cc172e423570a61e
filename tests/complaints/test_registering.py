"""A case becomes a complaint, and a question again: no line and no term is lost."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.complaints import actions
from debiet.complaints.actions import (
    CountsFromEscalation,
    IsComplaint,
    LaterByLead,
    LaterMomentNeedsReason,
    MomentInFuture,
)
from debiet.complaints.actions.refusals import NoReason, NoWish
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintWay
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.rules.access import Role
from debiet.rules.cases import Carrier, Route
from debiet.rules.complaints import ComplaintActor, ComplaintStep, Regime
from debiet.rules.sla import ClockStatus, Milestone, PauseReason
from debiet.terms import queries as terms
from debiet.terms.models import ClockEntry
from tests import make
from tests.complaints.conftest import answered, clocks, left, registered

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def case_of(complaint):
    return Case.objects.get(pk=complaint.case_id)


def test_the_terms_count_from_the_first_message_whenever_it_is_called_a_complaint(people):
    opened = make.case()  # Monday 2 March 2026

    complaint = registered(opened, by=people.agent.actor, at=make.MONDAY + WEEK)

    due = {name: one.due_at for name, one in clocks(complaint, at=make.MONDAY + WEEK).items()}
    assert due == {
        Milestone.COMPLAINT_ACKNOWLEDGED: make.local("2026-03-13 00:00"),
        Milestone.FIRST_LINE: make.local("2026-03-17 00:00"),
        Milestone.COMPLAINT_ANSWER: make.local("2026-04-17 00:00"),
    }
    assert (complaint.step, complaint.expressed_at) == (ComplaintStep.RECEIVED, make.MONDAY)
    assert case_of(complaint).regime is Regime.COMPLAINT


def test_nothing_of_the_case_is_lost_and_its_own_clocks_run_on(people):
    opened = make.case()
    said = list(Interaction.objects.values())
    ledger = list(ClockEntry.objects.filter(reference=f"case:{opened.number}").values())

    registered(opened, by=people.agent.actor)

    assert list(Interaction.objects.values())[: len(said)] == said
    assert list(ClockEntry.objects.filter(reference=f"case:{opened.number}").values()) == ledger
    own = terms.clock_views(f"case:{opened.number}", viewer=make.SYSTEM, at=make.MONDAY)
    assert all(one.status is ClockStatus.RUNNING for one in own if one.started_at)


def test_the_case_falls_due_with_whatever_is_due_first(people):
    opened = make.case(at=make.MONDAY - 20 * timedelta(days=1))
    before = Case.objects.get(pk=opened.case_id).due_at

    complaint = registered(opened, by=people.agent.actor)

    assert case_of(complaint).due_at == before  # the first reply was due before all of these


def test_waiting_for_the_customer_moves_no_term_of_the_complaint(people):
    complaint = registered(make.case(), by=people.agent.actor)
    before = clocks(complaint, at=make.MONDAY)

    cases.pause_case(
        case_id=complaint.case_id,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=case_of(complaint).version,
        by=people.agent.actor,
        at=make.MONDAY,
    )

    later = clocks(complaint, at=make.MONDAY + WEEK)
    assert {one: view.due_at for one, view in later.items()} == {
        one: view.due_at for one, view in before.items()
    }


def test_a_later_moment_needs_a_reason_and_none_lies_ahead(people):
    opened, tuesday = make.case(), make.MONDAY + timedelta(days=1)
    by, at = people.agent.actor, make.MONDAY + WEEK

    with pytest.raises(LaterMomentNeedsReason):
        registered(opened, by=by, at=at, expressed_at=tuesday)
    with pytest.raises(MomentInFuture):
        registered(opened, by=by, at=at, expressed_at=at + WEEK, moment_reason="Later gebeld.")
    complaint = registered(
        opened, by=by, at=at, expressed_at=tuesday, moment_reason="Eerst een gewone vraag."
    )

    assert complaint.moment_reason == "Eerst een gewone vraag."
    answer = clocks(complaint, at=at)[Milestone.COMPLAINT_ANSWER]
    assert answer.due_at == make.local("2026-04-18 00:00")


def test_a_lead_corrects_the_moment_and_every_term_moves(people):
    complaint = registered(make.case(), by=people.agent.actor)
    earlier = make.MONDAY - timedelta(days=3)

    actions.change_moment(
        complaint_id=complaint.pk,
        expressed_at=earlier,
        reason="Zei het al aan de deur.",
        seen_version=complaint.version,
        by=people.lead.actor,
        at=make.MONDAY,
    )

    complaint.refresh_from_db()
    assert complaint.expressed_at == earlier
    answer = clocks(complaint, at=make.MONDAY)[Milestone.COMPLAINT_ANSWER]
    assert answer.due_at == make.local("2026-04-14 00:00")
    assert ComplaintEntry.objects.latest("id").reason == "Zei het al aan de deur."


def test_who_handles_it_corrects_the_moment_in_the_customers_favor_only(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    asked = {
        "complaint_id": complaint.pk,
        "reason": "Was eerst een vraag.",
        "at": make.MONDAY + WEEK,
    }
    earlier, later = make.MONDAY - WEEK, make.MONDAY + timedelta(days=2)
    actions.change_moment(expressed_at=earlier, seen_version=complaint.version, by=by, **asked)
    complaint.refresh_from_db()

    with pytest.raises(LaterByLead):
        actions.change_moment(expressed_at=later, seen_version=complaint.version, by=by, **asked)
    lead = people.lead.actor
    actions.change_moment(expressed_at=later, seen_version=complaint.version, by=lead, **asked)

    answer = clocks(complaint, at=make.MONDAY + WEEK)[Milestone.COMPLAINT_ANSWER]
    assert answer.due_at == make.local("2026-04-19 00:00")


def test_what_was_answered_before_the_office_got_it_counts_there_from_the_escalation(people):
    complaint = registered(make.case(), by=people.agent.actor)
    left(answered(complaint, by=people.agent.actor, at=make.MONDAY), at=make.MONDAY)
    visitor = Actor.visitor(complaint.case_id)
    actions.ask_for_ombuds(complaint_id=complaint.pk, by=visitor, at=make.MONDAY + WEEK)
    complaint.refresh_from_db()

    with pytest.raises(CountsFromEscalation):
        actions.change_moment(
            complaint_id=complaint.pk,
            expressed_at=make.MONDAY - WEEK,
            reason="Zei het al aan de deur.",
            seen_version=complaint.version,
            by=people.office.actor,
            at=make.MONDAY + WEEK,
        )


def test_a_question_after_all_is_kept_with_who_and_why_and_its_clock_never_stood_still(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    own = {
        one.milestone: one.due_at
        for one in terms.clock_views(
            f"case:{complaint.case.number}", viewer=make.SYSTEM, at=make.MONDAY
        )
    }

    with pytest.raises(NoReason):
        actions.call_question(
            complaint_id=complaint.pk,
            reason=" ",
            seen_version=complaint.version,
            by=by,
            at=make.MONDAY,
        )
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Vraagt alleen uitleg.",
        seen_version=complaint.version,
        by=by,
        at=make.MONDAY + WEEK,
    )

    entry = ComplaintEntry.objects.latest("id")
    assert (entry.end, entry.actor, entry.employee_id, entry.reason) == (
        ComplaintStep.NOT_A_COMPLAINT,
        ComplaintActor.FIRST_LINE,
        people.agent.employee_id,
        "Vraagt alleen uitleg.",
    )
    assert case_of(complaint).regime is Regime.ORDINARY
    found = terms.clock_views(f"case:{complaint.case.number}", viewer=make.SYSTEM, at=make.MONDAY)
    assert {one.milestone: one.due_at for one in found} == own
    assert {one.status for one in clocks(complaint, at=make.MONDAY + WEEK).values()} == {
        ClockStatus.ENDED
    }


def test_a_complaint_again_counts_from_the_same_moment_and_wins_nobody_time(people):
    by = people.agent.actor
    opened = make.case()
    complaint = registered(opened, by=by)
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Vraagt uitleg.",
        seen_version=complaint.version,
        by=by,
        at=make.MONDAY + WEEK,
    )

    again = registered(opened, by=by, at=make.MONDAY + 2 * WEEK)

    assert (again.pk, again.step) == (complaint.pk, ComplaintStep.RECEIVED)
    answer = clocks(again, at=make.MONDAY + 2 * WEEK)[Milestone.COMPLAINT_ANSWER]
    assert (answer.due_at, answer.status) == (
        make.local("2026-04-17 00:00"),
        ClockStatus.RUNNING,
    )
    assert case_of(again).regime is Regime.COMPLAINT


def test_a_case_is_one_complaint(people):
    opened = make.case()
    registered(opened, by=people.agent.actor)

    with pytest.raises(IsComplaint):
        registered(opened, by=people.agent.actor)

    assert Complaint.objects.count() == 1


def test_the_customer_needs_no_reason_and_sees_its_own_case_only(people):
    opened, other = make.case(), make.case()

    complaint = registered(opened, by=Actor.visitor(opened.case_id), reason="")

    assert ComplaintEntry.objects.get().actor is ComplaintActor.CUSTOMER
    with pytest.raises(NotFound):
        registered(other, by=Actor.visitor(opened.case_id), reason="")
    with pytest.raises(NotFound):
        actions.withdraw_complaint(
            complaint_id=complaint.pk, by=Actor.visitor(other.case_id), at=make.MONDAY
        )


def test_the_same_facts_by_another_way_are_one_complaint_with_two_ways(people):
    complaint = registered(make.case(), by=people.agent.actor)

    for _twice in range(2):
        actions.add_way(
            complaint_id=complaint.pk,
            carrier=Carrier.POST,
            route=Route.MINISTER,
            received_at=make.MONDAY,
            by=people.agent.actor,
            at=make.MONDAY,
        )

    assert set(ComplaintWay.objects.values_list("carrier", "route")) == {
        (Carrier.WEB_FORM, Route.DIRECT),
        (Carrier.POST, Route.MINISTER),
    }


def test_only_who_may_registers_and_handles(people):
    finance = make.employee(people.utility, role=Role.FINANCE)

    with pytest.raises(NotAllowed):
        registered(make.case(), by=finance.actor)


def test_a_wish_is_a_contact_of_the_customer_in_this_very_case(people):
    by = people.agent.actor
    complaint = registered(make.case(), by=by)
    elsewhere = Interaction.objects.filter(case_id=make.case().case_id, direction="in").get()

    for wish_id in (None, elsewhere.pk):
        with pytest.raises(NoWish):
            actions.withdraw_complaint(
                complaint_id=complaint.pk, wish_id=wish_id, by=by, at=make.MONDAY
            )


def test_every_step_is_in_the_audit(people):
    complaint = registered(make.case(), by=people.agent.actor)
    actions.take_up(
        complaint_id=complaint.pk,
        seen_version=complaint.version,
        by=people.agent.actor,
        at=make.MONDAY,
    )

    facts = AuditEntry.objects.filter(action="complaints.judging.take_up").latest("id").facts
    assert (facts["from"], facts["step"]) == ("received", "first-line")
