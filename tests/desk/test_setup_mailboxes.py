"""Mailboxes and delivery are set up at the desk; a password never goes to another server."""

import re

import pytest

from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.correspondence.models import Mailbox
from debiet.rules.access import Compartment, Role
from tests import dovecot, make
from tests.desk.reading import text_of
from tests.desk.test_setup_calendars import apply

ADDRESS = "/setup/mailboxes/klantendienst/"
LMTP = {
    "address": "klantendienst@water.example",
    "topic": "mail",
    "protocol": "lmtp",
    "is_active": "on",
}
IMAP = LMTP | {
    "protocol": "imap",
    "host": "127.0.0.1",
    "port": "9",
    "security": "none",
    "username": dovecot.USER,
    "folder": "INBOX",
    "authentication": "password",
}
SECRET = "a secret that no page may show"  # noqa: S105


@pytest.fixture
def admin(utility, sign_in):
    return sign_in(make.employee(utility, role=Role.ADMIN, name="An Beheer"))


@pytest.fixture
def imap(settings, utility):
    """Return a mailbox that is looked into, at a port of this machine."""
    settings.MAILBOX_SECRETS = {"klantendienst": SECRET}

    def made(port=9):
        server = {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "username": dovecot.USER,
            "folder": "INBOX",
            "authentication": "password",
        }
        make.mailbox(protocol="imap", server=server)
        return IMAP | {"port": str(port)}

    return made


def test_the_list_says_where_mail_arrives_and_who_sees_it(admin):
    make.mailbox()
    make.ombuds_mailbox()
    page = text_of(admin.get("/setup/mailboxes/"))
    assert re.search(
        r"ombudsdienst@water.example .{3,30} Ombuds office LMTP not looked into yet", page
    )


def test_a_mailbox_is_changed_once_it_was_seen_who_sees_it_then(admin):
    make.mailbox()
    assert "Nothing changes." in text_of(admin.post(ADDRESS, LMTP | {"step": "look"}))
    fields = LMTP | {"topic": "ombuds", "address": "ombuds@water.example"}
    shown, done = apply(admin, ADDRESS, fields)
    told = text_of(shown)
    assert "Mail to ombuds@water.example is taken in, to klantendienst@water.example no" in told
    assert "the part “Ombuds office”, not “Customer service”" in told
    assert done.status_code == 302
    row = Mailbox.objects.get(code="klantendienst")
    assert (row.topic_code, row.compartment) == ("ombuds", Compartment.OMBUDS)
    history = text_of(admin.get(ADDRESS))
    assert "Address klantendienst@water.example → ombuds@water.example" in history
    assert ", An Beheer" in history


def test_the_page_says_what_a_mailbox_was_before_each_change(admin):
    make.mailbox()
    fields = LMTP | {"address": "klanten@water.example"}
    _shown, done = apply(admin, ADDRESS, fields)
    assert done.status_code == 302
    told = text_of(admin.get(ADDRESS))
    assert "Saved: Address klantendienst@water.example → klanten@water.example, An Beheer" in told
    admin.post("/setup/delivery/", {"step": "look"})
    _shown, done = apply(admin, "/setup/delivery/", {})
    assert done.status_code == 302
    assert "Switched: Messages leave this house no, An Beheer" in text_of(
        admin.get("/setup/delivery/")
    )


def test_the_page_says_what_a_team_and_an_organization_were_called_before(admin, utility):
    for address, page in (
        (f"/setup/teams/{utility.team.pk}/edit/", f"/setup/teams/{utility.team.pk}/"),
        (f"/setup/organizations/{utility.partner.pk}/edit/",) * 2,
    ):
        was = utility.team.name if "teams" in page else utility.partner.name
        _shown, done = apply(admin, address, {"title": "Nieuwe naam"})
        assert done.status_code == 302
        assert f"Name {was} → Nieuwe naam, An Beheer" in text_of(admin.get(page))


def test_what_was_closed_is_not_opened_without_a_warning(admin):
    make.ombuds_mailbox()
    fields = LMTP | {"address": "ombudsdienst@water.example"}
    page = admin.post("/setup/mailboxes/ombuds/", fields | {"step": "look"})
    assert 'class="beside tone late"' in page.content.decode()
    assert "the part “Customer service”, not “Ombuds office”" in text_of(page)


def test_a_mailbox_taken_out_of_use_takes_nothing_in(admin):
    make.mailbox()
    fields = {name: value for name, value in LMTP.items() if name != "is_active"}
    shown, _done = apply(admin, ADDRESS, fields)
    assert "No mail is taken in here any more" in text_of(shown)
    assert not Mailbox.objects.get().is_active


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "evil.example"},
        {"port": "143"},
        {"username": "other"},
        {"security": "starttls"},
        {"authentication": "oauth2", "token_url": "https://evil.example/", "client_id": "x"},
    ],
)
def test_a_password_goes_to_no_other_server(admin, imap, changes):
    fields = imap() | changes
    for step in ("look", "apply"):
        page = admin.post(ADDRESS, fields | {"step": step, "seal": "x"})
        assert "would go to another server or account" in text_of(page)
    assert Mailbox.objects.get().server["host"] == "127.0.0.1"


