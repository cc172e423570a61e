"""What a delivery report says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail_bounce import Fate, Returned, marks_address, read_bounce
from tests.rules.worked import rows

TABLE = [tuple(row.values()) for row in rows("mail.md", heading="## Delivery reports")]
OURS = "debiet.7.abcdefghij234567@utility.example"


def report(status, *, returned=f"Message-ID: <{OURS}>\nSubject: Antwoord\n", kind="message/rfc822"):
    """Return a report as RFC 3464 wants it, with the message that came back."""
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0100

{status}
--b
Content-Type: {kind}

{returned}
--b--
""".encode()


def fields(action, status, recipient="Ann@Example.be"):
    lines = [f"Final-Recipient: rfc822; {recipient}"]
    lines += [f"Action: {action}"] if action != "-" else []
    lines += [f"Status: {status}"] if status != "-" else []
    return "\n".join(lines)


@pytest.mark.parametrize(("action", "status", "became", "marks"), TABLE)
def test_action_and_status_say_what_became_of_it(action, status, became, marks):
    found = read_bounce(report(fields(action, status))).fate_of("ann@example.be")

    assert found == Returned(
        Fate(became), frozenset({"ann@example.be"}), "" if status == "-" else status
    )
    if marks != "-":
        assert marks_address(found.status) is (marks == "yes")


def test_a_failure_without_a_status_marks_the_address():
    assert marks_address("")


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        (f"Message-ID: <{OURS}>\nSubject: x\n\nBeste Ann", "message/rfc822"),
        (f"Subject: x\nMessage-Id:\n <{OURS}>\n", "text/rfc822-headers"),
        (f"Message-ID: <{OURS}>\n", "message/global-headers"),
        (f"Content-Type: text/plain\n\n> message-id: <{OURS}>\n", "text/plain"),
    ],
)
def test_the_message_that_came_back_is_found_in_every_form(returned, kind):
    raw = report(fields("failed", "5.1.1"), returned=returned, kind=kind)

    assert read_bounce(raw).message_ids == (OURS,)


def test_a_returned_message_in_base64_is_read_too():
    returned = "TWVzc2FnZS1JRDogPGFAdXRpbGl0eS5leGFtcGxlPgo="  # Message-ID: <a@utility.example>
    raw = report(fields("failed", "5.1.1"), returned=returned).replace(
        b"message/rfc822", b"message/rfc822\nContent-Transfer-Encoding: base64"
    )

    assert read_bounce(raw).message_ids == ("a@utility.example",)


def test_who_was_first_written_to_is_the_recipient_as_well():
    block = fields("failed", "5.1.1", "new@elsewhere.example")
    block += "\nOriginal-Recipient: rfc822;ann@example.be"
    bounce = read_bounce(report(block))

    assert bounce.fate_of("ANN@example.be ").fate is Fate.FAILED
    assert bounce.fate_of("new@elsewhere.example").fate is Fate.FAILED
    assert bounce.fate_of("eve@example.be") is None


def test_each_recipient_has_its_own_fate():
    raw = report(
        fields("failed", "5.1.1", "a@example.be")
        + "\n\n"
        + fields("delayed", "4.4.1", "b@example.be")
    )
    bounce = read_bounce(raw)

    assert bounce.fate_of("a@example.be").fate is Fate.FAILED
    assert bounce.fate_of("b@example.be").fate is Fate.DELAYED


def test_the_status_may_stand_in_the_other_servers_words_on_two_lines():
    block = "Final-Recipient: rfc822;ann@example.be\nAction: failed (gave up)\n"
    block += "Status: 5\nDiagnostic-Code: smtp; 550\n 5.2.2 mailbox full\nno field at all"

    assert read_bounce(report(block)).fate_of("ann@example.be").status == "5.2.2"


def words(text, *, subject="Undelivered mail", header=""):
    return f"From: MAILER-DAEMON@mx.example\nSubject: {subject}\n{header}\n{text}\n".encode()


QMAIL = f"""\
Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ann@example.be>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 no such user

--- Below this line is a copy of the message.

Message-ID: <{OURS}>
"""
EXCHANGE = f"""\
Delivery has failed to these recipients or groups:

ann@example.be
The email address you entered couldn't be found. 550 5.1.10 RESOLVER.ADR.RecipientNotFound

Message-ID: <{OURS}>
"""


@pytest.mark.parametrize(
    ("raw", "fate", "status"),
    [
        (words(QMAIL), Fate.FAILED, "5.1.1"),
        (words(EXCHANGE, subject="Undeliverable: Antwoord"), Fate.FAILED, "5.1.10"),
        (words("x", subject="x", header="X-Failed-Recipients: ann@example.be\n"), Fate.FAILED, ""),
        (words("Remote host said: 552 quota", subject="failure notice: returned to sender"),
         Fate.FAILED, "5.0.0"),
        (words("Your message has been delayed. 421 try later"), Fate.DELAYED, "4.0.0"),
        (words("Hello", subject="Hello"), Fate.UNKNOWN, ""),
    ],
)  # fmt: skip
def test_the_known_programs_are_understood_without_a_proper_report(raw, fate, status):
    found = read_bounce(raw).fate_of("ann@example.be")

    assert (found.fate, found.status) == (fate, status)


def test_a_report_in_words_that_names_somebody_else_is_not_about_us():
    assert read_bounce(words(QMAIL)).fate_of("eve@example.be") is None


def test_what_a_report_answers_may_be_the_message_that_came_back():
    raw = words("x", header=f"In-Reply-To: <{OURS}>\n")

    assert read_bounce(raw).message_ids == (OURS,)


def test_a_report_of_nothing_says_that_nothing_is_known():
    assert read_bounce(b"").fate_of("ann@example.be").fate is Fate.UNKNOWN


@given(raw=st.binary(max_size=400))
def test_any_bytes_have_an_answer(raw):
    bounce = read_bounce(raw)

    assert all(isinstance(one, Returned) for one in bounce.returned)


@given(middle=st.text(alphabet="\n :Action:failedStatus5.1<>@", max_size=300))
def test_any_report_has_an_answer(middle):
    assert read_bounce(report(middle)).message_ids == (OURS,)
