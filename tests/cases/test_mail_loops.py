"""Programs that write to each other come to an end, and one sender cannot flood the house."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.utils import timezone

from debiet.cases.models import Case
from debiet.correspondence.models import Mailbox, Message, RawMessage
from debiet.rules.mail_loops import MAX_ALIKE, MAX_OF_SENDER
from tests import mails, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def utility():
    return make.utility()


def acknowledged():
    return Message.objects.filter(purpose="acknowledgement").count()


class Responder:
    """A program that answers every mail it gets, and does not say that it is one."""

    address = "robot@example.be"

    def __init__(self, subject, *, threads=False, dated=True):
        self.subject, self.threads, self.dated = subject, threads, dated
        self.count = 0

    def answer(self, got):
        self.count += 1
        fields = {"subject": self.subject(self.count, got)}
        if self.threads:
            fields["in_reply_to"] = got["Message-ID"]
        if self.dated:
            fields["date"] = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
        to = got["Reply-To"] if self.threads else "klantendienst@debiet.example"
        return mails.written(f"Dit is bericht {self.count}.", sender=self.address, to=to, **fields)


def talk(responder, jobs, *, first, rounds=60):
    """Let a responder and us answer each other for real; return how many mails there were."""
    waiting, sent = [first], 1
    for _round in range(rounds):
        if not waiting:
            return sent
        mails.take(waiting.pop(), at=timezone.now())
        mail.outbox.clear()
        jobs.run()
        for ours in mail.outbox:
            got = message_from_bytes(ours.message().as_bytes(), policy=policy.default)
            waiting.append(responder.answer(got))
            sent += 2
    return sent


@pytest.mark.parametrize(
    "responder",
    [
        Responder(lambda count, got: f"Re: {got['Subject']}"),
        Responder(lambda count, got: f"Re: {got['Subject']}", threads=True),
        Responder(lambda count, got: "Afwezig"),
        Responder(lambda count, got: "Afwezig", dated=False),
        Responder(lambda count, got: f"[Ticket#{count:06d}] Ontvangen"),
        Responder(lambda count, got: f"Bericht {count}"),
    ],
    ids=["repeats our subject", "answers ours", "fixed", "undated", "ticket", "ever another"],
)
def test_two_responders_exchange_three_mails_at_most(utility, jobs, responder):
    responder.count = 0
    first = mails.written("Een vraag.", sender=responder.address, subject="Een gewone vraag")

    assert talk(responder, jobs, first=first) <= 3
    assert acknowledged() == 1


def test_a_slow_responder_with_a_fixed_subject_gets_one_acknowledgement_for_it(utility):
    for minutes in (0, 10, 20, 30):
        mails.take(
            mails.written(f"{minutes}", sender="robot@example.be", subject="Re: Afwezig"),
            at=make.MONDAY + timedelta(minutes=minutes),
        )

    assert acknowledged() == 1
    assert Case.objects.count() == 4


def test_a_slow_responder_with_ever_another_subject_is_bounded_by_the_rate(utility):
    for number in range(MAX_OF_SENDER + 10):
        mails.take(
            mails.written("x", sender="robot@example.be", subject=f"Onderwerp {number}"),
            at=make.MONDAY + timedelta(seconds=80 * number),
        )

    assert acknowledged() <= MAX_OF_SENDER
    held = RawMessage.objects.filter(state="quarantined")
    assert set(held.values_list("reason", flat=True)) == {"too-many"}
    assert held.count() == 10


def test_more_than_a_few_mails_alike_within_an_hour_are_held(utility):
    at = make.MONDAY + timedelta(minutes=1)
    outcomes = [
        mails.take(mails.written(f"{number}", subject="Re: lek"), at=at)
        for number in range(MAX_ALIKE + 2)
    ]

    assert [one.outcome for one in outcomes].count("opened") == MAX_ALIKE
    assert {one.reason for one in outcomes[MAX_ALIKE:]} == {"too-many-alike"}
    other = mails.take(mails.written("x", sender="eve@example.be", subject="lek"), at=at)
    assert other.outcome == "opened"


def test_the_same_subject_is_acknowledged_again_after_a_day(utility):
    for hours in (0, 23, 25):
        mails.take(
            mails.written(f"{hours}", subject="Lek"), at=make.MONDAY + timedelta(hours=hours)
        )

    assert acknowledged() == 2


def test_another_question_of_the_same_sender_is_acknowledged(utility):
    mails.take(mails.written("a", subject="Factuur 2025"))
    mails.take(mails.written("b", subject="Factuur 2026"), at=make.MONDAY + timedelta(hours=1))

    assert acknowledged() == 2


def test_mails_that_lay_waiting_together_are_each_acknowledged(utility):
    written = "Mon, 02 Mar 2026 07:00:00 +0000"
    mails.take(mails.written("a", subject="Factuur", date=written))
    mails.take(mails.written("b", subject="Lek", date=written))

    assert acknowledged() == 2


@pytest.mark.parametrize("where", ["subject", "text"])
def test_a_mail_that_names_a_number_that_we_just_told_gets_no_acknowledgement(utility, where):
    number = mails.take(mails.written("a", subject="Lek")).number
    fields = {"subject": f"Ontvangen: {number}"} if where == "subject" else {"subject": "Ontvangen"}
    text = f"U schreef ons over {number}." if where == "text" else "Wij antwoorden snel."

    outcome = mails.take(mails.written(text, **fields), at=make.MONDAY + timedelta(hours=3))

    assert outcome.outcome == "opened"
    assert acknowledged() == 1


def test_a_number_that_was_told_to_somebody_else_keeps_nothing_back(utility):
    number = mails.take(mails.written("a", sender="eve@example.be", subject="Lek")).number

    mails.take(mails.written(f"Buurvrouw heeft {number}", subject="Ook lek"))

    assert acknowledged() == 2


@pytest.mark.parametrize(
    "sender",
    [
        "klantendienst@debiet.example",
        "Klantendienst+2026-000123.abcdefghij234567@Debiet.example",
        "post@utility.example",
        "ombuds@utility.example",
    ],
)
def test_what_comes_from_an_address_of_ours_is_held(utility, settings, sender):
    settings.MAIL_REPLY_TO = "Post <post@utility.example>"
    Mailbox.objects.create(
        code="ombuds",
        address="Ombuds@utility.example",
        protocol="imap",
        topic_code="ombuds",
        compartment="ombuds",
    )

    outcome = mails.take(mails.written(sender=sender))

    assert (outcome.outcome, outcome.reason) == ("quarantined", "own-address")


def test_our_own_mail_that_comes_back_to_us_opens_nothing(utility, jobs):
    make.case(contact=make.Contact("Wij", "klantendienst@debiet.example"))
    jobs.run()
    (ours,) = mail.outbox

    outcome = mails.take(ours.message().as_bytes())

    assert outcome.outcome == "auto-reply"
    assert Case.objects.count() == 1


def test_mail_is_sent_with_the_tagged_address(utility, jobs):
    mails.take(mails.written())
    jobs.run()

    (ours,) = mail.outbox
    assert ours.reply_to == [Message.objects.get().reply_to]
