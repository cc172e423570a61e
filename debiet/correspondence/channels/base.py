"""What a channel declares and what it is given to send."""

from dataclasses import dataclass
from typing import Protocol

from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to leave."""

    message_id: str
    recipient_name: str
    recipient_address: str
    subject: str
    text: str
    in_reply_to: str
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said to one try."""

    outcome: DispatchOutcome
    code: int | None
    text: str


class Channel(Protocol):
    """A carrier and what it can do."""

    carrier: Carrier
    can_receive: bool

    @property
    def can_send(self) -> bool:
        """Return whether messages leave by it, here and now."""
        ...

    def send(self, outgoing: Outgoing) -> Reply:
        """Hand a message over and return what the other side said; its faults raise nothing."""
        ...
