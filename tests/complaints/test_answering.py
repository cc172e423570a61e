"""A complaint is answered when its letter has left, and only then."""

from datetime import timedelta

import pytest

from debiet.cases.models import Case
from debiet.complaints import actions, tasks
from debiet.complaints.actions import (
    AnswerUnderway,
    Judgment,
    NormsDoNotFit,
    OutcomeMissing,
)
from debiet.complaints.actions.refusals import (
    NoGround,
    NoSuchStep,
    NotAssessed,
    TooLateToRefuse,
)
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintLetter
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile
from debiet.correspondence.models import Message
from debiet.rules.cases import CaseState
from debiet.rules.complaint_needs import StepTrouble
from debiet.rules.complaints import (
    Assessment,
    ComplaintStep,
    Ground,
    LetterKind,
    Outcome,
)
from debiet.rules.sla import ClockStatus, Milestone
from tests import make
from tests.complaints.conftest import FOUNDED, RUN, answered, clocks, left, page_of, registered

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TUESDAY = make.MONDAY + DAY
UNFOUNDED = Judgment(Assessment.UNFOUNDED)
REFUSED = Judgment(ground=Ground.ALREADY_HANDLED, reason="Zie 2025-000012.")


@pytest.fixture
def complaint(people) -> Complaint:
    """A complaint of Monday, not judged yet."""
    return registered(make.case(), by=people.agent.actor)


def test_it_is_answered_at_the_dispatch_and_not_when_it_is_written(people, complaint):
    message_id = answered(complaint, by=people.agent.actor, at=TUESDAY)

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.FIRST_LINE  # writing found it admissible
    assert clocks(complaint, at=TUESDAY)[Milestone.COMPLAINT_ANSWER].status is ClockStatus.RUNNING
    assert page_of(complaint, viewer=people.agent.actor).underway is LetterKind.FINAL

    left(message_id, at=TUESDAY + 3 * DAY)

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.ANSWERED
    assert complaint.answered_at == TUESDAY + 3 * DAY
    assert (complaint.assessment, complaint.outcome, complaint.norms) == (
        Assessment.FOUNDED,
        Outcome.SOLVED,
        list(FOUNDED.norms),
    )
    found = clocks(complaint, at=TUESDAY + 3 * DAY)
    assert {one.status for one in found.values()} == {ClockStatus.MET}
    assert found[Milestone.COMPLAINT_ANSWER].reached_at == TUESDAY + 3 * DAY


def test_a_second_word_of_its_dispatch_changes_nothing(people, complaint):
    message_id = answered(complaint, by=people.agent.actor, at=TUESDAY)
    left(message_id, at=TUESDAY)
    before = list(Complaint.objects.values()), list(ComplaintEntry.objects.values())

    left(message_id, at=TUESDAY + DAY)

    assert (list(Complaint.objects.values()), list(ComplaintEntry.objects.values())) == before


def test_a_real_mail_takes_the_step_by_itself(people, complaint, jobs, mailoutbox):
    answered(complaint, by=people.agent.actor, at=TUESDAY)

    jobs.run(times=2)

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.ANSWERED
    assert complaint.answered_at == Message.objects.get(purpose="answer").dispatched_at


def test_every_letter_names_where_to_turn_next(people, complaint, jobs, mailoutbox):
    for kind in (LetterKind.HOLDING, LetterKind.FINAL):
        answered(complaint, by=people.agent.actor, at=TUESDAY, kind=kind)

    for text in Message.objects.filter(purpose="answer").values_list("text", flat=True):
        assert "mbudsfunctie" in text
        assert "Vlaamse Ombudsdienst" in text


def test_a_holding_letter_acknowledges_and_answers_nothing(people, complaint):
    message_id = answered(complaint, by=people.agent.actor, at=TUESDAY, kind=LetterKind.HOLDING)
    left(message_id, at=TUESDAY)

    complaint.refresh_from_db()
    assert (complaint.step, complaint.acknowledged_at) == (ComplaintStep.RECEIVED, TUESDAY)
    found = clocks(complaint, at=TUESDAY)
    assert found[Milestone.COMPLAINT_ACKNOWLEDGED].status is ClockStatus.MET
    assert found[Milestone.COMPLAINT_ANSWER].status is ClockStatus.RUNNING
    assert Case.objects.get().state is CaseState.OPEN


