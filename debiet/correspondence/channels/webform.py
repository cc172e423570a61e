"""The form on the website: in only; what it starts is answered by e-mail."""

from debiet.correspondence.channels.base import Outgoing, Reply
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome


class WebForm:
    """Receives what visitors type."""

    carrier = Carrier.WEB_FORM
    can_receive = True
    can_send = False
    can_confirm = False

    def send(self, outgoing: Outgoing) -> Reply:
        """Refuse: a form carries nothing out."""
        return Reply(DispatchOutcome.REFUSED, None, "a web form cannot send")
