"""Mail that answers the ombuds office never enters a list of the first line, however it comes."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case, Interaction, SuggestedLink, Topic
from debiet.correspondence import queries
from debiet.correspondence.models import Message, RawMessage, UnreachableAddress
from debiet.rules import mail_loops
from debiet.rules.access import Compartment, Role
from debiet.terms.models import Clock
from tests import mails, make
from tests.cases.test_mail_bounces import about

pytestmark = pytest.mark.django_db

TUESDAY = make.MONDAY + timedelta(days=1)
UNKNOWN = "ann@elsewhere.example"
KEPT = (RawMessage, Case, Interaction, Message, SuggestedLink, Clock, UnreachableAddress)


@pytest.fixture
def ours():
    """The office's letter in a case of its own; all that came of it before is in its part."""
    utility = make.utility()
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    opened = make.case(topic_code="ombuds")
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=ombuds.actor, at=make.MONDAY
    )
    return Message.objects.get(purpose="answer")


def number_of(ours):
    return ours.about.partition(":")[2]


WAYS = {
    "the tag, unknown": ("opened", lambda ours: mails.written(sender=UNKNOWN, to=ours.reply_to)),
    "the message, unknown": (
        "opened",
        lambda ours: mails.written(sender=UNKNOWN, in_reply_to=ours.message_id),
    ),
    "a number, unknown": (
        "opened",
        lambda ours: mails.written(sender=UNKNOWN, subject=f"Re: {number_of(ours)}"),
    ),
    "a number, known": ("opened", lambda ours: mails.written(subject=f"Re: {number_of(ours)}")),
    "a number in the words": (
        "opened",
        lambda ours: mails.written(f"Over {number_of(ours)}", sender=UNKNOWN),
    ),
    "a number and broken references": (
        "opened",
        lambda ours: mails.written(
            sender=UNKNOWN, subject=number_of(ours), references="<x@y> broken <", in_reply_to="<>"
        ),
    ),
    "a program, unknown": (
        "auto-reply",
        lambda ours: mails.written(
            sender=UNKNOWN, in_reply_to=ours.message_id, auto_submitted="auto-replied"
        ),
    ),
    "bulk": ("quarantined", lambda ours: mails.written(to=ours.reply_to, precedence="bulk")),
    "without a sender": (
        "quarantined",
        lambda ours: f"Subject: {number_of(ours)}\n\nGeheim\n".encode(),
    ),
    "returned": ("bounce", lambda ours: about(ours)),
    "returned, of somebody else": ("bounce", lambda ours: about(ours, recipient="eve@example.be")),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_it_stands_outside_of_the_office(ours, way):

    expected, written = WAYS[way]

    outcome = mails.take(written(ours), at=TUESDAY)

    assert outcome.outcome == expected
    for model in KEPT:
        parts = set(model.objects.values_list("compartment", flat=True))
        assert parts <= {Compartment.OMBUDS}, model


@pytest.mark.parametrize("why", ["too-large", "too-many-alike", "cases.unknown-topic"])
def test_what_is_held_waits_where_only_the_office_looks(ours, why):
    utility = make.utility()
    agent = make.employee(utility)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    content = mails.written(sender=UNKNOWN, to=ours.reply_to)
    if why == "cases.unknown-topic":
        Topic.objects.filter(code="ombuds").update(retired_at=make.MONDAY)
    if why == "too-many-alike":
        for number in range(mail_loops.MAX_ALIKE):
            mails.take(content + b"x" * number, at=TUESDAY)
    size = {"whole_size": 70_000_000} if why == "too-large" else {}

    outcome = mails.take(content + b"the last", at=TUESDAY, **size)

    assert (outcome.outcome, outcome.reason) == ("quarantined", why)
    assert queries.quarantine(viewer=agent.actor) == []
    assert len(queries.quarantine(viewer=ombuds.actor)) == 1


def test_a_case_of_the_first_line_is_gone_on_with_whatever_its_words_quote(ours):
    agent = make.employee(make.utility())
    opened = make.case(contact=cases.Contact("Jan", "jan@example.be"))
    cases.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    answer = Message.objects.get(purpose="answer", about=f"case:{opened.number}")

    outcome = mails.take(
        mails.written(
            f"Zoals ik schreef in {number_of(ours)}",
            sender="jan@example.be",
            to=answer.reply_to,
        ),
        at=TUESDAY,
    )

    assert (outcome.outcome, outcome.case_id) == ("continued", opened.case_id)
    assert RawMessage.objects.get().compartment == Compartment.ORDINARY
