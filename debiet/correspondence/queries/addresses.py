"""Reading which addresses do not work."""

from collections.abc import Iterable

from debiet.core.reading import query
from debiet.correspondence.addresses import tidy
from debiet.correspondence.models import UnreachableAddress
from debiet.rules.cases import Carrier


@query(personal=False)
def unreachable(carrier: Carrier, addresses: Iterable[str]) -> set[str]:
    """Return those of some addresses from which messages came back, as they were given."""
    forms = {tidy(carrier, address): address for address in addresses if address}
    marks = UnreachableAddress.objects.filter(
        carrier=carrier, address__in=forms, cleared_at__isnull=True
    )
    return {forms[address] for address in marks.values_list("address", flat=True)}
