"""What arrives in a mailbox is in its compartment from the first byte, and is one case only."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.models import AuditEntry
from debiet.correspondence import actions, queries
from debiet.correspondence.actions.mailboxes import AddressTaken, UnusableServer
from debiet.correspondence.models import Mailbox, Message, RawMessage
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from tests import make

pytestmark = pytest.mark.django_db

BY = Actor.system("mail.receive")
IMPORT = Actor.system("mail.import")
MAIL = (
    b"Message-ID: <1@example.be>\nDate: Mon, 2 Mar 2026 08:59:00 +0100\n"
    b"From: Ann <ann@example.be>\nSubject: Lek\n\nEr is een lek.\n"
)
NAMELESS = b"From: Ann <ann@example.be>\nSubject: Lek\n\nEr is een lek.\n"
TRACE = b"Return-Path: <ann@example.be>\nDelivered-To: klantendienst@water.example\n"


def receive(mailbox_id, content=MAIL, at=make.MONDAY, **more):
    return actions.receive(
        mailbox_id=mailbox_id, content=content, received_at=at, by=BY, at=at, **more
    )


def imported(content=MAIL, at=make.MONDAY):
    taken = actions.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=content,
        received_at=at,
        by=IMPORT,
        at=at,
    )
    return take_up(taken, at)


def take_up(taken, at=make.MONDAY):
    return cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=at)


def test_a_mail_in_a_mailbox_is_kept_and_a_job_opens_its_case(jobs):
    make.utility()
    receive(make.mailbox())

    assert RawMessage.objects.get().state == "received"
    assert not Case.objects.exists()
    ran = jobs.run()

    assert "debiet.cases.tasks.take_up_kept" in ran
    raw = RawMessage.objects.get()
    assert (raw.state, raw.source, raw.received_at) == (
        "taken",
        "mailbox:klantendienst",
        make.MONDAY,
    )
    assert Case.objects.get().topic.code == "mail"


def test_the_same_bytes_again_in_the_mailbox_are_one_row_and_start_no_second_job(jobs):
    make.utility()
    mailbox = make.mailbox()

    first, second = receive(mailbox), receive(mailbox)

    assert (first.is_new, second.is_new) == (True, False)
    assert [name for name, _ in jobs.waiting()] == ["debiet.cases.tasks.take_up_kept"]
    kept = Mailbox.objects.get()
    assert (kept.seen_count, kept.new_count) == (2, 1)


def test_what_arrives_in_the_ombuds_mailbox_is_in_its_compartment_from_the_first_byte(jobs):
    utility = make.utility()
    agent = make.employee(utility)
    receive(make.ombuds_mailbox())
    raw = RawMessage.objects.get()
    assert raw.compartment == "ombuds"

    jobs.run()

    case = Case.objects.get()
    assert (case.compartment, case.topic.code) == ("ombuds", "ombuds")
    assert case.compartment not in agent.actor.compartments
    about_it = AuditEntry.objects.filter(reference__in=[f"raw:{raw.pk}", f"case:{case.number}"])
    assert set(about_it.values_list("compartment", flat=True)) == {"ombuds"}
    assert Message.objects.get().compartment == "ombuds"


def test_what_cannot_be_taken_up_in_the_ombuds_mailbox_is_held_where_the_ombuds_office_sees_it():
    utility = make.utility()
    agent = make.employee(utility)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)

    take_up(receive(make.ombuds_mailbox(), b"Subject: van niemand\n\nHallo\n"))

    assert queries.quarantine(viewer=agent.actor) == []
    (held,) = queries.quarantine(viewer=ombuds.actor)
    assert queries.held(held.raw_message_id, viewer=ombuds.actor).compartment == "ombuds"
    audited = AuditEntry.objects.filter(reference=f"raw:{held.raw_message_id}")
    assert set(audited.values_list("compartment", flat=True)) == {"ombuds"}


def test_an_ordinary_case_named_in_a_mail_to_the_ombuds_office_is_not_gone_on_with():
    make.utility()
    ordinary = make.case()
    ours = Message.objects.get().message_id
    mail = f"From: ann@example.be\nIn-Reply-To: {ours}\nSubject: Re\n\nEen klacht.\n".encode()

    outcome = take_up(receive(make.ombuds_mailbox(), mail))

    assert outcome.outcome == "opened"
    assert outcome.case_id != ordinary.case_id
    assert Case.objects.get(pk=outcome.case_id).compartment == "ombuds"


def test_a_mailbox_whose_topic_went_to_another_team_leaks_nothing():
    make.utility()
    mailbox = make.ombuds_mailbox()
    Mailbox.objects.update(topic_code="mail")

    outcome = take_up(receive(mailbox))

    assert outcome.outcome == "opened"
    assert Case.objects.get(pk=outcome.case_id).compartment == "ombuds"
    assert RawMessage.objects.get().compartment == "ombuds"


def test_of_a_mail_that_is_too_large_its_beginning_is_held():
    make.utility()

    outcome = take_up(receive(make.mailbox(), MAIL, whole_size=70_000_000))

    assert (outcome.outcome, outcome.reason) == ("quarantined", "too-large")
    raw = RawMessage.objects.get()
    assert (raw.size, raw.fingerprint) == (70_000_000, "")


def test_the_same_mail_over_two_sources_is_one_case():
    make.utility()
    first = imported()

    second = take_up(receive(make.mailbox(), TRACE + MAIL))

    assert (second.outcome, second.reason) == ("duplicate", "same-message-other-source")
    assert (second.case_id, second.number) == (first.case_id, first.number)
    assert Case.objects.count() == 1
    row = RawMessage.objects.get(source="mailbox:klantendienst")
    assert (row.state, row.about) == ("set-aside", f"case:{first.number}")
    assert imported(TRACE + TRACE + MAIL).number == first.number


def test_the_same_mail_to_the_ombuds_office_and_to_customer_service_is_a_case_in_each():
    make.utility()

    outcomes = [
        take_up(receive(mailbox, MAIL)) for mailbox in (make.mailbox(), make.ombuds_mailbox())
    ]

    assert [outcome.outcome for outcome in outcomes] == ["opened", "opened"]
    assert set(Case.objects.values_list("compartment", flat=True)) == {"ordinary", "ombuds"}


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [(24, "duplicate"), (25, "opened")],
)
def test_a_mail_without_id_and_date_is_the_same_for_a_day_only(hours, outcome):
    make.utility()
    imported(NAMELESS)
    at = make.MONDAY + timedelta(hours=hours)

    again = take_up(receive(make.mailbox(), TRACE + NAMELESS, at), at)

    assert again.outcome == outcome


def test_another_mail_of_the_same_sender_is_another_case():
    make.utility()
    imported()
    other = MAIL.replace(b"<1@", b"<2@").replace(b"een lek", b"nog een lek")

    assert take_up(receive(make.mailbox(), TRACE + other)).outcome == "opened"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("klantendienst@water.example", "klantendienst"),
        ("KlantenDienst@Water.Example", "klantendienst"),
        ("klantendienst+2026-000123.abc@water.example", "klantendienst"),
        ("ombudsdienst+@water.example", "ombuds"),
        ("nobody@water.example", None),
        ("klantendienst@elsewhere.example", None),
        ("+x@water.example", None),
        ("", None),
        ("@", None),
    ],
)
def test_an_address_means_a_mailbox_with_or_without_its_tag(address, found):
    make.mailbox()
    make.ombuds_mailbox()
    mailbox = queries.lmtp_mailbox(address)
    assert (mailbox.code if mailbox else None) == found


def test_a_mailbox_that_is_put_out_of_use_takes_nothing():
    make.mailbox(is_active=False)
    assert queries.lmtp_mailbox("klantendienst@water.example") is None


SERVER = {"host": "mail.example", "username": "klantendienst", "kept_folder": "Debiet"}


def test_a_mailbox_saved_again_is_changed_and_keeps_what_is_known_of_it():
    first = make.mailbox(protocol="imap", server=SERVER)
    Mailbox.objects.update(new_count=7)

    again = make.mailbox(protocol="imap", server=SERVER | {"port": 1143})

    row = Mailbox.objects.get()
    assert (again, row.new_count, row.server["port"]) == (first, 7, 1143)
    assert queries.imap_mailboxes()[0].server == SERVER | {"port": 1143}


def test_two_mailboxes_with_one_address_are_refused():
    make.mailbox()
    with pytest.raises(AddressTaken):
        make.mailbox(code="other", address="KLANTENDIENST@water.example")
    make.mailbox(code="other", protocol="imap", server=SERVER)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host": ""}, "`host` is missing"),
        ({"password": "x"}, "`password` is not known"),
        ({"port": "993"}, "`port` has a value of the wrong kind"),
        ({"security": "ssl"}, "`security` is one of tls, starttls, none"),
        ({"authentication": "ntlm"}, "`authentication` is one of password, oauth2"),
        ({"authentication": "oauth2"}, "OAuth2 needs `token_url` and `client_id`"),
        ({"token_url": "http://tokens.example/"}, "`token_url` begins with https://"),
        ({"kept_folder": "INBOX"}, "another folder"),
    ],
)
def test_a_server_that_cannot_be_reached_like_this_is_refused(change, said):
    with pytest.raises(UnusableServer, match=said):
        make.mailbox(protocol="imap", server=SERVER | change)


def test_an_unknown_protocol_is_refused():
    with pytest.raises(UnusableServer, match="pop3"):
        make.mailbox(protocol="pop3")
