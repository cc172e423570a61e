"""What the ombuds office does beside its files leaves nothing where others look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.correspondence.models import Mailbox, Message, RawMessage
from debiet.customers.models import SuspectedDuplicate
from debiet.rules.access import Compartment, Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import Carrier
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.MONDAY + timedelta(days=1)
RECEIVES = Actor.system("mail.receive")


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def office(utility):
    return make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes")


@pytest.fixture
def agent(utility):
    return make.employee(utility, name="Tom Jacobs")


def names(case_id, somebody):
    found = cases.be_present(case_id=case_id, by=somebody.actor, at=make.MONDAY)
    return [one.name for one in found]


def test_nobody_outside_sees_that_the_office_reads_a_case(utility, office, agent):
    opened = make.case()
    deputy = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)

    assert names(opened.case_id, office) == []
    assert names(opened.case_id, agent) == []
    assert names(opened.case_id, deputy) == ["Els Claes", "Tom Jacobs"]


def bounced(opened, somebody, *, at):
    """Answer a case by a mail that comes back."""
    message_id = cases.answer_case(
        case_id=opened.case_id,
        text="Zo zit het.",
        seen_version=Case.objects.get(pk=opened.case_id).version,
        resolves=False,
        by=somebody.actor,
        at=at,
    )
    Message.objects.filter(pk=message_id).update(state="dispatched", dispatched_at=at)
    correspondence.note_bounced(message_id=message_id, reason="5.1.1", by=make.SYSTEM, at=at)


def marks(opened, somebody):
    page = case_queries.case_page(opened.case_id, viewer=somebody.actor)
    return [one.since for one in page.marks]


def test_a_mail_of_the_office_that_comes_back_marks_the_address_for_the_office_only(office, agent):
    asked, first = make.case(topic_code="ombuds"), make.case()
    bounced(asked, office, at=make.MONDAY)

    assert marks(first, agent) == []
    assert marks(asked, office) == [make.MONDAY]
    assert case_queries.case_page(first.case_id, viewer=agent.actor).ways.written is not None

    bounced(first, agent, at=LATER)  # now everybody knows, and from when on

    assert marks(first, agent) == marks(asked, office) == [LATER]


def test_a_mailbox_does_not_tell_how_much_went_to_the_office(office, agent):
    make.ombuds_mailbox()
    mailbox_id = make.mailbox()
    answered = make.case(topic_code="ombuds")
    for subject in ("Een vraag", f"Over {answered.number}"):
        content = f"From: a@example.be\nSubject: {subject}\n\nHallo.\n".encode()
        taken = correspondence.receive(
            mailbox_id=mailbox_id, content=content, received_at=make.MONDAY, by=RECEIVES,
            at=make.MONDAY,
        )  # fmt: skip
        cases.take_up(
            raw_message_id=taken.raw_message_id, by=Actor.system("mail.import"), at=make.MONDAY
        )
    Mailbox.objects.filter(pk=mailbox_id).update(
        protocol="imap", kept_count=2, server={"host": "mail.example", "kept_folder": "Debiet"}
    )
    assert RawMessage.objects.filter(compartment=Compartment.OMBUDS).count() == 1

    def shown(viewer):
        rows = messages.reconciled(viewer=viewer, at=timezone.now())
        return {
            (one.came, one.on_server, one.adds_up)
            for one in rows
            if (one.source, one.is_mailbox) == ("mailbox:klantendienst", True)
        }

    assert shown(agent.actor) == {(1, 1, True)}
    Mailbox.objects.filter(pk=mailbox_id).update(kept_count=3)
    assert shown(agent.actor) == {(1, 2, False)}


def test_a_call_to_the_office_is_for_the_office_until_somebody_ties_it(office, agent):
    signs = [
        correspondence.Sign(CallEvent.RINGING, make.MONDAY, employee=office.email),
        correspondence.Sign(CallEvent.ANSWERED, make.MONDAY, employee=office.email),
        correspondence.Sign(CallEvent.ENDED, LATER),
    ]
    call_id = correspondence.record_call(
        source="exchange", call_id="1", caller="0470123456", signs=signs, by=make.SYSTEM, at=LATER
    )
    first = make.case()

    def listed(somebody):
        rows = messages.calls_without_contact(viewer=somebody.actor, at=LATER)
        return [one.call_id for one in rows]

    assert (listed(agent), listed(office)) == ([], [call_id])
    cases.tie_call_to_case(call_id=call_id, case_number=first.number, by=office.actor, at=LATER)
    assert messages.call(call_id, viewer=agent.actor, settled_too=True) is not None


def test_what_was_told_to_the_office_makes_nobody_suspect_that_two_are_one(office):
    first = make.customer(name="Ann De Smet", number="100777777")
    second = make.customer(name="Ann Desmet")
    for topic_code, expected in (("ombuds", 0), ("invoice", 1)):
        opened = make.case(
            topic_code=topic_code, contact=Contact(name="Ann", account_number="100777777")
        )
        version = Case.objects.get(pk=opened.case_id).version
        cases.link_customer(
            case_id=opened.case_id, customer_id=second.pk, seen_version=version,
            by=office.actor, at=make.MONDAY,
        )  # fmt: skip
        cases.find_duplicate_customers(by=make.SYSTEM, at=make.MONDAY)
        assert SuspectedDuplicate.objects.filter(first=first).count() == expected


def test_a_mail_of_the_office_by_itself_is_sent_by_no_other_way_for_it(office):
    """The office's own letters still go where its mails did not arrive."""
    asked = make.case(
        topic_code="ombuds",
        contact=Contact(
            name="Ann De Smet", email="ann@example.be", address="Kouterbaan 18\n9230 Wetteren"
        ),
    )
    bounced(asked, office, at=make.MONDAY)
    page = case_queries.case_page(asked.case_id, viewer=office.actor)
    assert page.ways.written.carrier is Carrier.POST
