"""Writing down how many connections there were in a year."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.complaints.models import ConnectionCount
from debiet.complaints.queries.connections import connections_of
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission

FIRST_YEAR, LATEST_YEAR = 2000, 2100


class NoConnections(Refused):
    """A list with nothing in it would take all places away."""

    code = "complaints.no-connections"
    message = _("There is nothing in the list. Paste a line for each municipality.")


class NoSuchYear(Refused):
    """It is no year of ours."""

    code = "complaints.no-such-year"
    message = _("Fill in a year from 2000 to 2100.")


@action(permission=Permission.EDIT_CONNECTIONS)
def set_connections(*, year: int, connections: Mapping[str, int], by: Actor, at: datetime) -> int:
    """Let a list hold for a year, and return how many places it changes; others fall away.

    :raises NoConnections: if the list is empty
    :raises NoSuchYear: if the year is none of ours
    """
    if not FIRST_YEAR <= year <= LATEST_YEAR:
        raise NoSuchYear
    if not connections:
        raise NoConnections
    known = connections_of(year)
    changed = {place: count for place, count in connections.items() if known.get(place) != count}
    gone = known.keys() - connections.keys()
    rows = [(place, count, False) for place, count in sorted(changed.items())]
    rows += [(place, known[place], True) for place in sorted(gone)]
    ConnectionCount.objects.bulk_create(
        ConnectionCount(
            year=year,
            municipality=place,
            number=count,
            is_gone=is_gone,
            recorded_at=at,
            recorded_by_id=by.user_id,
        )
        for place, count, is_gone in rows
    )
    if rows:
        audit.record(
            reference("connections", year), facts={"changed": len(changed), "gone": len(gone)}
        )
    return len(rows)
