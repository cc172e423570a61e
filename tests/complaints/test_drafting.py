"""Drafts of letters: never lost, read by a second person where the house asks, never the own."""

from datetime import timedelta

import pytest

from debiet.cases import queries as cases
from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.actions import (
    DraftChanged,
    DraftFinished,
    Judgment,
    NotWaiting,
    PartsMissing,
    ReadByItsWriter,
    RemarkMissing,
    RootCauseMissing,
    Writing,
)
from debiet.complaints.models import Complaint, ComplaintDraft, ComplaintLetter
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound
from debiet.correspondence.models import Message
from debiet.rules.complaint_coding import CauseAsked
from debiet.rules.complaint_letters import DraftState, Reviewed, to_tick
from debiet.rules.complaints import Ground, LetterKind
from debiet.rules.house_choices import HouseChoice
from debiet.rules.sla import Milestone
from debiet.staff.choices import choose_for_house
from debiet.staff.models import Notification
from tests import make
from tests.complaints.conftest import clocks, kept, registered, sent

pytestmark = pytest.mark.django_db
TUESDAY = make.MONDAY + timedelta(days=1)
REFUSAL = {
    "kind": LetterKind.REFUSAL,
    "judgment": Judgment(ground=Ground.ALREADY_HANDLED, reason="Zie 2025-000012."),
}


@pytest.fixture
def complaint(people) -> Complaint:
    """A complaint in a house where a second person reads refusals."""
    chosen = {HouseChoice.LETTER_REVIEW: Reviewed.REFUSAL}
    choose_for_house(values=chosen, by=make.SYSTEM, at=make.MONDAY)
    return registered(make.case(), by=people.agent.actor)


def approved(draft_id, *, by):
    draft = ComplaintDraft.objects.get(pk=draft_id)
    seen = cases.case_page(draft.complaint.case_id, viewer=by).version
    return actions.approve_draft(
        draft_id=draft_id, seen_draft=draft.version, seen_case_version=seen, by=by, at=TUESDAY
    )


def sent_back(draft_id, remark, *, by):
    actions.send_draft_back(
        draft_id=draft_id,
        remark=remark,
        seen_draft=ComplaintDraft.objects.get(pk=draft_id).version,
        by=by,
        at=TUESDAY,
    )


def told(kind):
    rows = Notification.objects.filter(kind=kind, read_at__isnull=True)
    return set(rows.values_list("employee__user_id", flat=True))


def test_a_refusal_leaves_once_a_second_person_read_it(people, complaint, jobs):
    draft_id = kept(complaint, by=people.agent.actor, at=TUESDAY, **REFUSAL)
    assert sent(draft_id, by=people.agent.actor, at=TUESDAY) is None
    assert not Message.objects.filter(purpose="answer").exists()
    jobs.run()
    assert told("complaint.letter-waits") == {people.lead.actor.user_id}
    waiting = complaints.waiting_drafts(viewer=people.lead.actor)
    assert [one.draft_id for one in waiting] == [draft_id]

    with pytest.raises(RemarkMissing):
        sent_back(draft_id, " ", by=people.lead.actor)
    sent_back(draft_id, "Zeg ook waarom.", by=people.lead.actor)
    jobs.run()
    assert told("complaint.letter-waits") == set()
    assert told("complaint.letter-back") == {people.agent.actor.user_id}
    with pytest.raises(NotWaiting):
        approved(draft_id, by=people.lead.actor)

    assert sent(draft_id, by=people.agent.actor, at=TUESDAY) is None
    message_id = approved(draft_id, by=people.lead.actor)

    letter = ComplaintLetter.objects.get(message_id=message_id)
    assert (letter.kind, letter.written_by_id) == (
        LetterKind.REFUSAL,
        people.agent.actor.user_id,
    )
    draft = ComplaintDraft.objects.get()
    assert (draft.state, draft.read_by_id) == (DraftState.LEFT, people.lead.actor.user_id)
    with pytest.raises(DraftFinished):
        sent(draft_id, by=people.agent.actor, at=TUESDAY)


def test_nobody_is_the_second_person_of_what_it_wrote_itself(people, complaint):
    draft_id = kept(complaint, by=people.agent.actor, at=TUESDAY, **REFUSAL)
    draft = ComplaintDraft.objects.get()
    writing = Writing(text="Beter.", says=frozenset(to_tick(LetterKind.REFUSAL)), **REFUSAL)
    actions.save_draft(
        complaint_id=complaint.pk,
        writing=writing,
        draft_id=draft_id,
        seen_draft=draft.version,
        by=people.lead.actor,
        at=TUESDAY,
    )
    assert sent(draft_id, by=people.agent.actor, at=TUESDAY) is None

    with pytest.raises(ReadByItsWriter):
        approved(draft_id, by=people.lead.actor)
    with pytest.raises(NotAllowed):
        approved(draft_id, by=people.agent.actor)
    assert ComplaintDraft.objects.get().earlier == ["U had gelijk: we zetten het recht."]


