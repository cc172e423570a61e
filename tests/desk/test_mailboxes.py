"""Whether all mail arrived, as an employee reads it."""

from datetime import timedelta

import pytest

from debiet.core.actor import Actor
from debiet.correspondence import actions
from debiet.correspondence.models import Mailbox, RawMessage
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of

BY = Actor.system("mail.receive")


@pytest.fixture
def mailbox(utility, clock):
    mailbox_id = make.mailbox()
    actions.receive(
        mailbox_id=mailbox_id,
        content=b"From: a@example.be\n\nVraag.\n",
        received_at=clock.moment,
        by=BY,
        at=clock.moment,
    )
    actions.note_listening(by=BY, at=clock.moment)
    RawMessage.objects.update(recorded_at=clock.moment)
    return Mailbox.objects.get()


def page(browser):
    return text_of(browser.get("/mailboxes/"))


def test_while_all_is_well_the_page_says_so(mailbox, browser_of_agent):
    shown = page(browser_of_agent)
    assert "Every message that came is accounted for." in shown
    assert "klantendienst@water.example" in shown
    assert "All is here." in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"trouble": "sign-in"}, "The mail server refuses our sign-in."),
        ({"looked_at": None}, "Nobody looks into it."),
        ({"protocol": "imap", "kept_count": 3}, "The mail server has 2 more than we do."),
        ({"protocol": "imap", "kept_count": 0}, "We have 1 more than the mail server."),
    ],
)
def test_what_is_wrong_is_said_in_words(mailbox, browser_of_agent, change, said):
    Mailbox.objects.update(**change)
    shown = page(browser_of_agent)
    assert "Not everything is in order" in shown
    assert said in shown


def test_a_message_that_nobody_takes_up_is_said(mailbox, browser_of_agent, clock):
    clock.at(clock.moment + timedelta(minutes=16))
    Mailbox.objects.update(looked_at=clock.moment)
    assert "1 message is not taken up." in page(browser_of_agent)


def test_a_message_in_no_known_state_is_said(mailbox, browser_of_agent):
    RawMessage.objects.update(state="nowhere")
    assert "A message is in no known state." in page(browser_of_agent)


def test_the_ombuds_offices_mailbox_is_shown_to_it_alone(
    mailbox, utility, browser_of_agent, sign_in
):
    make.ombuds_mailbox()
    ombuds = sign_in(make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team))
    assert "ombudsdienst@water.example" not in page(browser_of_agent)
    assert "ombudsdienst@water.example" in page(ombuds)


def test_before_there_is_anything_the_page_says_so(utility, browser_of_agent):
    assert "There are no mailboxes yet, and nothing came." in page(browser_of_agent)
