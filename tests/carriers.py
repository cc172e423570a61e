"""A hand-written post office: it takes letters, and tells what it was given."""

from debiet.correspondence.channels.base import Outgoing, Reply
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome


class PostOffice:
    """Takes every letter at once."""

    carrier = Carrier.POST
    can_receive = True
    can_send = True
    can_confirm = True

    def __init__(self) -> None:
        self.taken: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Reply:
        """Take a letter."""
        self.taken.append(outgoing)
        return Reply(DispatchOutcome.ACCEPTED, None, "")
