"""What the ombuds function does in a file, who may, and how it ends."""

from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import Error

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.models import Interaction
from debiet.complaints import actions, tasks
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Decision, Judgment, Task, refusals
from debiet.complaints.models import (
    Complaint,
    CorrectiveAction,
    OmbudsFile,
    OmbudsFinding,
    OmbudsQuestion,
    OmbudsRemedy,
)
from debiet.core.errors import NotFound
from debiet.correspondence.models import Message
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Direction
from debiet.rules.complaint_duties import StandIn
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaints import Assessment, ComplaintStep, Ground, Outcome
from debiet.staff.models import Notification
from tests import make
from tests.complaints.conftest import RUN, registered
from tests.complaints.test_taking_over import LATER, asked, with_office

pytestmark = pytest.mark.django_db

SOON = LATER + timedelta(days=7)
OWNED = date(2026, 4, 1)


def page(file, somebody, *, at=LATER):
    found = complaints.ombuds_file(file.pk, viewer=somebody.actor, at=at)
    assert found is not None
    return found


def taken(people, file, somebody=None):
    """Let somebody of the office take a file on, who says that it has no tie."""
    somebody = somebody or people.office
    by = {"by": somebody.actor, "at": LATER}
    actions.state_ties(file_id=file.pk, has_conflict=False, **by)
    file.refresh_from_db()
    actions.take_file(file_id=file.pk, seen_version=file.version, **by)
    file.refresh_from_db()
    return file


def decided(people, file, *, end=ComplaintStep.DECIDED, judgment=None, wish_id=None, at=LATER):
    """Write the letter that ends a file and return its message's id; it has not left."""
    file.refresh_from_db()
    case = case_queries.case_page(file.case_id, viewer=people.office.actor)
    reasoned = Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("law",), reason="Het recht.")
    return actions.write_decision(
        file_id=file.pk,
        text="Wij geven u gelijk.",
        decision=Decision(end, judgment or reasoned, wish_id),
        seen_version=file.version,
        seen_case_version=case.version,
        by=people.office.actor,
        at=at,
    )


def gone_out(message_id, *, at):
    actions.note_decision_left(message_id=message_id, dispatched_at=at, by=RUN, at=at)


def task(people, words="De factuur rechtzetten."):
    return Task(words, people.agent.employee_id, OWNED)


def deputy_of(people):
    return make.employee(people.utility, role=Role.OMBUDS, team=people.utility.ombuds_team)


def test_who_handled_the_case_never_handles_the_file(people):
    complaint = registered(make.case(), by=people.agent.actor)
    cases.write_note(case_id=complaint.case_id, text="Gezien.", by=people.office.actor, at=LATER)
    actions.say_cannot_solve(
        complaint_id=complaint.pk, reason="Nee.", by=people.agent.actor, at=LATER
    )
    file = OmbudsFile.objects.get()
    deputy = deputy_of(people)

    with pytest.raises(actions.HandledTheCase):
        taken(people, file)
    assert page(file, deputy).turn is StandIn.DEPUTY
    assert taken(people, file, deputy).stand_in is StandIn.DEPUTY


def test_nobody_takes_a_file_without_saying_whether_it_has_a_tie(people):
    file = with_office(people)
    by = {"by": people.office.actor, "at": LATER}

    with pytest.raises(actions.NoStatement):
        actions.take_file(file_id=file.pk, seen_version=file.version, **by)
    actions.state_ties(file_id=file.pk, has_conflict=True, words="Mijn buur.", **by)
    with pytest.raises(actions.SaysConflict):
        actions.take_file(file_id=file.pk, seen_version=file.version + 1, **by)


def test_somebody_outside_is_named_only_where_both_have_a_tie(people):
    file = with_office(people)
    deputy = deputy_of(people)

    def outside(name="Mr. Peeters", reason="Beiden betrokken."):
        file.refresh_from_db()
        actions.name_outside(
            file_id=file.pk,
            name=name,
            reason=reason,
            seen_version=file.version,
            by=people.office.actor,
            at=LATER,
        )

    with pytest.raises(actions.OutsideNotNeeded):
        outside()
    for one in (people.office, deputy):
        actions.state_ties(file_id=file.pk, has_conflict=True, by=one.actor, at=LATER)
    with pytest.raises(actions.OutsideIncomplete):
        outside(name=" ")
    outside()
    assert page(file, people.office).outside_name == "Mr. Peeters"
    assert actions.add_finding(
        file_id=file.pk, text="Vastgesteld.", by=people.office.actor, at=LATER
    )


def test_whoever_is_named_in_the_facts_loses_the_file(people):
    file = taken(people, with_office(people))
    deputy = deputy_of(people)
    actions.name_involved(
        file_id=file.pk, employee=people.office.employee_id, by=deputy.actor, at=LATER
    )
    file.refresh_from_db()
    assert file.handler_id is None
    with pytest.raises(actions.InTheFacts):
        taken(people, file)


