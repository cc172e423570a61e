"""Looking into a mailbox: each message is committed before it is put away on the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from debiet.core import outgoing
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.correspondence import queries
from debiet.correspondence.actions.mailboxes import note_copies, note_look, note_moved
from debiet.correspondence.actions.taking import receive
from debiet.correspondence.channels import imap
from debiet.correspondence.channels.imap import Fetched, ImapFolder, ImapTrouble
from debiet.correspondence.channels.imap_server import read_server
from debiet.rules.access import Permission

log = structlog.get_logger(__name__)

LOOKING = 7_024
"""The first number of the advisory lock that a look holds; the second is the mailbox's id."""
BELIEVED_FOR = timedelta(days=14)
"""How long ago a server may say a message came: what is older was moved there from an archive."""
NO_SECRET = "no-secret"  # noqa: S105


@dataclass(slots=True)
class Look:
    """What one look into a mailbox found.

    :param trouble: a code of what went wrong, "" when all went well
    """

    mailbox: str
    seen: int = 0
    new: int = 0
    trouble: str = ""


@action(permission=Permission.TAKE_IN_MESSAGE, atomic=False)
def fetch_mailbox(
    *, mailbox_id: int, unless_looked_since: datetime | None = None, by: Actor, at: datetime
) -> Look | None:
    """Take in what waits in an IMAP mailbox; return None if it is not to be looked into now.

    Only one process at a time looks into a mailbox. When the server goes away in the middle, what
    was kept stays kept and the rest comes at the next look.

    :param unless_looked_since: the moment this look is for; a look after it has done its work
    """
    if outgoing.is_off():
        return None  # a copy must not take the mail away from the house it is a copy of
    with _alone(mailbox_id) as is_alone:
        mailbox = queries.imap_mailbox(mailbox_id)
        if mailbox is None or not is_alone:
            return None
        looked_at = mailbox.looked_at
        if unless_looked_since and looked_at and looked_at >= unless_looked_since:
            return None
        look, kept_count = Look(mailbox.code), None
        secret = settings.MAILBOX_SECRETS.get(mailbox.code)
        try:
            if secret is None:
                raise ImapTrouble(NO_SECRET)
            with imap.opened(read_server(mailbox.server), secret=secret) as folder:
                for uid in folder.waiting():
                    _take(folder, uid, look, mailbox_id=mailbox_id, by=by, at=at)
                kept_count = folder.kept_count()
        except ImapTrouble as trouble:
            look.trouble = trouble.code
            log.warning("mailbox not looked through", mailbox=mailbox.code, trouble=look.trouble)
        note_look(mailbox_id=mailbox_id, trouble=look.trouble, kept_count=kept_count, by=by, at=at)
        return look


def _take(
    folder: ImapFolder, uid: str, look: Look, *, mailbox_id: int, by: Actor, at: datetime
) -> None:
    fetched = folder.fetch(uid)
    if fetched is None:
        return
    look.seen += 1
    taken = receive(
        mailbox_id=mailbox_id,
        content=fetched.content,
        whole_size=fetched.size,
        received_at=_received_at(fetched, at),
        by=by,
        at=at,
    )
    look.new += taken.is_new
    if not taken.is_new:
        # Before it is put away: whoever dies in between counts the same again.
        copies = folder.copies_kept(fetched) + 1
        note_copies(raw_message_id=taken.raw_message_id, copies=copies, by=by, at=at)
    folder.put_away(uid)
    note_moved(mailbox_id=mailbox_id, by=by, at=at)


def _received_at(fetched: Fetched, at: datetime) -> datetime:
    """Return when the utility's own server got a message; the sender has no say in it."""
    arrived_at = fetched.arrived_at or at
    return arrived_at if at - BELIEVED_FOR <= arrived_at <= at else at


@contextmanager
def _alone(mailbox_id: int) -> Iterator[bool]:
    """Hold the right to look into a mailbox, over many transactions; false if another holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOOKING, mailbox_id])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            _let_go(mailbox_id)


def _let_go(mailbox_id: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOOKING, mailbox_id])
    except (OperationalError, InterfaceError):
        pass  # the connection is gone, and the lock with it
