"""A delivery report is tied to the message that came back, and a forged one changes nothing."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction
from debiet.correspondence.models import Message, RawMessage, UnreachableAddress
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import CaseState
from debiet.rules.delivery import DeliveryState
from debiet.staff.models import Notification
from tests import mails, make
from tests.rules.test_mail_bounce import fields, report

pytestmark = pytest.mark.django_db

TUESDAY = make.MONDAY + timedelta(days=1)


@pytest.fixture
def answer():
    utility = make.utility()
    agent = make.employee(utility, is_lead=True)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id, text="Zo is het.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    found = Message.objects.get(purpose="answer")
    found.state = DeliveryState.DISPATCHED
    found.save()
    return found


def about(message, action="failed", status="5.1.1", recipient="ann@example.be"):
    return report(
        fields(action, status, recipient), returned=f"Message-ID: {message.message_id}\n\nBeste"
    )


def test_a_bounce_marks_message_and_address_raises_the_case_and_stands_in_its_timeline(
    answer, jobs
):
    outcome = mails.take(about(answer), at=TUESDAY)
    jobs.run()

    case = Case.objects.get()
    assert (outcome.outcome, outcome.reason, outcome.number) == (
        "bounce",
        "delivery-report",
        case.number,
    )
    answer.refresh_from_db()
    assert (answer.state, answer.bounce_reason) == (DeliveryState.BOUNCED, "5.1.1")
    assert UnreachableAddress.objects.get().address == "ann@example.be"
    assert case.state == CaseState.OPEN
    assert Notification.objects.filter(kind="case.undelivered").count() == 1
    contact = Interaction.objects.latest("id")
    assert (contact.is_automatic, contact.is_public) == (True, False)
    assert "could not be delivered" in contact.text
    raw = RawMessage.objects.get()
    assert (raw.state, raw.about) == ("set-aside", f"case:{case.number}")


@pytest.mark.parametrize("status", ["5.2.2", "4.2.2"])
def test_a_full_mailbox_is_no_mark_on_the_address(answer, status):
    mails.take(about(answer, status=status), at=TUESDAY)

    answer.refresh_from_db()
    assert answer.state == DeliveryState.BOUNCED
    assert not UnreachableAddress.objects.exists()


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("strange", "-")]
)
def test_a_report_of_a_delay_or_of_delivery_changes_nothing_but_is_shown(answer, action, status):
    outcome = mails.take(about(answer, action, status), at=TUESDAY)

    answer.refresh_from_db()
    assert answer.state == DeliveryState.DISPATCHED
    assert outcome.number == Case.objects.get().number
    assert Case.objects.get().state == CaseState.RESOLVED
    assert Interaction.objects.latest("id").is_automatic


def test_a_report_that_names_another_recipient_does_nothing_and_is_kept(answer):
    outcome = mails.take(about(answer, recipient="eve@example.be"), at=TUESDAY)

    answer.refresh_from_db()
    assert (outcome.outcome, outcome.number) == ("bounce", "")
    assert answer.state == DeliveryState.DISPATCHED
    assert not UnreachableAddress.objects.exists()
    assert RawMessage.objects.get().state == "set-aside"


def test_a_report_with_an_identifier_that_was_guessed_does_nothing(answer, settings):
    guessed = f"Message-ID: <debiet.{answer.pk}@{settings.MAIL_DOMAIN}>\n\n"
    outcome = mails.take(report(fields("failed", "5.1.1"), returned=guessed), at=TUESDAY)

    answer.refresh_from_db()
    assert (outcome.number, answer.state) == ("", DeliveryState.DISPATCHED)


def test_the_same_report_by_two_ways_is_told_once(answer, jobs):
    for source in ("mailbox:one", "mailbox:two"):
        mails.take(about(answer), at=TUESDAY, source=source)
    jobs.run()

    assert Notification.objects.filter(kind="case.undelivered").count() == 1
    assert UnreachableAddress.objects.count() == 1


def test_a_vacation_notice_with_a_null_return_path_is_no_bounce(answer):
    content = mails.written(
        "Ik ben er niet.", return_path="<>", in_reply_to=answer.message_id, subject="Afwezig"
    )
    mails.take(content, at=TUESDAY)

    answer.refresh_from_db()
    assert answer.state == DeliveryState.DISPATCHED
    assert Case.objects.get().state == CaseState.RESOLVED


def test_a_report_in_words_without_a_recipient_is_about_whoever_got_the_message(answer):
    content = mails.written(
        f"This message could not be delivered.\n\nMessage-ID: {answer.message_id}",
        sender="MAILER-DAEMON@mx.example",
        subject="Undelivered",
    )
    mails.take(content, at=TUESDAY)

    answer.refresh_from_db()
    assert (answer.state, answer.bounce_reason) == (DeliveryState.BOUNCED, "undelivered")


def test_a_report_about_a_message_of_the_ombuds_office_stays_in_its_part():
    utility = make.utility()
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    opened = make.case(topic_code="ombuds")
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=ombuds.actor, at=make.MONDAY
    )
    sent = Message.objects.get(purpose="answer")

    outcome = mails.take(about(sent), at=TUESDAY)

    assert outcome.number == opened.number
    assert RawMessage.objects.get().compartment == Compartment.OMBUDS
    assert UnreachableAddress.objects.get().compartment == Compartment.OMBUDS
