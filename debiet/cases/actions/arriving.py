"""What a mail's way to us decides before it is read: too large, or here already."""

from datetime import datetime

from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.core.references import parts
from debiet.correspondence import actions as correspondence
from debiet.correspondence.queries import Raw

TOO_LARGE = "too-large"
"""Only the beginning of a message was kept: nobody takes up a part as if it were the message."""
OTHER_SOURCE = "same-message-other-source"


def settled_by_its_way(raw: Raw, *, by: Actor, at: datetime) -> TakeOutcome | None:
    """Return what becomes of a mail that need not be read: too large, or one that came before."""
    if raw.size > len(raw.content):
        return settled(raw, "quarantined", TOO_LARGE, by=by, at=at)
    earlier = correspondence.claim_earlier(raw_message_id=raw.raw_message_id, by=by, at=at)
    if earlier is None:
        return None
    number = parts(earlier.about)[1]
    case = Case.objects.filter(number=number).first() if number else None
    return settled(raw, correspondence.DUPLICATE, OTHER_SOURCE, case, by=by, at=at)
