"""What an e-mail did not bring goes on paper, once; and what a letter did not bring is undone."""

from datetime import date, timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import tasks
from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier, CaseState
from debiet.rules.delivery import DeliveryState
from debiet.rules.sla import ClockStatus, EntryKind, Milestone
from debiet.staff.models import Notification
from debiet.terms.models import Clock, ClockEntry
from tests import make
from tests.correspondence.printing import SENDER

pytestmark = pytest.mark.django_db
LATER = make.MONDAY + timedelta(hours=2)
ADDRESS = "Kouterbaan 18\n9230 Wetteren"


@pytest.fixture
def utility():
    return make.utility()


def answered(utility, *, address=ADDRESS, resolves=True):
    lead = make.employee(utility, is_lead=True)
    contact = Contact(name="Ann De Smet", email="ann@example.be", address=address)
    opened = make.case(contact=contact)
    cases.answer_case(
        case_id=opened.case_id,
        text="Uw factuur klopt.",
        seen_version=1,
        resolves=resolves,
        by=lead.actor,
        at=make.MONDAY + timedelta(hours=1),
    )
    return opened, Message.objects.get(purpose="answer")


def bounce(message, *, reason="5.1.1", times=2):
    for _time in range(times):
        correspondence.note_bounced(message_id=message.pk, reason=reason, by=make.SYSTEM, at=LATER)
        tasks.note_failed_message(message_id=message.pk)


def ledger(opened):
    rows = ClockEntry.objects.filter(reference=f"case:{opened.number}").order_by("id")
    return list(rows.values_list("kind", "source"))


def test_an_answer_that_bounced_goes_on_paper_with_the_same_words_once(utility):
    _opened, mail = answered(utility)

    bounce(mail)

    letter = Message.objects.get(replaces=mail)
    assert letter.carrier == Carrier.POST
    assert letter.postal_lines == ["Ann De Smet", "Kouterbaan 18", "9230 Wetteren"]
    assert (letter.subject, letter.text, letter.purpose) == (mail.subject, mail.text, "answer")
    contact = Interaction.objects.get(message=letter)
    assert (contact.carrier, contact.text) == (Carrier.POST, "Uw factuur klopt.")
    assert contact.is_substantive


def test_the_ledger_says_that_it_bounced_and_that_the_letter_answers(utility):
    opened, mail = answered(utility)
    bounce(mail)

    letter = Message.objects.get(replaces=mail)
    assert ledger(opened)[-2:] == [
        (EntryKind.BOUNCED, f"message:{mail.pk}"),
        (EntryKind.REPLIED, f"message:{letter.pk}"),
    ]
    first = Clock.objects.get(reference=f"case:{opened.number}", milestone=Milestone.FIRST_REPLY)
    assert first.status == ClockStatus.MET


@pytest.mark.parametrize(("resolves", "state"), [(True, "resolved"), (False, "open")])
def test_a_case_that_the_answer_closed_stays_closed(utility, resolves, state):
    opened, mail = answered(utility, resolves=resolves)
    bounce(mail)
    assert Case.objects.get(pk=opened.case_id).state == state


def test_an_address_that_begins_with_the_name_does_not_bear_it_twice(utility):
    _opened, mail = answered(utility, address=f"Ann De Smet\n{ADDRESS}")
    bounce(mail)
    letter = Message.objects.get(replaces=mail)
    assert letter.postal_lines == ["Ann De Smet", "Kouterbaan 18", "9230 Wetteren"]


def test_whoever_handles_the_case_is_told_that_it_went_on_paper(utility):
    _opened, mail = answered(utility)
    bounce(mail)
    assert Notification.objects.get(kind__startswith="case.").kind == "case.sent-on-paper"


def test_number_and_code_go_on_paper_as_well(utility):
    opened, _answer = answered(utility)
    acknowledgement = Message.objects.get(purpose="acknowledgement")

    bounce(acknowledgement)

    letter = Message.objects.get(replaces=acknowledgement)
    assert letter.text == acknowledgement.text
    assert opened.number in letter.text
    assert Interaction.objects.get(message=letter).is_automatic


def test_the_linked_customers_own_address_comes_first_in_its_own_size(utility):
    customer = make.customer(email="ann@example.be")
    customer.wants_large_print = True
    customer.save()
    _opened, mail = answered(utility, address="Elders 1\n1000 Brussel")
    bounce(mail)

    letter = Message.objects.get(replaces=mail)
    assert letter.postal_lines == ["Ann De Smet", "Kouterbaan 18", "9230 Wetteren"]
    assert letter.is_large_print


def test_an_address_that_letters_came_back_from_is_passed_over(utility):
    make.customer(email="ann@example.be")
    correspondence.mark_unreachable(
        carrier=Carrier.POST,
        address="Ann De Smet\nKouterbaan 18\n9230 Wetteren",
        compartment="ordinary",
        reason="returned:moved",
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    _opened, mail = answered(utility, address="Elders 1\n1000 Brussel")
    bounce(mail)
    assert Message.objects.get(replaces=mail).postal_lines[1:] == ["Elders 1", "1000 Brussel"]


def test_without_an_address_the_case_opens_again_as_before(utility):
    opened, mail = answered(utility, address="")
    bounce(mail)

    assert not Message.objects.filter(replaces=mail).exists()
    assert Case.objects.get(pk=opened.case_id).state == CaseState.OPEN
    assert Notification.objects.get(kind__startswith="case.").kind == "case.undelivered"


def test_a_letter_that_comes_back_too_opens_the_case_as_if_it_had_never_been_closed(utility):
    opened, mail = answered(utility)
    bounce(mail)
    letter = Message.objects.get(replaces=mail)
    correspondence.deliver(message_id=letter.pk, by=SENDER, at=letter.next_try_at)
    correspondence.make_print_batch(compartment="ordinary", by=make.SYSTEM, at=LATER)

    bounce(letter, reason="returned:moved")

    case = Case.objects.get(pk=opened.case_id)
    assert case.state == CaseState.OPEN
    assert not Message.objects.filter(replaces=letter).exists()
    solved = Clock.objects.get(reference=f"case:{opened.number}", milestone=Milestone.RESOLUTION)
    assert solved.status == ClockStatus.RUNNING
    assert ledger(opened)[-2][0] == EntryKind.BOUNCED


def test_from_a_bounced_mail_to_a_posted_letter(utility):
    _opened, mail = answered(utility)
    bounce(mail)
    letter = Message.objects.get(replaces=mail)
    made_at = letter.next_try_at + timedelta(minutes=1)
    correspondence.deliver(message_id=letter.pk, by=SENDER, at=letter.next_try_at)
    batch_id = correspondence.make_print_batch(compartment="ordinary", by=make.SYSTEM, at=made_at)

    posted_on = date.fromordinal(made_at.date().toordinal() + 1)
    correspondence.confirm_posted(
        batch_id=batch_id, posted_on=posted_on, by=make.SYSTEM, at=made_at + timedelta(days=3)
    )

    letter.refresh_from_db()
    assert letter.state == DeliveryState.DISPATCHED
    assert letter.dispatched_at.astimezone(make.local("2026-03-02").tzinfo).date() == posted_on
