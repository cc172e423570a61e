"""Saying which kind of customer a case is of, where nobody knew or somebody was wrong."""

from datetime import datetime

from debiet.cases.actions.locking import about, locked_case, save
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import Segment
from debiet.terms import actions as terms


@action(permission=Permission.EDIT_CASE)
def set_segment(*, case_id: int, segment: Segment, by: Actor, at: datetime) -> None:
    """Say which kind of customer a case is of; the same again changes nothing.

    What was promised when it came in stays promised: no clock is moved.

    :raises CaseIsMerged: if another case is handled in its place
    :raises CaseIsWithOmbuds: if the ombuds function has it
    """
    case = locked_case(case_id, by=by)
    before = Segment(case.segment)
    if before is not segment:
        case.segment = segment
        save(case, terms.deadlines(about(case)), segment=segment, segment_before=before)
