"""What came in and became no case, for whoever asks what is kept about it."""

from collections.abc import Collection

from debiet.core.actor import Actor
from debiet.core.own_data import Told
from debiet.core.reading import query
from debiet.correspondence.queries.erasing import calls_by, set_aside_by
from debiet.staff.visibility import visible


@query(personal=True)
def own_data(*, emails: Collection[str], phones: Collection[str], viewer: Actor) -> list[Told]:
    """Return mail from addresses and calls from numbers that are in no case."""
    mails = visible(set_aside_by(emails), viewer).order_by("id")
    calls = visible(calls_by(phones), viewer).order_by("id")
    found = [Told("set-aside", *row) for row in mails.values_list("received_at", "subject")]
    return found + [Told("call", *row) for row in calls.values_list("started_at", "caller")]
