"""What a mail's way to us decides before it is read: its mailbox, and whether it came before."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.models import Case
from debiet.cases.queries.topics import topic_compartment
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Raw
from debiet.correspondence.sources import mailbox_code
from debiet.rules.access import Compartment

TOO_LARGE = "too-large"
"""Only the beginning of a message was kept: nobody takes up a part as if it were the message."""
OTHER_SOURCE = "same-message-other-source"


class MailboxTopicElsewhere(Refused):
    """A case from a mailbox would stand open to others than the mailbox does."""

    code = "cases.mailbox-topic-elsewhere"
    message = _("The topic of this mailbox belongs to a team that may not see its messages.")


def topic_of(raw: Raw) -> str:
    """Return the topic of what arrived in a mailbox, "" for what did not.

    :raises MailboxTopicElsewhere: if the topic's team works in another compartment
    """
    if not mailbox_code(raw.source):
        return ""
    code = messages.mailbox_topic(raw.source)
    if topic_compartment(code) != raw.compartment:
        raise MailboxTopicElsewhere
    return code


def may_go_on(raw: Raw, compartment: str) -> bool:
    """Return whether a message may be written into a case that stands in a compartment.

    What arrives in a closed part stays in it.
    """
    return raw.compartment in (Compartment.ORDINARY, compartment)


def settled_by_its_way(raw: Raw, *, by: Actor, at: datetime) -> TakeOutcome | None:
    """Return what becomes of a mail that need not be read: too large, or one that came before."""
    if raw.size > len(raw.content):
        return settled(raw, "quarantined", TOO_LARGE, None, "", by=by, at=at)
    earlier = correspondence.claim_earlier(raw_message_id=raw.raw_message_id, by=by, at=at)
    if earlier is None:
        return None
    number = parts(earlier.about)[1]
    case_id = Case.objects.filter(number=number).values_list("id", flat=True).first()
    return settled(raw, correspondence.DUPLICATE, OTHER_SOURCE, case_id, number, by=by, at=at)
