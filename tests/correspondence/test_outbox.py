"""Messages leave once, by a job of the transaction that wrote them."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import tasks as case_tasks
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.correspondence import actions, tasks
from debiet.correspondence.models import Dispatch, Message
from debiet.rules.cases import CaseState
from debiet.rules.delivery import DeliveryState, DispatchOutcome
from debiet.rules.sla import ClockStatus, Milestone
from debiet.staff.models import Notification
from debiet.terms.models import Clock
from tests import make

pytestmark = pytest.mark.django_db

POST = Actor.system("correspondence.deliver")


class Server(EmailBackend):
    """A mail server that answers what the test tells it to; one backend, for all tests."""

    trouble: Exception | None = None

    def send_messages(self, messages):
        if Server.trouble is not None:
            raise Server.trouble
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "trouble", None)
    return Server


def answered_case(utility):
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id,
        text="Uw factuur klopt.",
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY + timedelta(hours=1),
    )
    return opened, Message.objects.get(purpose="answer")


def deliver(message, at=None):
    return actions.deliver(message_id=message.pk, by=POST, at=at or message.next_try_at)


def test_a_message_carries_the_id_that_follows_from_its_row(server, settings):
    _opened, message = answered_case(make.utility())

    assert deliver(message) is DeliveryState.DISPATCHED

    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == message.message_id
    assert re.fullmatch(
        rf"<debiet\.{message.pk}\.[a-z2-7]{{16}}@{settings.MAIL_DOMAIN}>", message.message_id
    )
    message.refresh_from_db()
    assert message.dispatched_at is not None


def test_only_automatic_messages_say_that_they_are(server):
    _opened, answer = answered_case(make.utility())
    acknowledgement = Message.objects.get(purpose="acknowledgement")
    deliver(acknowledgement)
    deliver(answer)

    automatic, written = mail.outbox
    assert automatic.extra_headers["Auto-Submitted"] == "auto-replied"
    assert "Auto-Submitted" not in written.extra_headers


def test_a_message_is_sent_once_however_often_its_job_runs(server):
    _opened, message = answered_case(make.utility())

    for _time in range(3):
        tasks.deliver(message_id=message.pk)

    assert len(mail.outbox) == 1
    assert Dispatch.objects.filter(message=message).count() == 1


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectionRefusedError(),
        smtplib.SMTPRecipientsRefused({"ann@example.be": (451, b"later")}),
        smtplib.SMTPSenderRefused(550, b"who are you", "us@example.be"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPServerDisconnected("gone"),
    ],
)
def test_trouble_that_may_pass_is_tried_again_later(server, trouble):
    _opened, message = answered_case(make.utility())
    server.trouble = trouble
    at = message.next_try_at

    assert deliver(message) is DeliveryState.QUEUED

    message.refresh_from_db()
    assert message.next_try_at == at + timedelta(minutes=1)
    assert deliver(message, at=at) is None  # not due yet
    server.trouble = None
    assert deliver(message) is DeliveryState.DISPATCHED


def test_the_sweep_of_the_outbox_sends_what_is_due(server):
    _opened, message = answered_case(make.utility())
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - timedelta(hours=1))

    tasks.sweep_outbox()
    tasks.sweep_outbox()

    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox].count(message.message_id) == 1


def test_a_permanent_refusal_undoes_the_first_reply_opens_the_case_and_is_told(server):
    utility = make.utility()
    lead = make.employee(utility, is_lead=True)
    opened, message = answered_case(utility)
    server.trouble = smtplib.SMTPRecipientsRefused({"ann@example.be": (550, b"no such user")})

    assert deliver(message) is DeliveryState.FAILED
    case_tasks.note_failed_message(message_id=message.pk)
    case_tasks.note_failed_message(message_id=message.pk)

    case = Case.objects.get(pk=opened.case_id)
    assert case.state == CaseState.OPEN
    first = Clock.objects.get(reference=f"case:{opened.number}", milestone=Milestone.FIRST_REPLY)
    assert first.status == ClockStatus.RUNNING
    assert first.due_at == make.local("2026-03-02 17:00")  # the closed time counts
    assert Notification.objects.filter(kind="case.undelivered").count() == 1
    assert Notification.objects.get(kind="case.undelivered").employee_id == lead.employee_id


def test_after_two_days_of_tries_a_message_has_failed(server):
    _opened, message = answered_case(make.utility())
    server.trouble = TimeoutError()
    at = message.next_try_at

    states = []
    while message.next_try_at is not None:
        states.append(deliver(message))
        message.refresh_from_db()

    assert states[-1] is DeliveryState.FAILED
    tried = Dispatch.objects.filter(message=message).order_by("attempt")
    assert tried.last().at - at > timedelta(days=1)
    assert {row.outcome for row in tried} == {DispatchOutcome.TRY_AGAIN}


def test_what_a_server_replies_is_kept_without_addresses(server):
    _opened, message = answered_case(make.utility())
    server.trouble = smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 <ann@example.be> unknown")})

    deliver(message)

    assert Dispatch.objects.get(message=message).reply == "5.1.1 unknown"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Jörg", "jörg@example.be"),  # no mail server of ours takes letters like these there
        ("Ann", "ann@ex\nample.be"),
    ],
)
def test_a_message_that_cannot_be_written_at_all_has_failed_and_holds_up_no_other(
    server, name, address
):
    _opened, message = answered_case(make.utility())
    Message.objects.filter(pk=message.pk).update(recipient_name=name, recipient_address=address)

    assert deliver(message) is DeliveryState.FAILED

    assert Dispatch.objects.get(message=message).outcome == DispatchOutcome.REFUSED
    assert mail.outbox == []


def test_a_domain_with_other_letters_is_written_as_mail_servers_know_it(server):
    _opened, message = answered_case(make.utility())
    Message.objects.filter(pk=message.pk).update(recipient_address="ann@b\u00fccher.example")
    assert deliver(message) is DeliveryState.DISPATCHED
    assert mail.outbox[0].recipients() == ["Ann De Smet <ann@xn--bcher-kva.example>"]


def test_a_name_of_several_lines_is_one_in_the_address(server):
    _opened, message = answered_case(make.utility())
    Message.objects.filter(pk=message.pk).update(recipient_name="Ann\nBcc: x@example.be")

    assert deliver(message) is DeliveryState.DISPATCHED

    (sent,) = mail.outbox
    assert sent.recipients() == ['"Ann Bcc: x@example.be" <ann@example.be>']


def test_what_goes_wrong_with_one_message_does_not_keep_the_sweep_from_the_others(server, jobs):
    """As a bug would: the first one raises each time, and the other leaves all the same."""
    answered_case(make.utility())
    first, other = Message.objects.order_by("id")
    Message.objects.filter(pk=first.pk).update(carrier="fax")  # nobody carries it

    with pytest.raises(ExceptionGroup, match="not delivered"):
        tasks.sweep_outbox()

    other.refresh_from_db()
    assert other.state == DeliveryState.DISPATCHED
