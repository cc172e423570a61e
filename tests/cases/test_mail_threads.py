"""A mail goes on with a case by a sign of ours and a known sender, by both together only."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction, SuggestedLink
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.correspondence.models import Mailbox, Message, RawMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import CaseState, LinkOutcome
from debiet.terms.models import Clock
from tests import mails, make
from tests.rules.worked import rows

pytestmark = pytest.mark.django_db

TUESDAY = make.MONDAY + timedelta(days=1)
OMBUDS = {"compartment": Compartment.OMBUDS, "source": "mailbox:ombuds"}
TABLE = [
    (row["sign"], row["sender"], row["became"], row["suggested because"])
    for row in rows("mail.md", heading="## Where it belongs")
]


@pytest.fixture
def utility():
    return make.utility()


def answered(utility, **changes):
    agent = make.employee(utility, role=changes.pop("role", Role.AGENT))
    opened = make.case(**changes)
    cases.answer_case(
        case_id=opened.case_id, text="Zo is het.", seen_version=1, by=agent.actor, at=make.MONDAY
    )
    return opened, Message.objects.get(purpose="answer")


def signed_by(sign, ours, number):
    forged = ours.reply_to.replace(f"{number}.", f"{number}.aaaa").replace("@", "@", 1)
    forged = forged[: forged.index("@") - 4] + forged[forged.index("@") :]
    return {
        "tag": {"to": ours.reply_to.upper()},
        "message": {"references": f"<x@example.be> {ours.message_id} <y@example.be>"},
        "forged tag": {"to": forged},
        "number": {"subject": f"Over {number}"},
        "none": {"to": "klantendienst@debiet.example"},
    }[sign]


@pytest.mark.parametrize(("sign", "sender", "became", "reason"), TABLE)
def test_a_sign_and_a_known_sender_only_together_continue_a_case(
    utility, sign, sender, became, reason
):
    opened, ours = answered(utility)
    address = "ann@example.be" if sender == "known" else "eve@example.be"
    fields = signed_by(sign, ours, opened.number)

    outcome = mails.take(mails.written("Nog iets.", sender=address, **fields), at=TUESDAY)

    assert outcome.outcome == became
    assert (outcome.case_id == opened.case_id) is (became == "continued")
    assert (Case.objects.get(pk=opened.case_id).state == CaseState.OPEN) is (became == "continued")
    found = SuggestedLink.objects.values_list("case_id", "other_id", "reason")
    assert list(found) == ([] if reason == "-" else [(outcome.case_id, opened.case_id, reason)])


def test_messages_about_a_case_ask_for_answers_at_its_tagged_address(utility, settings):
    settings.MAIL_REPLY_TO = "Klantendienst <post@utility.example>"
    opened, ours = answered(utility)

    assert ours.reply_to.startswith(f"post+{opened.number}.")
    assert ours.reply_to.endswith("@utility.example")
    assert Message.objects.exclude(pk=ours.pk).get().reply_to == ours.reply_to


def test_where_the_mail_server_takes_no_tags_there_are_none(utility, settings):
    settings.MAIL_REPLY_TO = "none"

    assert answered(utility)[1].reply_to == ""


def test_a_tag_that_was_signed_with_an_earlier_key_still_holds(utility, settings):
    opened, ours = answered(utility)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key for tests"  # noqa: S105

    outcome = mails.take(mails.written(to=ours.reply_to), at=TUESDAY)

    assert outcome.case_id == opened.case_id


@pytest.mark.parametrize("known_as", ["customer", "written to"])
def test_a_case_knows_its_customers_addresses_and_whom_it_wrote_to(utility, known_as):
    make.customer(email="ann@example.be", number="100200")
    opened, ours = answered(utility, contact=Contact("Ann", "ann@example.be", "", "100200"))
    if known_as == "customer":
        from debiet.customers import actions as customers
        from debiet.customers.models import ContactKind

        customers.add_contact_point(
            customer_id=Case.objects.get().customer_id,
            kind=ContactKind.EMAIL,
            value="Ann@work.example",
            by=make.SYSTEM,
            at=make.MONDAY,
        )
        sender = "ann@work.example"
    else:
        Case.objects.update(contact_email="", customer=None)
        sender = "ann@example.be"

    outcome = mails.take(mails.written(sender=sender, to=ours.reply_to), at=TUESDAY)

    assert outcome.case_id == opened.case_id


def test_a_reply_to_the_ombuds_office_goes_to_its_case_and_takes_its_original_along(utility):
    opened, ours = answered(utility, topic_code="ombuds", role=Role.OMBUDS)

    outcome = mails.take(mails.written(to=ours.reply_to), at=TUESDAY)

    assert outcome.case_id == opened.case_id
    assert RawMessage.objects.get().compartment == Compartment.OMBUDS
    assert Interaction.objects.latest("id").compartment == Compartment.OMBUDS


def test_what_comes_to_the_ombuds_office_is_never_an_ordinary_case(utility):
    opened, ours = answered(utility)

    outcome = mails.take(mails.written(to=ours.reply_to), at=TUESDAY, **OMBUDS)

    assert outcome.outcome == "opened"
    case = Case.objects.get(pk=outcome.case_id)
    assert (case.compartment, case.topic.code) == (Compartment.OMBUDS, "ombuds")
    link = SuggestedLink.objects.get()
    assert (link.other_id, link.reason) == (opened.case_id, "answers-our-message")
    assert link.compartment == Compartment.OMBUDS
    assert Case.objects.get(pk=opened.case_id).state == CaseState.RESOLVED


def test_a_closed_part_without_a_team_holds_what_comes_to_it(utility):
    outcome = mails.take(mails.written(), compartment=Compartment.HR, source="mailbox:hr")

    assert (outcome.outcome, outcome.reason) == ("quarantined", "cases.unknown-topic")


def test_a_mailbox_says_what_its_mails_are_about_and_where_answers_come_back(utility):
    for code, topic, compartment in (
        ("invoices", "invoice", "ordinary"),
        ("ombuds", "mail", "ombuds"),
    ):
        Mailbox.objects.create(
            code=code,
            address=f"{code}@utility.example",
            protocol="imap",
            topic_code=topic,
            compartment=compartment,
        )

    first = mails.take(mails.written(), source="mailbox:invoices")
    second = mails.take(mails.written(sender="eve@example.be"), **OMBUDS)

    assert Case.objects.get(pk=first.case_id).topic.code == "invoice"
    assert Case.objects.get(pk=second.case_id).topic.code == "ombuds"
    addresses = dict(Message.objects.values_list("about", "reply_to"))
    assert addresses[f"case:{first.number}"].startswith("klantendienst+")
    assert addresses[f"case:{second.number}"].startswith("ombuds+")


def suggested(utility, **changes):
    opened, ours = answered(utility, **changes)
    outcome = mails.take(mails.written(sender="eve@example.be", to=ours.reply_to), at=TUESDAY)
    return outcome, opened, SuggestedLink.objects.get()


def test_a_suggestion_is_shown_only_to_those_who_may_see_the_other_case(utility):
    outcome, opened, link = suggested(utility, topic_code="ombuds", role=Role.OMBUDS)
    agent, ombuds = make.employee(utility), make.employee(utility, role=Role.OMBUDS)

    assert queries.suggested_links(outcome.case_id, viewer=agent.actor) == []
    (shown,) = queries.suggested_links(outcome.case_id, viewer=ombuds.actor)
    assert (shown.number, shown.reason) == (opened.number, "tag-unknown-sender")
    with pytest.raises(NotFound):
        settle(link, LinkOutcome.RELATED, by=agent.actor)
    settle(link, LinkOutcome.RELATED, by=ombuds.actor)
    assert queries.related_cases(outcome.case_id, viewer=agent.actor) == []


def settle(link, outcome, *, by, case_id=None):
    cases.settle_suggested_link(
        link_id=link.pk, case_id=case_id or link.case_id, outcome=outcome, by=by, at=TUESDAY
    )


def test_an_accepted_link_shows_each_case_beside_the_other(utility):
    outcome, opened, link = suggested(utility)
    agent = make.employee(utility)

    settle(link, LinkOutcome.RELATED, by=agent.actor)

    assert queries.suggested_links(outcome.case_id, viewer=agent.actor) == []
    for here, there in ((outcome.case_id, opened.number), (opened.case_id, outcome.number)):
        (shown,) = queries.related_cases(here, viewer=agent.actor)
        assert shown.number == there
    assert AuditEntry.objects.filter(action="cases.linking.settle_suggested_link").count() == 1


def test_a_dismissed_link_is_shown_nowhere(utility):
    outcome, opened, link = suggested(utility)
    agent = make.employee(utility)

    settle(link, LinkOutcome.DISMISSED, by=agent.actor)

    assert queries.suggested_links(outcome.case_id, viewer=agent.actor) == []
    assert queries.related_cases(opened.case_id, viewer=agent.actor) == []


def test_a_link_is_judged_on_its_own_case_by_those_who_may(utility):
    _outcome, opened, link = suggested(utility)
    agent, auditor = make.employee(utility), make.employee(utility, role=Role.AUDITOR)

    with pytest.raises(NotFound):
        settle(link, LinkOutcome.RELATED, by=agent.actor, case_id=opened.case_id)
    with pytest.raises(NotAllowed):
        settle(link, LinkOutcome.RELATED, by=auditor.actor)


# Thanks


def clocks_of(number):
    return list(Clock.objects.filter(reference=f"case:{number}").order_by("id").values())


@pytest.mark.parametrize("state", ["resolved", "open", "waiting"])
def test_thanks_are_shown_and_change_nothing(utility, state):
    agent = make.employee(utility)
    opened = make.case()
    cases.answer_case(
        case_id=opened.case_id,
        text="Zo is het.",
        seen_version=1,
        resolves=state == "resolved",
        by=agent.actor,
        at=make.MONDAY,
    )
    if state == "waiting":
        from debiet.rules.sla import PauseReason

        cases.pause_case(
            case_id=opened.case_id,
            reason=PauseReason.WAITING_FOR_CUSTOMER,
            seen_version=2,
            by=agent.actor,
            at=make.MONDAY,
        )
    ours, before = Message.objects.get(purpose="answer"), clocks_of(opened.number)

    outcome = mails.take(mails.written("Bedankt!\n\nGroeten,\nAnn", to=ours.reply_to), at=TUESDAY)

    assert (outcome.outcome, outcome.reason, outcome.number) == (
        "continued",
        "thanks",
        opened.number,
    )
    assert Case.objects.get().state == state
    assert clocks_of(opened.number) == before
    assert Interaction.objects.filter(text__startswith="Bedankt!", is_public=True).exists()


def test_thanks_that_belong_to_no_case_are_a_question_as_any_other(utility):
    assert mails.take(mails.written("Bedankt!")).outcome == "opened"


# Automatic replies


def test_an_automatic_reply_is_shown_with_the_case_it_answers_and_moves_no_clock(utility):
    opened, ours = answered(utility)
    before = clocks_of(opened.number)

    outcome = mails.take(
        mails.written("Ik ben er niet.", to=ours.reply_to, auto_submitted="auto-replied"),
        at=TUESDAY,
    )

    assert (outcome.outcome, outcome.number) == ("auto-reply", opened.number)
    assert Case.objects.get().state == CaseState.RESOLVED
    assert clocks_of(opened.number) == before
    contact = Interaction.objects.latest("id")
    assert (contact.text, contact.is_automatic, contact.is_public) == (
        "Ik ben er niet.",
        True,
        False,
    )
    assert RawMessage.objects.get().state == "set-aside"


@pytest.mark.parametrize("fields", [{}, {"sender": "eve@example.be"}])
def test_an_automatic_reply_to_nothing_of_ours_or_of_a_stranger_is_kept_and_shown_nowhere(
    utility, fields
):
    _opened, ours = answered(utility)
    to = ours.reply_to if fields else "klantendienst@debiet.example"

    outcome = mails.take(
        mails.written("Afwezig", to=to, auto_submitted="auto-replied", **fields), at=TUESDAY
    )

    assert (outcome.outcome, outcome.number) == ("auto-reply", "")
    assert not Interaction.objects.filter(text="Afwezig").exists()
    assert RawMessage.objects.get().state == "set-aside"


# Receipt and what was written meanwhile


def test_the_receipt_counts_whatever_the_sender_claims(utility):
    for claimed in ("Thu, 1 Jan 1998 00:00:00 +0000", "Fri, 1 Jan 2100 00:00:00 +0000", "x"):
        outcome = mails.take(mails.written(f"Vraag {claimed}", date=claimed, subject=claimed))

        assert Case.objects.get(pk=outcome.case_id).opened_at == make.MONDAY