def test_what_an_answer_must_decide_is_asked_before_it_is_written(people, complaint):
    by = people.agent.actor
    for judgment, refusal in (
        (Judgment(), NotAssessed),
        (Judgment(Assessment.FOUNDED), OutcomeMissing),
        (Judgment(Assessment.UNFOUNDED, Outcome.SOLVED), OutcomeMissing),
        (Judgment(Assessment.FOUNDED, Outcome.SOLVED, ("no such norm",)), NormsDoNotFit),
        (Judgment(Assessment.UNFOUNDED, None, FOUNDED.norms), NormsDoNotFit),
    ):
        with pytest.raises(refusal):
            answered(complaint, by=by, at=TUESDAY, judgment=judgment)
    with pytest.raises(NoGround):
        answered(complaint, by=by, at=TUESDAY, kind=LetterKind.REFUSAL, judgment=Judgment())

    assert not Message.objects.filter(purpose="answer").exists()
    assert not ComplaintLetter.objects.exists()


def test_two_answers_never_go_at_once(people, complaint):
    answered(complaint, by=people.agent.actor, at=TUESDAY)

    with pytest.raises(AnswerUnderway):
        answered(complaint, by=people.agent.actor, at=TUESDAY)


def test_a_refusal_holds_once_it_left_within_its_ten_days(people, complaint):
    by = people.agent.actor
    message_id = answered(complaint, by=by, at=TUESDAY, kind=LetterKind.REFUSAL, judgment=REFUSED)
    left(message_id, at=make.local("2026-03-12 23:59"))

    complaint.refresh_from_db()
    assert (complaint.step, complaint.ground) == (ComplaintStep.REFUSED, Ground.ALREADY_HANDLED)
    assert complaint.escalate_until == make.local("2027-03-13 00:00")


def test_a_refusal_after_ten_days_does_not_hold(people, complaint):
    late = make.local("2026-03-13 00:01")
    with pytest.raises(TooLateToRefuse):
        answered(
            complaint, by=people.agent.actor, at=late, kind=LetterKind.REFUSAL, judgment=REFUSED
        )

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.RECEIVED


def test_a_refusal_that_leaves_too_late_answers_nothing_and_says_so(people, complaint):
    message_id = answered(
        complaint, by=people.agent.actor, at=TUESDAY, kind=LetterKind.REFUSAL, judgment=REFUSED
    )
    left(message_id, at=make.local("2026-03-13 00:01"))

    complaint.refresh_from_db()
    assert (complaint.step, complaint.answered_at) == (ComplaintStep.RECEIVED, None)
    entry = ComplaintEntry.objects.latest("id")
    assert entry.facts["does_not_hold"] == StepTrouble.TOO_LATE_TO_REFUSE
    found = clocks(complaint, at=make.local("2026-03-13 10:00"))
    assert found[Milestone.COMPLAINT_ANSWER].status is ClockStatus.RUNNING


def test_the_case_that_a_letter_closed_which_does_not_hold_is_open_again(people, complaint):
    message_id = answered(
        complaint, by=people.agent.actor, at=TUESDAY, kind=LetterKind.REFUSAL, judgment=REFUSED
    )
    assert Case.objects.get().state is CaseState.RESOLVED

    left(message_id, at=make.local("2026-03-13 00:01"))

    assert Case.objects.get().state is CaseState.OPEN
    line = page_of(complaint, viewer=people.agent.actor).lines[-1]
    assert (line.letter, line.trouble) == (LetterKind.REFUSAL, StepTrouble.TOO_LATE_TO_REFUSE)


def test_what_ended_is_closed_when_the_customer_can_take_it_no_further(people, complaint):
    left(answered(complaint, by=people.agent.actor, at=TUESDAY), at=TUESDAY)
    visitor = Actor.visitor(complaint.case_id)
    actions.accept_answer(complaint_id=complaint.pk, by=visitor, at=TUESDAY)
    final = make.local("2027-03-04 00:00")

    for at, expected in ((final, False), (final + DAY, True), (final + DAY, False)):
        assert actions.close_ended(complaint_id=complaint.pk, by=RUN, at=at) is expected

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.CLOSED
    assert ComplaintEntry.objects.latest("id").happened_at == final


def test_what_the_first_line_closes_by_hand_may_still_go_to_the_office(people, complaint):
    left(answered(complaint, by=people.agent.actor, at=TUESDAY), at=TUESDAY)
    close = {"complaint_id": complaint.pk, "by": people.agent.actor, "at": TUESDAY}
    complaint.refresh_from_db()
    with pytest.raises(NoSuchStep):
        actions.close_complaint(seen_version=complaint.version, **close)
    visitor = Actor.visitor(complaint.case_id)
    actions.accept_answer(complaint_id=complaint.pk, by=visitor, at=TUESDAY)
    complaint.refresh_from_db()

    actions.close_complaint(seen_version=complaint.version, **close)
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.CLOSED

    actions.ask_for_ombuds(complaint_id=complaint.pk, by=visitor, at=TUESDAY + 90 * DAY)
    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.OMBUDS


