"""The ombuds function gets a complaint by four ways, and the first line's case stands still."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.models import Case, Interaction
from debiet.complaints import actions, tasks
from debiet.complaints import queries as complaints
from debiet.complaints.actions import refusals
from debiet.complaints.models import Complaint, ComplaintEntry, OmbudsFile
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier, Direction
from debiet.rules.complaints import ComplaintStep, Regime, Takeover
from debiet.rules.internal_tasks import TaskState
from debiet.rules.sla import ClockStatus, Milestone
from debiet.terms import queries as terms
from tests import make
from tests.complaints.conftest import RUN, answered, left, registered

LATER = make.MONDAY + timedelta(days=1)
DUE = make.local("2026-04-17 00:00")
FIRST_LINE_DUE = make.local("2026-03-17 00:00")

pytestmark = pytest.mark.django_db


def asked(complaint, *, at=LATER, by=None):
    by = by or Actor.visitor(complaint.case_id)
    return actions.ask_for_ombuds(complaint_id=complaint.pk, by=by, at=at)


def with_office(people, *, at=LATER):
    """Make a complaint that the first line cannot solve."""
    complaint = registered(make.case(), by=people.agent.actor)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Wij kunnen dit niet.", by=people.agent.actor, at=at
    )
    return OmbudsFile.objects.select_related("complaint", "case").get()


def office_clocks(file, *, at):
    about = f"complaint:{file.case.number}"
    return {one.milestone: one for one in terms.clock_views(about, viewer=make.SYSTEM, at=at)}


def test_a_complaint_that_the_first_line_cannot_solve_goes_to_the_office_with_its_own_term(people):
    file = with_office(people)
    first = Case.objects.get(pk=file.about_case_id)

    assert file.complaint.step is ComplaintStep.OMBUDS
    assert file.takeover is Takeover.CANNOT_SOLVE
    assert file.case.compartment == file.complaint.compartment == Compartment.OMBUDS
    assert file.case.regime is Regime.OMBUDS
    assert file.answer_by == DUE  # 45 days from the first expression, not from the takeover
    assert (first.frozen_at, first.frozen_until) == (LATER, DUE)
    found = office_clocks(file, at=LATER)
    assert found[Milestone.COMPLAINT_ANSWER].due_at == DUE
    assert found[Milestone.FIRST_LINE].status is not ClockStatus.RUNNING


def test_the_first_line_sees_nothing_of_it_but_that_it_is_there(people):
    file = with_office(people)

    assert complaints.complaint_of_case(file.about_case_id, viewer=people.agent.actor) is None
    assert case_queries.case_page(file.case_id, viewer=people.agent.actor) is None
    seen = case_queries.case_page(file.about_case_id, viewer=people.agent.actor)
    assert seen.frozen_until == DUE
    entry = ComplaintEntry.objects.filter(end=ComplaintStep.OMBUDS).get()
    assert entry.compartment == Compartment.OMBUDS
    with pytest.raises(cases.CaseIsWithOmbuds):
        registered(make_opened(seen), by=people.agent.actor)


def make_opened(page):
    return type("Opened", (), {"case_id": page.case_id})


def test_asking_before_an_answer_leaves_the_choice_to_the_office(people):
    complaint = registered(make.case(), by=people.agent.actor)

    assert asked(complaint) is None
    assert asked(complaint, at=LATER + timedelta(hours=1)) is None  # twice is once
    complaint.refresh_from_db()
    assert complaint.asked_for_ombuds_at == LATER
    assert complaint.step is ComplaintStep.RECEIVED

    file_id = actions.take_complaint(
        complaint_id=complaint.pk, reason="Ernstig.", by=people.office.actor, at=LATER
    )

    complaint.refresh_from_db()
    assert complaint.asked_for_ombuds_at is None
    assert OmbudsFile.objects.get(pk=file_id).takeover is Takeover.CUSTOMER_ASKS


def test_the_office_cannot_take_what_nobody_asked_it(people):
    complaint = registered(make.case(), by=people.agent.actor)

    with pytest.raises(refusals.NoTakeover):
        actions.take_complaint(
            complaint_id=complaint.pk, reason="Zomaar.", by=people.office.actor, at=LATER
        )


def test_a_last_term_needs_a_reason_and_never_makes_anything_later(people):
    complaint = registered(make.case(), by=people.agent.actor)
    asked(complaint)

    def last_term(until, reason="Bijna klaar."):
        actions.set_last_term(
            complaint_id=complaint.pk, until=until, reason=reason, by=people.office.actor, at=LATER
        )

    with pytest.raises(refusals.NoReason):
        last_term(FIRST_LINE_DUE, reason=" ")
    with pytest.raises(actions.LastTermPast):
        last_term(make.MONDAY)
    with pytest.raises(actions.LastTermTooLate):
        last_term(FIRST_LINE_DUE + timedelta(seconds=1))
    last_term(LATER + timedelta(days=2))

    assert not actions.take_over_late(
        complaint_id=complaint.pk, by=RUN, at=LATER + timedelta(days=2)
    )
    assert actions.take_over_late(
        complaint_id=complaint.pk, by=RUN, at=LATER + timedelta(days=2, seconds=1)
    )
    assert OmbudsFile.objects.get().takeover is Takeover.TERM_PASSED


def test_asking_after_an_answer_moves_it_at_once_with_a_term_of_its_own(people):
    complaint = registered(make.case(), by=people.agent.actor)
    left(answered(complaint, by=people.agent.actor, at=LATER), at=LATER)
    evening = make.local("2026-03-10 21:00")

    file = OmbudsFile.objects.get(pk=asked(complaint, at=evening))

    assert file.answer_by == make.local("2026-04-25 00:00")
    assert office_clocks(file, at=evening)[Milestone.COMPLAINT_ANSWER].due_at == file.answer_by
    assert asked(complaint, at=evening) is None  # there already


def test_a_year_after_the_answer_it_is_too_late(people):
    complaint = registered(make.case(), by=people.agent.actor)
    left(answered(complaint, by=people.agent.actor, at=LATER), at=LATER)

    with pytest.raises(refusals.YearOver):
        asked(complaint, at=LATER + timedelta(days=400))


def test_an_employee_names_the_contact_in_which_the_customer_asks(people):
    complaint = registered(make.case(), by=people.agent.actor)

    with pytest.raises(refusals.NoWish):
        asked(complaint, by=people.agent.actor)
    said = Interaction.objects.filter(case_id=complaint.case_id, direction=Direction.IN).get()
    actions.ask_for_ombuds(
        complaint_id=complaint.pk, wish_id=said.pk, by=people.agent.actor, at=LATER
    )
    complaint.refresh_from_db()
    assert complaint.asked_for_ombuds_at == LATER


def test_an_internal_conflict_takes_its_offer_along(people):
    complaint = registered(make.case(), by=people.agent.actor)
    task = cases.ask_task(
        case_id=complaint.case_id,
        team_id=people.utility.team.pk,
        words="Weet u dit?",
        by=people.agent.actor,
        at=LATER,
    )
    cases.step_task(
        task_id=task,
        state=TaskState.REFUSED,
        words="Nee.",
        seen_version=1,
        by=people.lead.actor,
        at=LATER,
    )
    (offer,) = case_queries.conflict_offers(complaint.case_id, viewer=people.lead.actor)

    actions.report_conflict(
        complaint_id=complaint.pk,
        reason="De teams zijn het oneens.",
        offer_id=offer.offer_id,
        by=people.lead.actor,
        at=LATER,
    )

    assert OmbudsFile.objects.get().takeover is Takeover.INTERNAL_CONFLICT
    assert case_queries.conflict_offers(complaint.case_id, viewer=people.lead.actor) == []


def test_a_conflict_about_what_is_no_complaint_makes_one_of_it_and_moves_it(people):
    question = make.case()
    again = registered(make.case(), by=people.agent.actor)
    actions.call_question(
        complaint_id=again.pk,
        reason="Een vraag.",
        seen_version=again.version,
        by=people.agent.actor,
        at=LATER,
    )
    by = {"by": people.agent.actor, "at": LATER}
    with pytest.raises(refusals.NoReason):
        actions.put_conflict(case_id=question.case_id, reason=" ", **by)
    assert Complaint.objects.count() == 1  # nothing of it

    for case_id in (question.case_id, again.case_id):
        actions.put_conflict(case_id=case_id, reason="De teams zijn het oneens.", **by)

    files = OmbudsFile.objects.select_related("complaint")
    assert {file.takeover for file in files} == {Takeover.INTERNAL_CONFLICT}
    assert {file.answer_by for file in files} == {DUE}  # from the first message of the question
    assert all(file.complaint.step is ComplaintStep.OMBUDS for file in files)
    with pytest.raises(cases.CaseIsWithOmbuds):
        actions.put_conflict(case_id=question.case_id, reason="Nog eens.", **by)


def test_the_sweep_takes_over_at_night_exactly_once(people):
    complaint = registered(make.case(), by=people.agent.actor)
    moments = [FIRST_LINE_DUE, FIRST_LINE_DUE + timedelta(seconds=1)]
    taken = []
    for at in [*moments, moments[-1] + timedelta(minutes=1)]:
        taken += [
            complaint_id
            for complaint_id in complaints.late_ids(at=at)
            if actions.take_over_late(complaint_id=complaint_id, by=RUN, at=at)
        ]

    assert taken == [complaint.pk]
    file = OmbudsFile.objects.get()
    assert file.opened_at == moments[-1]
    assert file.answer_by == DUE


def test_an_answer_that_leaves_after_the_takeover_answers_nothing(people):
    complaint = registered(make.case(), by=people.agent.actor)
    message_id = answered(complaint, by=people.agent.actor, at=LATER)
    night = FIRST_LINE_DUE + timedelta(seconds=1)
    actions.take_over_late(complaint_id=complaint.pk, by=RUN, at=night)

    left(message_id, at=night + timedelta(minutes=1))

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.OMBUDS
    assert complaint.answered_at is None


def test_what_the_customer_says_in_the_first_lines_case_reaches_the_office_once(people):
    file = with_office(people)
    cases.record_contact(
        case_id=file.about_case_id,
        carrier=Carrier.PHONE,
        direction=Direction.IN,
        text="Ik bel nog eens.",
        happened_at=LATER + timedelta(hours=1),
        by=people.agent.actor,
        at=LATER + timedelta(hours=2),
    )
    said = Interaction.objects.filter(case_id=file.about_case_id).latest("id")

    for _twice in range(2):
        tasks.pass_on_message(contact_id=said.pk)

    there = Interaction.objects.filter(case=file.case, text="Ik bel nog eens.")
    assert there.count() == 1
    assert there.get().compartment == Compartment.OMBUDS
    assert Case.objects.get(pk=file.about_case_id).state == "open"


def test_a_visitor_may_add_words_to_a_frozen_case_and_the_office_reads_them(people):
    file = with_office(people)
    visitor = Actor.visitor(file.about_case_id)
    cases.add_words(case_id=file.about_case_id, text="Nog iets.", by=visitor, at=LATER)
    said = Interaction.objects.filter(case_id=file.about_case_id).latest("id")

    assert actions.pass_on_message(contact_id=said.pk, by=RUN, at=LATER)

    assert Interaction.objects.filter(case=file.case, text="Nog iets.").exists()


def test_the_first_line_cannot_touch_a_complaint_that_the_office_has(people):
    file = with_office(people)
    with pytest.raises(NotFound):
        actions.call_question(
            complaint_id=file.complaint_id,
            reason="Toch een vraag.",
            seen_version=file.complaint.version,
            by=people.agent.actor,
            at=LATER,
        )


def test_what_the_office_calls_a_question_goes_back_and_may_come_again(people):
    file = with_office(people)
    complaint = Complaint.objects.get(pk=file.complaint_id)
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Dit is een vraag.",
        seen_version=complaint.version,
        by=people.office.actor,
        at=LATER,
    )
    complaint.refresh_from_db()
    first = Case.objects.get(pk=complaint.case_id)
    assert first.frozen_at is None
    assert first.regime is Regime.ORDINARY
    assert complaint.compartment == Compartment.ORDINARY

    again = registered(
        make_opened(case_queries.case_page(first.pk, viewer=people.agent.actor)),
        by=people.agent.actor,
        at=LATER,
    )
    actions.say_cannot_solve(
        complaint_id=again.pk, reason="Toch niet.", by=people.agent.actor, at=LATER
    )

    assert OmbudsFile.objects.get().pk == file.pk
    assert Case.objects.get(pk=first.pk).frozen_until == DUE


def test_a_withdrawn_complaint_leaves_the_office(people):
    file = with_office(people)
    actions.withdraw_complaint(
        complaint_id=file.complaint_id, by=Actor.visitor(file.about_case_id), at=LATER
    )
    file.refresh_from_db()
    assert file.closed_at == LATER
    assert Case.objects.get(pk=file.about_case_id).frozen_at is None
