"""What is done for the customer, and so that it does not happen again, followed until done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import refusals
from debiet.complaints.models import (
    Complaint,
    CorrectiveAction,
    OmbudsRemedy,
)
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaints import Assessment, ComplaintStep
from tests.complaints.office import SOON, decided, deputy_of, gone_out, taken, task
from tests.complaints.test_taking_over import LATER, with_office

pytestmark = pytest.mark.django_db


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

    def board():
        return complaints.ombuds_board(viewer=people.office.actor, at=late)

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
