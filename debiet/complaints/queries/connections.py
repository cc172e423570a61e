"""How many connections there were, by municipality and year."""

from debiet.complaints.models import ConnectionCount
from debiet.core.reading import query


@query(personal=False)
def connections_of(year: int) -> dict[str, int]:
    """Return the connections of a year by municipality, as they were written down latest."""
    rows = ConnectionCount.objects.filter(year=year).order_by("municipality", "-id")
    found = rows.distinct("municipality").values_list("municipality", "number", "is_gone")
    return {place: number for place, number, is_gone in found if not is_gone}


@query(personal=False)
def as_listed(place: str) -> str:
    """Return a municipality as the lists of connections spell it, if one does, capitals aside."""
    typed = " ".join(place.split())
    rows = ConnectionCount.objects.filter(municipality__iexact=typed).order_by("-id")
    return rows.values_list("municipality", flat=True).first() or typed


@query(personal=False)
def connection_years() -> list[int]:
    """Return the years of which connections are known, the latest first."""
    rows = ConnectionCount.objects.order_by("-year").distinct("year")
    return list(rows.values_list("year", flat=True))