def test_nor_to_a_new_mailbox_that_takes_its_code(admin, settings):
    settings.MAILBOX_SECRETS = {"kept": SECRET}
    fields = IMAP | {"code": "kept", "host": "evil.example", "step": "look"}
    page = admin.post("/setup/mailboxes/new/", fields)
    assert "would go to another server or account" in text_of(page)
    # Nor over a mailbox that is brought its mail and only then looked into.
    make.mailbox(code="kept")
    page = admin.post("/setup/mailboxes/kept/", IMAP | {"step": "look"})
    assert "would go to another server or account" in text_of(page)


def test_the_rest_of_such_a_mailbox_can_be_changed_and_no_page_shows_its_password(admin, imap):
    fields = imap() | {"folder": "Klanten"}
    shown, done = apply(admin, ADDRESS, fields)
    assert done.status_code == 302
    assert Mailbox.objects.get().server["folder"] == "Klanten"
    for page in (shown, admin.get(ADDRESS), admin.get("/setup/mailboxes/")):
        assert SECRET not in page.content.decode()
    told = text_of(admin.get(ADDRESS))
    assert "Password is there" in told
    assert "environment variable DEBIET_MAILBOX_SECRETS" in told
    assert "under klantendienst ." in told


def test_a_new_mailbox_waits_for_its_password(admin):
    fields = IMAP | {"code": "nieuw", "host": "mail.water.example", "port": "", "security": "tls"}
    fields |= {"address": "nieuw@water.example"}
    shown, done = apply(admin, "/setup/mailboxes/new/", fields)
    assert "by the code nieuw" in text_of(shown)
    assert done.status_code == 302
    answer = admin.post("/setup/mailboxes/nieuw/try/", follow=True)
    assert "Nobody has set the password of this mailbox." in text_of(answer)


def test_a_try_says_what_is_wrong(admin, imap):
    imap()
    answer = admin.post(f"{ADDRESS}try/", follow=True)
    assert "The mail server does not answer." in text_of(answer)
    assert "Tried, An Beheer" in text_of(answer)


def test_a_try_signs_in_counts_and_takes_nothing(admin, imap, settings):
    settings.MAILBOX_SECRETS = {"klantendienst": dovecot.PASSWORD}
    with dovecot.running() as server:
        server.append(b"From: a@example.be\r\n\r\nEen.\r\n", b"From: b@example.be\r\n\r\nTwee.\r\n")
        make.mailbox(protocol="imap", server={
            "host": "127.0.0.1", "port": server.port, "security": "none",
            "username": dovecot.USER,
        })  # fmt: skip
        answer = admin.post(f"{ADDRESS}try/", follow=True)
        assert "It works: 2 messages wait." in text_of(answer)
        assert server.count(criterion="UNSEEN") == 2


def test_a_copy_tries_nothing(admin, imap):
    imap()
    copy = Actor.system("cli.setup")
    outgoing.switch_outgoing(is_on=False, reason=outgoing.RESTORED, by=copy, at=make.MONDAY)
    assert "This is a restored copy" in text_of(admin.post(f"{ADDRESS}try/", follow=True))


def test_nothing_leaves_once_delivery_is_switched_off_and_what_waits_leaves_after(admin):
    make.case()
    page = text_of(admin.get("/setup/delivery/"))
    assert "Who chose nothing" in page
    shown, done = apply(admin, "/setup/delivery/", {})
    assert "No mail, letter or text message leaves any more" in text_of(shown)
    assert done.status_code == 302
    assert outgoing.is_off()
    shown, _done = apply(admin, "/setup/delivery/", {"is_on": "on"})
    assert "1 message that waits leaves at once." in text_of(shown)
    assert not outgoing.is_off()
    assert "Switched: Messages leave this house" in text_of(admin.get("/setup/delivery/"))


def test_a_restored_copy_is_not_switched_on_here(admin):
    copy = Actor.system("cli.setup")
    outgoing.switch_outgoing(is_on=False, reason=outgoing.RESTORED, by=copy, at=make.MONDAY)
    page = admin.post("/setup/delivery/", {"is_on": "on", "step": "look"})
    assert "Whoever runs it can switch its outgoing channels on." in text_of(page)
    assert outgoing.is_off()


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD, Role.DPO, Role.PARTNER_AGENT])
def test_nobody_else_changes_a_mailbox_or_delivery(utility, sign_in, role):
    make.mailbox()
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    for address in ("mailboxes/", "mailboxes/klantendienst/", "mailboxes/new/", "delivery/"):
        assert browser.get(f"/setup/{address}").status_code == 403
    assert browser.post(f"{ADDRESS}try/").status_code == 403
