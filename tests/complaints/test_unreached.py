"""A complaint that nothing in writing answers: an address is asked for, or nobody is known."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.actions import AddressMissing, ComplaintOwed, Contact, NoAddress, ReachedAlready
from debiet.cases.models import Case
from debiet.complaints import actions
from debiet.complaints.actions import SomebodyToTell
from debiet.complaints.actions.refusals import AskedForOmbuds, NoReason
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.core.actor import Actor
from debiet.core.models import AuditEntry
from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier, CaseState
from debiet.rules.complaints import ComplaintStep, Ground
from debiet.rules.sla import ClockStatus
from tests import make
from tests.complaints.conftest import answered, clocks, registered

pytestmark = pytest.mark.django_db
TUESDAY = make.MONDAY + timedelta(days=1)
UNKNOWN = Contact()


def nobody(by, **changes) -> Complaint:
    """Return a complaint of somebody who told nothing of itself."""
    return registered(make.case(contact=changes.pop("contact", UNKNOWN)), by=by, **changes)


def refused(complaint, *, by, reason="Een brief zonder naam of adres.", at=TUESDAY):
    complaint.refresh_from_db()
    actions.refuse_unknown(
        complaint_id=complaint.pk, reason=reason, seen_version=complaint.version, by=by, at=at
    )
    complaint.refresh_from_db()


def test_what_nobody_can_be_told_is_refused_without_a_letter_also_late(people):
    by = people.agent.actor
    complaint = nobody(by)
    with pytest.raises(NoReason):
        refused(complaint, by=by, reason=" ")

    refused(complaint, by=by, at=make.local("2026-03-16 10:00"))  # after the ten days

    assert (complaint.step, complaint.ground) == (ComplaintStep.REFUSED, Ground.ANONYMOUS)
    assert (complaint.answered_at, complaint.escalate_until) == (
        None,
        make.local("2027-03-17 00:00"),
    )
    assert {one.status for one in clocks(complaint, at=TUESDAY).values()} == {ClockStatus.ENDED}
    case = Case.objects.get()
    assert (case.state, case.due_at) == (CaseState.RESOLVED, None)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("contact", "is_oral"),
    [
        (Contact(email="an@example.be"), False),
        (Contact(address="Kouterbaan 18\n9230 Wetteren"), False),
        (Contact(name="An", phone="0470 12 34 56"), True),
    ],
)
def test_who_can_be_told_or_called_is_not_refused_as_unknown(people, contact, is_oral):
    complaint = nobody(people.agent.actor, contact=contact, is_oral=is_oral)
    with pytest.raises(SomebodyToTell):
        refused(complaint, by=people.agent.actor)


def test_a_written_one_with_a_number_alone_may_be(people):
    complaint = nobody(people.agent.actor, contact=Contact(phone="0470 12 34 56"))
    refused(complaint, by=people.agent.actor)
    assert complaint.step is ComplaintStep.REFUSED


def test_who_asked_for_the_office_is_not_sent_away_so(people):
    complaint = nobody(people.agent.actor)
    visitor = Actor.visitor(complaint.case_id)
    actions.ask_for_ombuds(complaint_id=complaint.pk, by=visitor, at=TUESDAY)
    with pytest.raises(AskedForOmbuds):
        refused(complaint, by=people.agent.actor)


def test_who_says_who_it_is_later_goes_to_the_office_with_terms_of_its_own(people):
    complaint = nobody(people.agent.actor)
    refused(complaint, by=people.agent.actor)

    later = make.local("2026-09-01 10:00")
    visitor = Actor.visitor(complaint.case_id)
    actions.ask_for_ombuds(complaint_id=complaint.pk, by=visitor, at=later)

    assert OmbudsFile.objects.get().answer_by == make.local("2026-10-17 00:00")


def test_an_address_told_later_lets_the_acknowledgement_and_the_answer_leave(people, jobs):
    by = people.agent.actor
    complaint = nobody(by, contact=Contact(name="Jan", phone="0470 12 34 56"), is_oral=True)
    jobs.run()
    assert not Message.objects.exists()
    with pytest.raises(NoAddress):
        answered(complaint, by=by, at=TUESDAY)

    cases.tell_address(
        case_id=complaint.case_id, email=" jan@example.be ", address="", by=by, at=TUESDAY
    )
    jobs.run()

    message = Message.objects.get()
    assert (message.purpose, message.recipient_address) == (
        "complaint-acknowledgement",
        "jan@example.be",
    )
    assert answered(complaint, by=by, at=TUESDAY)
    audited = AuditEntry.objects.get(action="cases.addressing.tell_address").facts
    assert audited == {"email": True, "address": False}


def test_a_postal_address_will_do_and_one_that_arrives_is_not_replaced(people):
    by, told = people.agent.actor, {"at": TUESDAY, "by": people.agent.actor}
    complaint = nobody(by, contact=Contact(name="Jan"))
    with pytest.raises(AddressMissing):
        cases.tell_address(case_id=complaint.case_id, email=" ", **told)

    cases.tell_address(case_id=complaint.case_id, address="Dorp 1\n9230 Wetteren", **told)

    message = Message.objects.get(pk=answered(complaint, by=by, at=TUESDAY))
    assert message.carrier == Carrier.POST
    with pytest.raises(ReachedAlready):
        cases.tell_address(case_id=complaint.case_id, email="ander@example.be", **told)


def test_a_case_whose_complaint_waits_for_its_answer_is_not_closed_beside_it(people):
    by = people.agent.actor
    complaint = nobody(by)
    case = Case.objects.get()
    with pytest.raises(ComplaintOwed):
        cases.resolve_case(
            case_id=case.pk, topic_code=None, seen_version=case.version, by=by, at=TUESDAY
        )

    visitor = Actor.visitor(complaint.case_id)
    actions.withdraw_complaint(complaint_id=complaint.pk, by=visitor, at=TUESDAY)
    case.refresh_from_db()
    cases.resolve_case(
        case_id=case.pk, topic_code=None, seen_version=case.version, by=by, at=TUESDAY
    )
