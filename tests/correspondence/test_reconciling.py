"""The sums agree, or somebody is told."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from debiet.cases import actions as cases
from debiet.cli import check_mail, make_app
from debiet.core.actor import Actor
from debiet.correspondence import actions, queries
from debiet.correspondence.models import Mailbox, RawMessage
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from tests import make

BY = Actor.system("mail.receive")
IMPORT = Actor.system("mail.import")
SERVER = {"host": "mail.example", "username": "x", "kept_folder": "Debiet"}
MAILS = {
    "taken": b"From: a@example.be\nSubject: 1\n\nEen vraag.\n",
    "set-aside": b"From: a@example.be\nAuto-Submitted: auto-replied\n\nAfwezig.\n",
    "quarantined": b"Subject: van niemand\n\nHallo\n",
}


def receive(mailbox_id, content, *, take_up=True, at=None):
    at = at or timezone.now()
    taken = actions.receive(mailbox_id=mailbox_id, content=content, received_at=at, by=BY, at=at)
    if take_up:
        cases.take_up(raw_message_id=taken.raw_message_id, by=IMPORT, at=at)


def house():
    """Have two mailboxes that are looked into, one mail of each fate, and one that waits."""
    made = make.utility()
    mailbox = make.mailbox()
    make.ombuds_mailbox()
    for content in MAILS.values():
        receive(mailbox, content)
    receive(mailbox, b"From: a@example.be\n\nNog niet opgenomen.\n", take_up=False)
    actions.note_listening(by=BY, at=timezone.now())
    return made


def sums(viewer=BY, at=None):
    rows = queries.reconciled(viewer=viewer, at=at or timezone.now())
    return {row.source: row for row in rows}


@pytest.mark.django_db
def test_each_message_is_in_one_state_and_the_states_add_up():
    house()

    found = sums()["mailbox:klantendienst"]

    states = (found.received, found.taken, found.set_aside, found.quarantined)
    assert (states, found.came) == ((1, 1, 1, 1), 4)
    assert (found.adds_up, found.is_well) == (True, True)
    assert sums()["mailbox:ombuds"].came == 0


@pytest.mark.django_db
def test_everybody_sees_the_sums_of_the_own_parts_only():
    made = house()
    receive(Mailbox.objects.get(code="ombuds").pk, MAILS["taken"])
    agent = make.employee(made)
    ombuds = make.employee(made, role=Role.OMBUDS, team=made.ombuds_team)

    assert set(sums(agent.actor)) == {"mailbox:klantendienst"}
    assert set(sums(ombuds.actor)) == {"mailbox:klantendienst", "mailbox:ombuds"}


@pytest.mark.django_db
def test_what_came_by_no_mailbox_has_its_sums_too():
    make.utility()
    actions.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=MAILS["taken"],
        received_at=make.MONDAY,
        by=IMPORT,
        at=make.MONDAY,
    )
    row = sums()["import-mail"]
    assert (row.came, row.received, row.is_mailbox, row.is_silent) == (1, 1, False, False)


def lost_row():
    RawMessage.objects.filter(state="taken").update(state="nowhere")


def silence():
    Mailbox.objects.filter(code="ombuds").update(looked_at=timezone.now() - timedelta(minutes=16))


def never_looked_into():
    Mailbox.objects.filter(code="ombuds").update(looked_at=None)


def trouble():
    Mailbox.objects.filter(code="ombuds").update(trouble="sign-in")


def left_behind():
    RawMessage.objects.filter(state="received").update(
        recorded_at=timezone.now() - timedelta(minutes=16)
    )


def other_count(count):
    def change():
        Mailbox.objects.filter(code="klantendienst").update(
            protocol="imap", server=SERVER, kept_count=count
        )

    return change


@pytest.mark.parametrize(
    ("change", "source"),
    [
        (lost_row, "mailbox:klantendienst"),
        (silence, "mailbox:ombuds"),
        (never_looked_into, "mailbox:ombuds"),
        (trouble, "mailbox:ombuds"),
        (left_behind, "mailbox:klantendienst"),
        (other_count(3), "mailbox:klantendienst"),
        (other_count(5), "mailbox:klantendienst"),
    ],
    ids=["no state", "silent", "never", "trouble", "left behind", "fewer there", "more there"],
)
@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_is_said_and_the_command_ends_with_an_error(change, source, monkeypatch):
    house()
    monkeypatch.setattr(check_mail, "PAUSE_SECONDS", 0)
    change()

    said = CliRunner().invoke(make_app(), ["check-mail"])

    wrong = {row["source"] for row in json.loads(said.stdout) if not row["is_well"]}
    assert (said.exit_code, wrong) == (1, {source})


@pytest.mark.django_db
def test_a_mail_that_went_on_with_a_case_of_a_closed_part_is_not_missed():
    made = house()
    other_count(4)()
    RawMessage.objects.filter(state="taken").update(compartment=Compartment.OMBUDS)

    for viewer in (BY, make.employee(made).actor):
        rows = queries.reconciled(viewer=viewer, at=timezone.now())
        found = next(row for row in rows if row.source == "mailbox:klantendienst")
        assert (found.came, found.kept_count, found.difference, found.adds_up) == (3, 4, 0, True)


@pytest.mark.django_db(transaction=True)
def test_while_all_is_well_the_command_prints_the_sums_and_ends_well():
    house()
    other_count(4)()

    said = CliRunner().invoke(make_app(), ["check-mail"])

    assert said.exit_code == 0, said.stdout
    rows = {row["source"]: row for row in json.loads(said.stdout)}
    assert rows["mailbox:klantendienst"]["came"] == 4
    assert rows["mailbox:klantendienst"]["difference"] == 0
