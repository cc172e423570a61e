"""Clocks that follow another thing's ledger, such as those of a merged case; it can be undone."""

from datetime import datetime

from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.merging import entries_to_follow
from debiet.rules.sla import EntryKind
from debiet.terms.actions.ledger import Deadlines, add_row, locked_clocks, project_all
from debiet.terms.models import ClockEntry
from debiet.terms.projection import entries_of

FOLLOWS = "follows:"
"""What the source of an entry begins with that was not made for the thing itself."""


@action(permission=Permission.RUN_CLOCKS)
def follow(*, reference: str, leading: str, since_id: int, by: Actor, at: datetime) -> Deadlines:
    """Let the clocks of a thing follow what happened to another one since; again changes nothing.

    :param since_id: the latest entry of the leading ledger that is none of its business
    """
    clocks = locked_clocks(reference)
    rows = list(ClockEntry.objects.filter(reference=reference).order_by("id"))
    ours = {
        int(number): row
        for row in rows
        if (number := row.source.removeprefix(FOLLOWS)) != row.source and number.isdecimal()
    }
    theirs = {row.pk: row for row in ClockEntry.objects.filter(reference=leading, pk__gt=since_id)}
    for entry in entries_to_follow(
        entries_of(theirs.values()), since_id=since_id, followed=ours.keys()
    ):
        row = theirs[entry.id]
        ours[entry.id] = add_row(
            reference,
            row.kind,
            occurred_at=row.occurred_at,
            at=at,
            is_substantive=row.is_substantive,
            reason=row.reason,
            source=f"{FOLLOWS}{row.pk}",
            refers_to=ours.get(row.refers_to_id or 0),
            corrected_to=row.corrected_to,
        )
        rows.append(ours[entry.id])
    return project_all(clocks, rows, at=at)


@action(permission=Permission.RUN_CLOCKS)
def stop_following(*, reference: str, by: Actor, at: datetime) -> Deadlines:
    """Take back whatever a thing's clocks followed: they stand as if they never had."""
    clocks = locked_clocks(reference)
    rows = list(ClockEntry.objects.filter(reference=reference).order_by("id"))
    taken_back = {row.refers_to_id for row in rows if row.reason == TAKEN_BACK}
    for row in list(rows):
        if row.source.startswith(FOLLOWS) and row.pk not in taken_back:
            rows.append(
                add_row(
                    reference,
                    EntryKind.CORRECTED,
                    occurred_at=row.occurred_at,
                    at=at,
                    reason=TAKEN_BACK,
                    refers_to=row,
                    corrected_to=None,
                )
            )
    return project_all(clocks, rows, at=at)


TAKEN_BACK = "unmerged"
