"""Setting mailboxes up at the desk, where nobody may send a password to another server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from debiet.core import audit, outgoing
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import queries
from debiet.correspondence.actions.fetching import NO_SECRET
from debiet.correspondence.actions.mailboxes import UnusableServer, save_mailbox
from debiet.correspondence.channels import imap
from debiet.correspondence.channels.imap import ImapTrouble
from debiet.correspondence.channels.imap_server import read_server
from debiet.correspondence.models import Mailbox
from debiet.rules.access import Permission

PATIENCE_SECONDS = 10.0
"""Somebody waits for the answer of a page."""
WHERE_THE_SECRET_GOES = (
    "host",
    "port",
    "security",
    "username",
    "authentication",
    "token_url",
    "client_id",
    "scope",
)


class SecretGoesElsewhere(Refused):
    """A password that the installation keeps would be sent to another server than before."""

    code = "correspondence.secret-goes-elsewhere"
    message = _(
        "The password of this mailbox would go to another server or account. Whoever runs the "
        "installation changes both together: the password in its settings, the server with the "
        "profile."
    )


@action(permission=Permission.EDIT_MAILBOXES)
def check_mailbox(
    *, code: str, protocol: str, server: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Refuse what :func:`set_up_mailbox` would of a server, and change nothing.

    :raises UnusableServer: if what is said of the server is not enough
    :raises SecretGoesElsewhere: if a password of the installation would go to another server
    """
    if protocol != Mailbox.Protocol.IMAP:
        return
    try:
        wanted = read_server(server)
    except ValueError as trouble:
        raise UnusableServer(why=str(trouble)) from trouble
    if code not in settings.MAILBOX_SECRETS:
        return
    row = Mailbox.objects.filter(code=code, protocol=Mailbox.Protocol.IMAP).first()
    try:
        known = read_server(row.server) if row else None
    except ValueError:
        known = None
    goes = [getattr(wanted, name) for name in WHERE_THE_SECRET_GOES]
    went = [getattr(known, name) for name in WHERE_THE_SECRET_GOES] if known else []
    if goes != went:
        raise SecretGoesElsewhere


@action(permission=Permission.EDIT_MAILBOXES)
def set_up_mailbox(
    *,
    code: str,
    address: str,
    protocol: str,
    topic_code: str,
    compartment: str,
    server: Mapping[str, Any],
    is_active: bool,
    by: Actor,
    at: datetime,
) -> int:
    """Make a mailbox or change it, as an employee may: the password stays where it goes.

    :raises SecretGoesElsewhere: if a password of the installation would go to another server
    :raises AddressTaken: if another mailbox of the protocol has the address
    :raises UnusableServer: if what is said of the server is not enough
    """
    Mailbox.objects.select_for_update().filter(code=code).first()
    check_mailbox(code=code, protocol=protocol, server=server, by=by, at=at)
    return save_mailbox(
        code=code,
        address=address,
        protocol=protocol,
        topic_code=topic_code,
        compartment=compartment,
        server=server if protocol == Mailbox.Protocol.IMAP else {},
        is_active=is_active,
        by=by,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try at a mailbox found.

    :param trouble: a code of what went wrong, "" when all went well
    :param waiting: how many messages wait to be taken in
    """

    trouble: str = ""
    waiting: int = 0


@action(permission=Permission.EDIT_MAILBOXES, atomic=False)
def try_mailbox(*, code: str, by: Actor, at: datetime) -> Tried:
    """Sign in to an IMAP mailbox and count what waits; nothing is taken in or put away.

    :raises NotFound: if there is no such mailbox to look into
    :raises OutgoingOff: on a copy, which leaves other people's mail servers alone
    """
    found = next((one for one in queries.mailboxes_set_up(code=code) if one.is_imap), None)
    if found is None:
        raise NotFound
    if outgoing.is_off():
        raise outgoing.OutgoingOff
    secret = settings.MAILBOX_SECRETS.get(code)
    tried = _tried(found.server, secret) if secret else Tried(NO_SECRET)
    audit.record(
        reference("mailbox", code), compartment=found.compartment, facts={"trouble": tried.trouble}
    )
    return tried


def _tried(server: Mapping[str, Any], secret: str) -> Tried:
    try:
        with imap.opened(read_server(server), secret=secret, timeout=PATIENCE_SECONDS) as folder:
            return Tried(waiting=len(folder.waiting()))
    except ImapTrouble as trouble:
        return Tried(trouble.code)
