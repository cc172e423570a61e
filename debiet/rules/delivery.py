"""How hard a message is tried: the states of a message on its way out, and the waits between."""

from datetime import timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where an outgoing message stands."""

    QUEUED = "queued"
    # Printed or about to be; who carries it has still to say when it left.
    HANDED_OVER = "handed-over"
    DISPATCHED = "dispatched"
    FAILED = "failed"
    BOUNCED = "bounced"


class DeliveryMethod(StrEnum):
    """A customer's own way for a kind of message (*verzendwijze*)."""

    EMAIL = "email"
    POST = "post"
    PHONE = "phone"
    """Told by phone, and confirmed in writing."""
    SMS = "sms"


class MessageKind(StrEnum):
    """Kinds of messages that a customer may choose a way for."""

    CORRESPONDENCE = "correspondence"
    INVOICES = "invoices"
    REMINDERS = "reminders"


class BatchState(StrEnum):
    """Where a batch of letters stands."""

    MADE = "made"
    POSTED = "posted"


class DispatchOutcome(StrEnum):
    """What one try came to."""

    ACCEPTED = "accepted"
    HANDED_OVER = "handed-over"
    TRY_AGAIN = "try-again"
    REFUSED = "refused"


# Minutes between tries: soon at first, then patient for about two days, as mail servers are.
WAITS = (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 480, 480, 480, 480)


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed tries, or None when it is enough."""
    if attempts > len(WAITS):
        return None
    return timedelta(minutes=WAITS[attempts - 1])


def outcome_of_reply(code: int) -> DispatchOutcome:
    """Return what a mail server's refusal of one recipient means (RFC 5321, 4.2.1)."""
    permanent = 500 <= code < 600
    return DispatchOutcome.REFUSED if permanent else DispatchOutcome.TRY_AGAIN
