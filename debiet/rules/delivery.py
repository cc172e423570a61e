"""How hard a message is tried: the states of a message on its way out, and the waits between."""

from datetime import timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where an outgoing message stands."""

    QUEUED = "queued"
    DISPATCHED = "dispatched"
    FAILED = "failed"
    BOUNCED = "bounced"


class DispatchOutcome(StrEnum):
    """What one try came to."""

    ACCEPTED = "accepted"
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