def test_an_answer_to_what_was_taken_back_meanwhile_answers_nothing(people, complaint):
    message_id = answered(complaint, by=people.agent.actor, at=TUESDAY)
    complaint.refresh_from_db()
    actions.withdraw_complaint(
        complaint_id=complaint.pk, by=Actor.visitor(complaint.case_id), at=TUESDAY
    )

    left(message_id, at=TUESDAY)

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.WITHDRAWN
    assert ComplaintEntry.objects.latest("id").facts["does_not_hold"] == StepTrouble.NO_SUCH_STEP


def test_what_the_customer_never_got_answers_nothing(people, complaint):
    message_id = answered(complaint, by=people.agent.actor, at=TUESDAY)
    left(message_id, at=TUESDAY)

    for _twice in range(2):
        actions.note_failed(message_id=message_id, by=RUN, at=TUESDAY + DAY)

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.FIRST_LINE
    assert (complaint.answered_at, complaint.assessment) == (None, "")
    found = clocks(complaint, at=TUESDAY + DAY)
    assert found[Milestone.COMPLAINT_ANSWER].status is ClockStatus.RUNNING
    assert found[Milestone.COMPLAINT_ANSWER].due_at == make.local("2026-04-17 00:00")


def test_the_letter_that_goes_instead_of_a_mail_answers_when_it_is_posted(people, complaint):
    message_id = answered(complaint, by=people.agent.actor, at=TUESDAY)
    left(message_id, at=TUESDAY)
    actions.note_failed(message_id=message_id, by=RUN, at=TUESDAY + DAY)
    mail = Message.objects.get(pk=message_id)
    paper = Message.objects.get(pk=message_id)
    paper.pk, paper.message_id, paper.replaces = None, "<paper@test>", mail
    paper.save()

    left(paper.pk, at=TUESDAY + 2 * DAY)

    complaint.refresh_from_db()
    assert (complaint.step, complaint.answered_at) == (
        ComplaintStep.ANSWERED,
        TUESDAY + 2 * DAY,
    )
    assert complaint.assessment is Assessment.FOUNDED


def test_silence_after_thirty_days_is_taken_for_content_and_not_a_day_before(people, complaint):
    left(answered(complaint, by=people.agent.actor, at=TUESDAY), at=TUESDAY)  # 3 March
    complaint.refresh_from_db()
    assert complaint.silent_at == make.local("2026-04-03 00:00")

    assert not actions.note_silence(
        complaint_id=complaint.pk, by=RUN, at=make.local("2026-04-02 23:59")
    )
    for expected in (True, False):
        at = make.local("2026-04-03 00:01")
        assert actions.note_silence(complaint_id=complaint.pk, by=RUN, at=at) is expected

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.SILENT
    assert ComplaintEntry.objects.latest("id").happened_at == complaint.silent_at


def test_the_sweep_finds_who_said_nothing(people, complaint):
    left(answered(complaint, by=people.agent.actor, at=TUESDAY), at=TUESDAY)

    tasks.note_silence.func()  # the wall clock is months later

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.SILENT


def test_the_customer_accepts_also_after_it_was_silent(people, complaint):
    left(answered(complaint, by=people.agent.actor, at=TUESDAY), at=TUESDAY)
    actions.note_silence(complaint_id=complaint.pk, by=RUN, at=make.local("2026-05-01 10:00"))

    actions.accept_answer(
        complaint_id=complaint.pk,
        by=Actor.visitor(complaint.case_id),
        at=make.local("2026-05-02 10:00"),
    )

    complaint.refresh_from_db()
    assert complaint.step is ComplaintStep.ACCEPTED


def test_the_customer_takes_it_back_until_it_accepted(people, complaint):
    visitor = Actor.visitor(complaint.case_id)
    left(answered(complaint, by=people.agent.actor, at=TUESDAY), at=TUESDAY)
    actions.accept_answer(complaint_id=complaint.pk, by=visitor, at=TUESDAY)

    with pytest.raises(NoSuchStep):
        actions.withdraw_complaint(complaint_id=complaint.pk, by=visitor, at=TUESDAY)


def test_who_looked_at_an_older_version_is_told(people, complaint):
    with pytest.raises(ChangedMeanwhile):
        actions.take_up(
            complaint_id=complaint.pk,
            seen_version=complaint.version - 1,
            by=people.agent.actor,
            at=TUESDAY,
        )
