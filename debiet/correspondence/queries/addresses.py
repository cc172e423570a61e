"""Reading which addresses do not work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from debiet.core.reading import query
from debiet.correspondence.addresses import tidy
from debiet.correspondence.channels.registry import CHANNELS
from debiet.correspondence.models import UnreachableAddress
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier
from debiet.rules.delivery_way import Addresses, Way
from debiet.staff.visibility import CLOSED


@dataclass(frozen=True, slots=True)
class Mark:
    """An address that messages came back from.

    :param place: the address as it was asked about, a letter's in lines
    """

    carrier: Carrier
    place: str
    reason: str
    since: datetime


@query(personal=False)
def unreachable(
    carrier: Carrier, addresses: Iterable[str], *, part: str = Compartment.ORDINARY
) -> set[str]:
    """Return those of some addresses from which messages came back, as they were given.

    :param part: the part of the house that asks, as in `marks`
    """
    forms = {tidy(carrier, address): address for address in addresses if address}
    marks = _known_in(part).filter(carrier=carrier, address__in=forms)
    return {forms[address] for address in marks.values_list("address", flat=True)}


@query(personal=False)
def marks(addresses: Addresses, *, part: str = Compartment.ORDINARY) -> list[Mark]:
    """Return the marks on some addresses, whatever carries messages there, in one statement.

    :param part: the part of the house that asks. What came back to a closed part is known there
        only: outside it would tell that something was sent
    """
    places = list(_places(addresses))
    if not places:
        return []
    forms: dict[tuple[Carrier, str], list[str]] = {}
    for way in places:
        forms.setdefault((way.carrier, tidy(way.carrier, way.place)), []).append(way.place)
    either = reduce(or_, (Q(carrier=carrier, address=form) for carrier, form in forms))
    rows = _known_in(part).filter(either).order_by("id")
    return [
        Mark(Carrier(row.carrier), place, row.reason, row.since)
        for row in rows
        for place in dict.fromkeys(forms[Carrier(row.carrier), row.address])
    ]


def _known_in(part: str) -> "QuerySet[UnreachableAddress]":
    rows = UnreachableAddress.objects.filter(cleared_at__isnull=True)
    return rows.exclude(compartment__in=CLOSED - {part})


def _places(addresses: Addresses) -> Iterable[Way]:
    yield from (Way(Carrier.EMAIL, address) for address in addresses.emails)
    yield from (Way(Carrier.POST, postal_lines=lines) for lines in addresses.postal)
    for phone in addresses.phones:
        yield from (Way(carrier, phone) for carrier in (Carrier.PHONE, Carrier.SMS))


@query(personal=False)
def sending_carriers() -> frozenset[Carrier]:
    """Return the carriers by which messages leave here."""
    return frozenset(carrier for carrier, channel in CHANNELS.items() if channel.can_send)
