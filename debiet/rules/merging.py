"""Merging two cases by a pointer: what may be merged, and what the merged one's clocks follow.

Nothing is moved and nothing is copied into the leading case. The merged case keeps its own clocks
from its own receipt; from the merge on, what happens to the leading case happens to them as well.
So no receipt is ever lost, and an answer to one question is never taken for an answer to the other
that came before the two were one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from debiet.rules.sla import Entry, EntryKind


class MergeRefusal(StrEnum):
    """Why two cases cannot be merged, or not before something else is done."""

    ONE_CASE = "one-case"
    MERGED_ALREADY = "merged-already"
    LEADS_OTHERS = "leads-others"
    LEADING_IS_MERGED = "leading-is-merged"
    OTHER_COMPARTMENT = "other-compartment"
    CLOSED = "closed"
    COMPLAINT = "complaint"
    OTHER_ASKER = "other-asker"


@dataclass(frozen=True, slots=True)
class MergeSide:
    """What counts of a case that is to be merged.

    :param merged_into: the case that it points to already
    :param leads: whether others point to it
    :param is_complaint: whether it is more than a question: a complaint or an ombuds file
    """

    case_id: int
    compartment: str
    customer_id: int | None = None
    email: str = ""
    is_closed: bool = False
    merged_into: int | None = None
    leads: bool = False
    is_complaint: bool = False


def is_same_asker(merged: MergeSide, leading: MergeSide) -> bool:
    """Return whether both are from one customer, or from one address where a customer is unknown.

    Two who cannot be told to be one are two.
    """
    if merged.customer_id is not None and leading.customer_id is not None:
        return merged.customer_id == leading.customer_id
    email = merged.email.strip().lower()
    return bool(email) and email == leading.email.strip().lower()


def merge_refusal(
    merged: MergeSide, leading: MergeSide, *, other_asker_confirmed: bool = False
) -> MergeRefusal | None:
    """Return why a case cannot be merged into a leading one, or None if it can.

    The first of the list that holds is told. Neither chains nor rings can come about: whoever
    points leads nobody, and whoever leads points to nobody.
    """
    holding = (
        (MergeRefusal.ONE_CASE, merged.case_id == leading.case_id),
        (MergeRefusal.MERGED_ALREADY, merged.merged_into is not None),
        (MergeRefusal.LEADS_OTHERS, merged.leads),
        (MergeRefusal.LEADING_IS_MERGED, leading.merged_into is not None),
        (MergeRefusal.OTHER_COMPARTMENT, merged.compartment != leading.compartment),
        (MergeRefusal.CLOSED, merged.is_closed or leading.is_closed),
        # It walks a way of its own, with terms that follow nobody's.
        (MergeRefusal.COMPLAINT, merged.is_complaint),
        (
            MergeRefusal.OTHER_ASKER,
            not other_asker_confirmed and not is_same_asker(merged, leading),
        ),
    )
    return next((reason for reason, holds in holding if holds), None)


# The same table stands in docs/algorithms/casework.md.
FOLLOWS: Final[Mapping[EntryKind, bool]] = {
    EntryKind.OPENED: False,  # each was received when it was received
    EntryKind.ACKNOWLEDGED: False,  # each was acknowledged by itself
    EntryKind.ASKED: False,  # a message counts for the clock of the case that it came to
    EntryKind.REPLIED: True,
    EntryKind.BOUNCED: True,
    EntryKind.PAUSED: True,
    EntryKind.RESUMED: True,
    EntryKind.RESOLVED: True,
    EntryKind.REOPENED: True,
    EntryKind.HANDED_OVER: False,  # each complaint goes to the ombuds function by itself
    EntryKind.MOVED: False,  # each keeps the calendar that it counts on
    EntryKind.EXTENDED: False,  # told to the one who asked, about the own request
    EntryKind.CORRECTED: True,
}


def entries_to_follow(
    leading: Iterable[Entry], *, since_id: int, followed: Collection[int] = ()
) -> list[Entry]:
    """Return what of a leading case's ledger a merged case's clocks still have to follow, in order.

    :param since_id: the latest entry of the leading ledger when the two were merged: what happened
        to it before had nothing to do with the merged case
    :param followed: the ids of what was followed before
    """
    known = set(followed)
    found = []
    for entry in sorted(leading, key=lambda entry: entry.id):
        if entry.id <= since_id or entry.id in known or not FOLLOWS[entry.kind]:
            continue
        if entry.refers_to is not None and entry.refers_to not in known:
            continue  # about something that was not followed
        known.add(entry.id)
        found.append(entry)
    return found


def step_at_merge(*, merged_waits: bool, leading_waits: bool) -> EntryKind | None:
    """Return what happens to a merged case's clocks at the merge, so that both stand alike."""
    if merged_waits == leading_waits:
        return None
    return EntryKind.PAUSED if leading_waits else EntryKind.RESUMED
