"""Text messages: out over an HTTP gateway. Off until the settings name one.

What a gateway is asked: POST `{"id", "to", "text"}` with the token as bearer and the message's id
as `Idempotency-Key`, so that a message handed over twice leaves once. Most providers speak this or
nearly; for another one this file is the place.
"""

import httpx
import phonenumbers
from django.conf import settings

from debiet.correspondence.channels.base import Outgoing, Reply
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome

REFUSES_US = frozenset({401, 402, 403, 404, 405, 407})
"""A wrong token or address, or an unpaid bill, is ours to mend, and then the message goes."""
MAY_PASS = frozenset({408, 409, 423, 425, 429})


class Sms:
    """Sends over the gateway that the settings name."""

    carrier = Carrier.SMS
    can_receive = False
    can_confirm = False

    @property
    def can_send(self) -> bool:
        """Return whether there is a gateway."""
        return bool(settings.SMS_URL)

    def send(self, outgoing: Outgoing) -> Reply:
        """Hand a text message over; what may pass is tried again, anything else is final."""
        number = _number(outgoing.recipient_address)
        if not number:
            return Reply(DispatchOutcome.REFUSED, None, "no phone number")
        if not self.can_send:
            return Reply(DispatchOutcome.TRY_AGAIN, None, "no gateway is set")
        try:
            answer = httpx.post(
                settings.SMS_URL,
                json={"id": outgoing.message_id, "to": number, "text": outgoing.text},
                headers={
                    "Authorization": f"Bearer {settings.SMS_TOKEN}",
                    "Idempotency-Key": outgoing.message_id,
                },
                timeout=settings.SMS_TIMEOUT,
                follow_redirects=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as trouble:
            return Reply(DispatchOutcome.TRY_AGAIN, None, type(trouble).__name__)
        return Reply(outcome_of(answer.status_code), answer.status_code, "")


def outcome_of(status: int) -> DispatchOutcome:
    """Return what a gateway's answer means."""
    if 200 <= status < 300:
        return DispatchOutcome.ACCEPTED
    if 400 <= status < 500 and status not in REFUSES_US | MAY_PASS:
        return DispatchOutcome.REFUSED
    return DispatchOutcome.TRY_AGAIN


def _number(typed: str) -> str:
    """Return a number as every network knows it, or "" where it cannot be one."""
    try:
        number = phonenumbers.parse(typed, "BE")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
