"""Mending a moment in a case's ledger: the wrong one stays to be read, the right one counts."""

from datetime import datetime

from debiet.cases.actions.answering import InTheFuture
from debiet.cases.actions.locking import about, locked_case, save
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.terms import actions as terms


@action(permission=Permission.CORRECT_CLOCK)
def correct_moment(
    *,
    case_id: int,
    entry_id: int,
    corrected_to: datetime | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Say when something in the ledger really happened, or that it never did (`None`).

    :raises NotFound: if the entry is not of this case
    :raises InTheFuture: if the moment has not come yet
    """
    if corrected_to is not None and corrected_to > at:
        raise InTheFuture
    case = locked_case(case_id, by=by)
    deadlines = terms.correct(
        reference=about(case),
        entry_id=entry_id,
        corrected_to=corrected_to,
        reason=reason,
        by=by,
        at=at,
    )
    save(case, deadlines, entry=entry_id)
