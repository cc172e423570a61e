"""Counting what waits for somebody: the numbers beside the entries of the desk's rail."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from debiet.core.actor import Actor
from debiet.core.counting import counts_of, up_to
from debiet.core.reading import query
from debiet.correspondence.models import RawMessage
from debiet.correspondence.queries.calls import without_contact
from debiet.correspondence.queries.printing import waiting_letters
from debiet.correspondence.queries.raw import PAPER
from debiet.correspondence.queries.scans import papers_to_register
from debiet.rules.access import Permission
from debiet.staff.visibility import visible


@query(personal=True)
def to_do(*, viewer: Actor, at: datetime, bound: int = 100) -> "dict[str, QuerySet[Any]]":
    """Return which messages are held, letters to register and to print, and calls without a
    contact, to be counted in one statement.

    Each up to a bound; only what the viewer may do something about.
    """
    asked: dict[str, QuerySet[Any]] = {}
    if Permission.SEE_QUARANTINE in viewer.permissions:
        held = RawMessage.objects.filter(state=RawMessage.State.QUARANTINED)
        held = held.exclude(carrier__in=PAPER)
        asked["quarantine"] = visible(held, viewer)
    if Permission.TAKE_IN_MESSAGE in viewer.permissions:
        asked["letters"] = papers_to_register(viewer)
    if Permission.PRINT_LETTERS in viewer.permissions:
        asked["print"] = waiting_letters(viewer)
    if Permission.RECORD_CALL in viewer.permissions:
        asked["calls"] = visible(without_contact(at), viewer)
    return {name: up_to(bound, rows) for name, rows in asked.items()}


@query(personal=True)
def to_do_counts(*, viewer: Actor, at: datetime) -> dict[str, int]:
    """Return how many of them there are."""
    return counts_of(to_do(viewer=viewer, at=at))
