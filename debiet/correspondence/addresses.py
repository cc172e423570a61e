"""Addresses in the one form they are compared in, whatever carries a message there."""

import re

from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier


def tidy(carrier: Carrier, address: str) -> str:
    """Return an address as it is kept and found.

    An e-mail address in small letters, a phone number by its digits, a postal address without
    differences of case and space.
    """
    if carrier in (Carrier.PHONE, Carrier.SMS):
        return re.sub(r"[^+\d]", "", address)
    return " ".join(address.casefold().split())[:400]


def address_of(message: Message) -> str:
    """Return where a message went: its address, or for a letter the lines on its envelope."""
    if message.carrier == Carrier.POST:
        return "\n".join(message.postal_lines)
    return message.recipient_address