def test_only_the_handler_works_in_a_file(people):
    file = taken(people, with_office(people))
    with pytest.raises(actions.NotHandler):
        actions.add_finding(file_id=file.pk, text="x", by=deputy_of(people).actor, at=LATER)
    with pytest.raises(NotFound):
        actions.state_ties(
            file_id=file.pk,
            has_conflict=False,
            by=make.employee(people.utility, role=Role.OMBUDS).actor.__class__.system("demo"),
            at=LATER,
        )


def test_the_asked_team_sees_the_question_and_nothing_else(people):
    file = taken(people, with_office(people))
    other = make.employee(people.utility, partner=True, role=Role.PARTNER_AGENT)
    by = {"by": people.office.actor, "at": LATER}
    words = "Waarom duurde dit zo lang?"
    ask = {"file_id": file.pk, "team_id": people.utility.team.pk, "words": words, "due_at": SOON}
    question_id = actions.ask_explanation(**ask, **by)
    assert actions.ask_explanation(**ask, **by) == question_id

    def seen_by(somebody, team):
        return complaints.explanations_asked(team_ids=(team.pk,), viewer=somebody.actor)

    (line,) = seen_by(people.agent, people.utility.team)
    assert line.words == words
    assert seen_by(other, people.utility.team) == []
    assert complaints.ombuds_file(file.pk, viewer=people.agent.actor, at=LATER) is None
    with pytest.raises(NotFound):
        actions.explain(question_id=question_id, words="Ik niet.", by=other.actor, at=LATER)

    actions.explain(question_id=question_id, words="Door ziekte.", by=people.agent.actor, at=LATER)

    assert page(file, people.office).questions[0].answer == "Door ziekte."
    with pytest.raises(actions.WasExplained):
        actions.explain(question_id=question_id, words="Toch niet.", by=people.lead.actor, at=LATER)


def test_an_overdue_explanation_reminds_the_team_once_and_no_notice_says_what_about(people):
    file = taken(people, with_office(people))
    actions.ask_explanation(
        file_id=file.pk,
        team_id=people.utility.team.pk,
        words="Kanarie?",
        due_at=SOON,
        by=people.office.actor,
        at=LATER,
    )
    assert complaints.overdue_question_ids(at=SOON - timedelta(seconds=1)) == []
    for _twice in range(2):
        tasks.tell_of_explanation(question_id=OmbudsQuestion.objects.get().pk)
        tasks.remind_of_explanations()
    told = Notification.objects.filter(employee_id=people.lead.employee_id)
    assert sorted(told.values_list("kind", flat=True)) == ["ombuds.asked", "ombuds.late"]
    assert "Kanarie" not in str(list(told.values()))
    assert file.case.number not in str(list(told.values()))


def test_a_finding_is_corrected_by_another_one_and_both_stay(people):
    file = taken(people, with_office(people))
    by = {"by": people.office.actor, "at": LATER}
    first = actions.add_finding(file_id=file.pk, text="De meter was juist.", **by)
    with pytest.raises(actions.CorrectionNeedsReason):
        actions.add_finding(file_id=file.pk, text="Fout.", corrects=first, **by)
    second = actions.add_finding(
        file_id=file.pk, text="De meter was fout.", corrects=first, reason="Nagemeten.", **by
    )
    with pytest.raises(actions.NotCorrectable):
        actions.add_finding(file_id=file.pk, text="Nee.", corrects=first, reason="x", **by)

    assert [(one.finding_id, one.holds) for one in page(file, people.office).findings] == [
        (first, False),
        (second, True),
    ]
    with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
        OmbudsFinding.objects.filter(pk=first).update(text="Weg.")


def test_a_decision_holds_when_its_letter_has_left_and_is_final(people):
    file = taken(people, with_office(people))
    message_id = decided(people, file)
    file.refresh_from_db()
    assert file.concluded_at is None
    with pytest.raises(actions.AnswerUnderway):
        decided(people, file)

    for _twice in range(2):
        gone_out(message_id, at=SOON)

    file.refresh_from_db()
    complaint = Complaint.objects.get(pk=file.complaint_id)
    assert (complaint.step, complaint.answered_at) == (ComplaintStep.DECIDED, SOON)
    assert (complaint.assessment, complaint.norms) == (Assessment.FOUNDED, ["law"])
    assert file.concluded_at == SOON
    assert Message.objects.get(pk=message_id).compartment == Compartment.OMBUDS
    with pytest.raises(refusals.IsFinal):
        asked(complaint, at=SOON)


def test_a_decision_needs_reasons_an_assessment_and_norms_in_force(people):
    file = taken(people, with_office(people))
    for judgment, refusal in (
        (Judgment(Assessment.UNFOUNDED), refusals.NoReason),
        (Judgment(reason="Zo."), refusals.NotAssessed),
        (Judgment(Assessment.FOUNDED, reason="Zo."), actions.OutcomeMissing),
        (
            Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("nonsense",), reason="Zo."),
            actions.NormsDoNotFit,
        ),
    ):
        with pytest.raises(refusal):
            decided(people, file, judgment=judgment)
    with pytest.raises(actions.NotTheOffices):
        decided(people, file, end=ComplaintStep.ANSWERED)


