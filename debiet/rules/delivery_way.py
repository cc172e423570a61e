"""By which way a message reaches somebody: the chosen one first, then what is left.

`docs/algorithms/delivery.md` has the same tables in words.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryMethod, MessageKind

METHODS: Mapping[MessageKind, tuple[DeliveryMethod, ...]] = {
    MessageKind.CORRESPONDENCE: tuple(DeliveryMethod),
    MessageKind.INVOICES: (DeliveryMethod.EMAIL, DeliveryMethod.POST),
    MessageKind.REMINDERS: (DeliveryMethod.EMAIL, DeliveryMethod.POST),
}
"""What can be chosen for a kind: an invoice cannot be told by phone."""

UNCHOSEN: Mapping[MessageKind, DeliveryMethod] = {
    MessageKind.CORRESPONDENCE: DeliveryMethod.EMAIL,
    # An invoice by e-mail needs the customer's consent, and terms run from reminders.
    MessageKind.INVOICES: DeliveryMethod.POST,
    MessageKind.REMINDERS: DeliveryMethod.POST,
}

LIKE_ASKED: Mapping[Carrier, DeliveryMethod] = {
    Carrier.POST: DeliveryMethod.POST,
    Carrier.SMS: DeliveryMethod.SMS,
}
"""Who wrote a letter gets a letter; whoever called or came by is written to as anybody."""

WRITTEN: Mapping[DeliveryMethod, tuple[Carrier, ...]] = {
    DeliveryMethod.EMAIL: (Carrier.EMAIL, Carrier.POST),
    DeliveryMethod.POST: (Carrier.POST, Carrier.EMAIL),
    DeliveryMethod.PHONE: (Carrier.EMAIL, Carrier.POST),
    DeliveryMethod.SMS: (Carrier.EMAIL, Carrier.POST),
}
"""What carries the words, in the order in which it is tried."""

AS_CHOSEN: Mapping[Carrier, DeliveryMethod] = {
    Carrier.EMAIL: DeliveryMethod.EMAIL,
    Carrier.POST: DeliveryMethod.POST,
    Carrier.SMS: DeliveryMethod.SMS,
}


class NoWay(StrEnum):
    """Why nothing in writing can reach somebody."""

    NO_ADDRESS = "no-address"
    UNREACHABLE = "unreachable"
    """There are addresses, but what we sent to them came back."""
    NO_CARRIER = "no-carrier"
    """There are addresses, but nothing of ours carries messages there."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where somebody can be reached, the best of each kind first."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    postal: tuple[tuple[str, ...], ...] = ()

    def before(self, others: "Addresses") -> "Addresses":
        """Return these addresses and after them the others."""
        return Addresses(
            emails=self.emails + others.emails,
            phones=self.phones + others.phones,
            postal=self.postal + others.postal,
        )


@dataclass(frozen=True, slots=True)
class Way:
    """A carrier and the one address it goes to; a letter's is in lines."""

    carrier: Carrier
    address: str = ""
    postal_lines: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return the address as marks of unreachable addresses name it."""
        return "\n".join(self.postal_lines) if self.postal_lines else self.address


@dataclass(frozen=True, slots=True)
class Ways:
    """How a message reaches somebody.

    :param written: what carries the words, or None where nothing can
    :param call: the number at which it is told first, or "" where nobody need call
    :param heads_up: the number that a text message tells "your answer is ready", or ""
    :param why_not: why nothing carries the words
    :param method: the customer's own way, or what holds without one
    :param is_fallback: whether the words go another way than that one
    """

    written: Way | None
    call: str
    heads_up: str
    why_not: NoWay | None
    method: DeliveryMethod
    is_fallback: bool


def method_for(
    kind: MessageKind, *, chosen: DeliveryMethod | None, asked_by: Carrier | None = None
) -> DeliveryMethod:
    """Return the method that holds for a kind of message.

    :param chosen: what the customer chose; one that cannot carry the kind is as none
    :param asked_by: what the question that is answered came by
    """
    if chosen in METHODS[kind]:
        return chosen
    like_asked = LIKE_ASKED.get(asked_by) if asked_by else None
    return like_asked if like_asked in METHODS[kind] else UNCHOSEN[kind]


def ways(
    kind: MessageKind,
    *,
    chosen: DeliveryMethod | None,
    addresses: Addresses,
    unreachable: Collection[tuple[Carrier, str]],
    can_send: Collection[Carrier],
    asked_by: Carrier | None = None,
    is_short: bool = False,
) -> Ways:
    """Return how a message reaches somebody: the chosen method first, then what is left.

    :param unreachable: carriers and places (`Way.place`) that messages came back from; never used
    :param can_send: the carriers that work here
    :param is_short: whether all of it fits in a text message: an acknowledgement, a code
    """
    method = method_for(kind, chosen=chosen, asked_by=asked_by)
    by_text = method is DeliveryMethod.SMS
    order = WRITTEN[method]
    order = (Carrier.SMS, *order) if by_text and is_short else order
    known = [way for carrier in order for way in _known(carrier, addresses)]
    carried = [way for way in known if way.carrier in can_send]
    working = [way for way in carried if (way.carrier, way.place) not in unreachable]
    written = working[0] if working else None
    phone = _working(Carrier.PHONE, addresses, unreachable)
    text_phone = _working(Carrier.SMS, addresses, unreachable) if Carrier.SMS in can_send else ""
    is_announced = by_text and written is not None and not is_short
    return Ways(
        written=written,
        call=phone if method is DeliveryMethod.PHONE or written is None else "",
        heads_up=text_phone if is_announced else "",
        why_not=None if written else _why_not(known, carried),
        method=method,
        is_fallback=written is not None and _is_fallback(method, written, is_short=is_short),
    )


def _known(carrier: Carrier, addresses: Addresses) -> Iterator[Way]:
    match carrier:
        case Carrier.EMAIL:
            yield from (Way(carrier, address) for address in addresses.emails)
        case Carrier.POST:
            yield from (Way(carrier, postal_lines=lines) for lines in addresses.postal)
        case _:
            yield from (Way(carrier, phone) for phone in addresses.phones)


def _working(
    carrier: Carrier, addresses: Addresses, unreachable: Collection[tuple[Carrier, str]]
) -> str:
    found = (phone for phone in addresses.phones if (carrier, phone) not in unreachable)
    return next(found, "")


def _why_not(known: list[Way], carried: list[Way]) -> NoWay:
    if not known:
        return NoWay.NO_ADDRESS
    return NoWay.UNREACHABLE if carried else NoWay.NO_CARRIER


def _is_fallback(method: DeliveryMethod, written: Way, *, is_short: bool) -> bool:
    if method is DeliveryMethod.PHONE or (method is DeliveryMethod.SMS and not is_short):
        return False  # the words were never to go by that way alone
    return AS_CHOSEN[written.carrier] is not method
