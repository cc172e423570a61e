"""An installation whose outgoing channels are off: nothing leaves it, and every page says so."""

from datetime import timedelta

import pytest
from django.test import Client

from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed
from debiet.core.models import AuditEntry, OutgoingSwitch
from debiet.correspondence import actions, tasks
from debiet.correspondence.models import Dispatch, Message
from debiet.identity.models import User
from debiet.identity.tasks import send_password_reset
from tests import make
from tests.correspondence.printing import letter

pytestmark = pytest.mark.django_db

SETUP = Actor.system("cli.setup")
SAYS_SO = "This is a restored copy."


def switch(*, on: bool) -> bool:
    return outgoing.switch_outgoing(is_on=on, reason="test", by=SETUP, at=make.MONDAY)


def test_messages_may_leave_where_nobody_said_otherwise():
    assert outgoing.is_off() is False


def test_the_newest_word_holds_and_the_same_again_changes_nothing():
    assert [switch(on=False), switch(on=False), switch(on=True), switch(on=True)] == [
        True,
        False,
        True,
        False,
    ]
    assert outgoing.is_off() is False
    assert OutgoingSwitch.objects.count() == 2
    said = AuditEntry.objects.filter(reference="outgoing:all").order_by("id")
    assert [row.facts["on"] for row in said] == [False, True]


def test_only_who_may_switches_it():
    with pytest.raises(NotAllowed):
        outgoing.switch_outgoing(is_on=False, reason="test", by=Actor.visitor(), at=make.MONDAY)


def test_a_message_waits_untried_and_leaves_once_it_may(mailoutbox):
    make.utility()
    make.case()
    message = Message.objects.get()
    switch(on=False)
    later = make.MONDAY + timedelta(hours=1)
    by = Actor.system("correspondence.deliver")
    assert actions.deliver(message_id=message.pk, by=by, at=later) is None
    tasks.sweep_outbox()
    assert (mailoutbox, Dispatch.objects.count()) == ([], 0)

    switch(on=True)
    assert actions.deliver(message_id=message.pk, by=by, at=later) == "dispatched"
    assert len(mailoutbox) == 1


def test_no_batch_is_made_for_the_printer():
    utility = make.utility()
    agent = make.employee(utility)
    letter()
    switch(on=False)
    with pytest.raises(outgoing.OutgoingOff):
        actions.make_print_batch(compartment="ordinary", by=agent.actor, at=make.MONDAY)
    switch(on=True)
    assert actions.make_print_batch(compartment="ordinary", by=agent.actor, at=make.MONDAY)


def test_no_mailbox_is_looked_into_not_even_in_vain():
    mailbox_id = make.mailbox(
        protocol="imap", server={"host": "127.0.0.1", "port": 9, "username": "a"}
    )
    by = Actor.system("mail.receive")
    switch(on=False)
    assert actions.fetch_mailbox(mailbox_id=mailbox_id, by=by, at=make.MONDAY) is None
    switch(on=True)
    look = actions.fetch_mailbox(mailbox_id=mailbox_id, by=by, at=make.MONDAY)
    assert look is not None
    assert look.trouble, "this time it was tried"


def test_no_link_to_a_new_password_is_sent(mailoutbox):
    somebody = make.employee(make.utility())
    switch(on=False)
    send_password_reset(user_id=somebody.user_id)
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("site", "path"), [("portal", "/"), ("desk", "/account/login/"), ("desk", "/")]
)
@pytest.mark.parametrize("on", [True, False])
def test_every_page_says_so(on_site, settings, site, path, on):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.LANGUAGE_CODE = "en"
    somebody = make.employee(make.utility())
    on_site(site)
    client = Client(headers={"accept-language": "en"})
    if path == "/":
        client.force_login(User.objects.get(pk=somebody.user_id))
    switch(on=on)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert (SAYS_SO in page.content.decode()) is (not on)


def test_the_health_page_warns(client):
    assert "outgoing-off" not in client.get("/healthz").json()["warnings"]
    switch(on=False)
    assert "outgoing-off" in client.get("/healthz").json()["warnings"]
