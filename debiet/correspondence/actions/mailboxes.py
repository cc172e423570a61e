"""Changing where mail for the utility arrives, and noting what a look into it found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence.channels.imap_server import read_server
from debiet.correspondence.models import Mailbox, RawMessage
from debiet.rules.access import Permission


class AddressTaken(Refused):
    """Two mailboxes of one protocol would take the same mail."""

    code = "correspondence.address-taken"
    message = _("There is a mailbox with this address already.")


class UnusableServer(Refused):
    """What is said of the IMAP server is not enough to reach it."""

    code = "correspondence.unusable-server"
    message = _("The mail server cannot be used like this: %(why)s.")


@action(permission=Permission.EDIT_MAILBOXES)
def save_mailbox(
    *,
    code: str,
    address: str,
    protocol: str,
    topic_code: str,
    compartment: str,
    server: Mapping[str, Any] | None = None,
    is_active: bool = True,
    by: Actor,
    at: datetime,
) -> int:
    """Make a mailbox, or change it; the secret to sign in with is none of its values.

    :param topic_code: what arrives there is about this until an employee says what it is about
    :param server: of an IMAP mailbox how it is reached, as `ImapServer` has it

    :raises AddressTaken: if another mailbox of the protocol has the address
    :raises UnusableServer: if the protocol is not known, or the server cannot be reached like this
    """
    others = Mailbox.objects.filter(address__iexact=address, protocol=protocol)
    if others.exclude(code=code).exists():
        raise AddressTaken
    if protocol not in Mailbox.Protocol.values:
        raise UnusableServer(why=f"{protocol} is no protocol for mailboxes")
    if protocol == Mailbox.Protocol.IMAP:
        try:
            read_server(server or {})
        except ValueError as trouble:
            raise UnusableServer(why=str(trouble)) from trouble
    values = {
        "address": address,
        "protocol": protocol,
        "topic_code": topic_code,
        "compartment": compartment,
        "server": dict(server or {}),
        "is_active": is_active,
    }
    was = Mailbox.objects.filter(code=code).values(*values).first() or {}
    mailbox, _made = Mailbox.objects.update_or_create(code=code, defaults=values)
    follows = audit.changed(**{name: (was.get(name), value) for name, value in values.items()})
    audit.record(reference("mailbox", code), compartment=compartment, facts={"changed": follows})
    return mailbox.pk


@action(permission=Permission.TAKE_IN_MESSAGE)
def note_look(
    *, mailbox_id: int, trouble: str = "", kept_count: int | None = None, by: Actor, at: datetime
) -> None:
    """Write down that a mailbox was looked into, and a code of what went wrong.

    Not audited: it says nothing about anybody, each minute.

    :param kept_count: how many messages the server keeps as taken in; None where it did not say
    """
    changes: dict[str, Any] = {"looked_at": at, "trouble": trouble[:120]}
    if kept_count is not None:
        changes["kept_count"] = kept_count
    Mailbox.objects.filter(pk=mailbox_id).update(**changes)


@action(permission=Permission.TAKE_IN_MESSAGE)
def note_moved(*, mailbox_id: int, by: Actor, at: datetime) -> None:
    """Write down that the server keeps one message more, until it says itself how many."""
    Mailbox.objects.filter(pk=mailbox_id).update(kept_count=F("kept_count") + 1)


@action(permission=Permission.TAKE_IN_MESSAGE)
def note_copies(*, raw_message_id: int, copies: int, by: Actor, at: datetime) -> None:
    """Write down how many of a message the IMAP server keeps, so that the sums agree."""
    RawMessage.objects.filter(pk=raw_message_id).update(copies=copies)


@action(permission=Permission.TAKE_IN_MESSAGE)
def note_listening(*, by: Actor, at: datetime) -> None:
    """Write down that somebody listens for the mailboxes whose mail is brought to us."""
    listening = Mailbox.objects.filter(protocol=Mailbox.Protocol.LMTP, is_active=True)
    listening.update(looked_at=at, trouble="")