def test_what_the_house_does_not_ask_for_leaves_at_once(people, complaint):
    draft_id = kept(complaint, by=people.agent.actor, at=TUESDAY)
    assert sent(draft_id, by=people.agent.actor, at=TUESDAY) is not None


def test_two_writers_never_overwrite_each_other(people, complaint):
    draft_id = kept(complaint, by=people.agent.actor, at=TUESDAY)
    with pytest.raises(DraftChanged):  # the same kind, begun by somebody else
        kept(complaint, by=people.lead.actor, at=TUESDAY, text="Van de teamleider.")
    with pytest.raises(DraftChanged):
        kept(complaint, by=people.lead.actor, at=TUESDAY, text="Oud.", draft_id=draft_id)
    assert ComplaintDraft.objects.get().text == "U had gelijk: we zetten het recht."

    kept(complaint, by=people.lead.actor, at=TUESDAY, kind=LetterKind.HOLDING, judgment=Judgment())
    assert ComplaintDraft.objects.count() == 2


def test_a_letter_does_not_leave_without_what_it_must_say(people, complaint):
    draft_id = kept(complaint, by=people.agent.actor, at=TUESDAY, says=frozenset())
    with pytest.raises(PartsMissing):
        sent(draft_id, by=people.agent.actor, at=TUESDAY)
    assert ComplaintDraft.objects.get().state is DraftState.OPEN


def test_an_answer_waits_for_the_root_cause_where_the_house_says_so(people, complaint):
    by = people.agent.actor
    chosen = {HouseChoice.ROOT_CAUSE: CauseAsked.FOUNDED}
    choose_for_house(values=chosen, by=make.SYSTEM, at=make.MONDAY)
    draft_id = kept(complaint, by=by, at=TUESDAY)
    with pytest.raises(RootCauseMissing):
        sent(draft_id, by=by, at=TUESDAY)

    version = ComplaintDraft.objects.get().version
    kept(complaint, by=by, at=TUESDAY, root_cause="data", draft_id=draft_id, seen_draft=version)
    sent(draft_id, by=by, at=TUESDAY)
    complaint.refresh_from_db()
    assert complaint.root_cause == "data"


def test_a_holding_letter_says_by_when_and_moves_no_term(people, complaint):
    before = {one: clock.due_at for one, clock in clocks(complaint, at=TUESDAY).items()}
    draft_id = kept(
        complaint,
        by=people.agent.actor,
        at=TUESDAY,
        kind=LetterKind.HOLDING,
        judgment=Judgment(),
        text="We wachten op de meting.",
    )
    message_id = sent(draft_id, by=people.agent.actor, at=TUESDAY)

    text = Message.objects.get(pk=message_id).text
    assert "Antwoord uiterlijk op: donderdag 16 april 2026" in text
    after = {one: clock.due_at for one, clock in clocks(complaint, at=TUESDAY).items()}
    assert after == before
    assert after[Milestone.COMPLAINT_ANSWER] is not None


def test_a_draft_is_seen_by_who_sees_its_complaint_and_never_by_the_customer(people, complaint):
    kept(complaint, by=people.agent.actor, at=TUESDAY, text="Geheim concept.")
    hidden = registered(make.case(topic_code="ombuds"), by=people.office.actor)
    draft_id = kept(hidden, by=people.office.actor, at=TUESDAY)

    visitor = Actor.visitor(complaint.case_id)
    viewers = (people.agent.actor, people.office.actor, visitor)
    seen = [
        complaints.draft_of_letter(hidden.case_id, draft_id=draft_id, viewer=one) is not None
        for one in viewers
    ]
    assert seen == [False, True, False]
    own = complaints.draft_of_letter(complaint.case_id, kind=LetterKind.FINAL, viewer=visitor)
    assert own is None
    with pytest.raises(NotFound):
        sent_back(draft_id, "Waarom?", by=people.lead.actor)


def test_what_is_written_in_a_complaint_is_called_one(people, complaint):
    draft_id = kept(complaint, by=people.agent.actor, at=TUESDAY)
    message_id = sent(draft_id, by=people.agent.actor, at=TUESDAY)

    subject = Message.objects.get(pk=message_id).subject
    assert subject.startswith(f"Antwoord op uw klacht {complaint.case.number}")