def test_mediation_ends_a_file_only_where_the_customer_says_so(people):
    file = taken(people, with_office(people))
    with pytest.raises(refusals.NoWish):
        decided(people, file, end=ComplaintStep.MEDIATED)
    said = Interaction.objects.get(case=file.case, direction=Direction.IN)

    gone_out(decided(people, file, end=ComplaintStep.MEDIATED, wish_id=said.pk), at=SOON)

    assert Complaint.objects.get(pk=file.complaint_id).step is ComplaintStep.MEDIATED


def test_a_refusal_by_the_office_ends_the_file(people):
    file = taken(people, with_office(people))
    judgment = Judgment(ground=Ground.NOT_COMPETENT, reason="Niet onze zaak.")
    gone_out(decided(people, file, end=ComplaintStep.REFUSED, judgment=judgment), at=SOON)
    file.refresh_from_db()
    assert file.closed_at == SOON


def test_a_decision_that_comes_back_decides_nothing(people):
    file = taken(people, with_office(people))
    message_id = decided(people, file)
    gone_out(message_id, at=SOON)
    for _twice in range(2):
        actions.note_decision_failed(message_id=message_id, by=RUN, at=SOON)
    file.refresh_from_db()
    complaint = Complaint.objects.get(pk=file.complaint_id)
    assert (complaint.step, complaint.answered_at) == (ComplaintStep.OMBUDS, None)
    assert file.concluded_at is None


def test_a_remedy_is_agreed_by_somebody_else_carried_out_and_seen_to(people):
    file = taken(people, with_office(people))
    deputy = deputy_of(people)
    by = {"by": people.office.actor, "at": LATER}
    remedy_id = actions.propose_remedy(
        file_id=file.pk,
        kind=RemedyKind.REFUND,
        task=task(people),
        amount=Decimal("12.50"),
        **by,
    )

    def step(end, *, somebody=people.office, **what):
        version = OmbudsRemedy.objects.get(pk=remedy_id).version
        actions.step_remedy(
            remedy_id=remedy_id,
            end=end,
            seen_version=version,
            by=somebody.actor,
            at=SOON,
            **what,
        )

    with pytest.raises(actions.OwnProposal):
        step(RemedyStep.APPROVED)
    step(RemedyStep.APPROVED, somebody=deputy)
    gone_out(decided(people, file), at=SOON)
    file.refresh_from_db()
    with pytest.raises(refusals.RemediesOpen):
        actions.close_file(file_id=file.pk, seen_version=file.version, **by)
    with pytest.raises(actions.RemedyNeedsDay):
        step(RemedyStep.EXECUTED)
    step(RemedyStep.EXECUTED, day=date(2026, 3, 9))
    with pytest.raises(actions.OfficeSaysSo):
        step(RemedyStep.DONE, somebody=deputy)
    step(RemedyStep.DONE)

    file.refresh_from_db()
    assert file.closed_at == SOON  # by itself, with the last of its remedies
    assert Complaint.objects.get(pk=file.complaint_id).step is ComplaintStep.CLOSED


def test_a_refund_without_an_amount_is_not_agreed_to(people):
    file = taken(people, with_office(people))
    remedy_id = actions.propose_remedy(
        file_id=file.pk,
        kind=RemedyKind.REFUND,
        task=task(people),
        by=people.office.actor,
        at=LATER,
    )
    with pytest.raises(actions.RemedyNeedsAmount):
        actions.step_remedy(
            remedy_id=remedy_id,
            end=RemedyStep.APPROVED,
            seen_version=1,
            by=deputy_of(people).actor,
            at=LATER,
        )


def test_a_corrective_action_goes_on_after_its_file_is_closed_and_the_board_counts_it(people):
    file = taken(people, with_office(people))
    by = {"by": people.office.actor, "at": LATER}
    action_id = actions.plan_action(
        file_id=file.pk, root_cause="software", task=task(people, "Tweede lezer."), **by
    )
    gone_out(decided(people, file), at=SOON)
    file.refresh_from_db()
    actions.close_file(file_id=file.pk, seen_version=file.version, **by)
    late = LATER + timedelta(days=60)

    def board(at=late):
        return complaints.ombuds_board(viewer=people.office.actor, at=at)

    due_on = CorrectiveAction.objects.get(pk=action_id).due_on
    night = make.local(f"{due_on + timedelta(days=1)} 00:30").astimezone(
        UTC
    )  # still the day before
    found = [board(at).causes[0].late for at in (night - timedelta(hours=1), night)]
    assert found == [0, 1]
    (line,) = board().causes
    assert (line.root_cause, line.open, line.late) == ("software", 1, 1)
    for end, what in (
        (ActionStep.CARRIED_OUT, {"day": date(2026, 4, 9)}),
        (ActionStep.EFFECTIVE, {}),
    ):
        version = CorrectiveAction.objects.get(pk=action_id).version
        actions.step_action(
            action_id=action_id,
            end=end,
            seen_version=version,
            by=people.office.actor,
            at=late,
            **what,
        )
    (line,) = board().causes
    assert (line.effective, line.late) == (1, 0)
    assert board().decisions == {Assessment.FOUNDED: 1}
    assert complaints.ombuds_board(viewer=people.agent.actor, at=late).causes == ()
