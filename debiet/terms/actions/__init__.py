"""Everything that changes terms; one file a subject, its refusals beside it."""

from debiet.terms.actions.calendars import (
    CalendarUnreadable,
    adopt_years,
    save_calendar_version,
)
from debiet.terms.actions.erasing import (
    erase_clocks,
)
from debiet.terms.actions.following import (
    FOLLOWS,
    follow,
    stop_following,
)
from debiet.terms.actions.ledger import (
    Deadlines,
    MoveStays,
    NoPolicy,
    correct,
    deadlines,
    deadlines_of,
    enter,
    extend,
    start_clocks,
)
from debiet.terms.actions.moving import (
    NotAsSeen,
    ReasonMissing,
    confirm_move,
    move_chunk,
    withdraw_move,
)
from debiet.terms.actions.planning import (
    NoSuchVersion,
    ask_move,
    plan_chunk,
)
from debiet.terms.actions.policies import (
    PolicyAgainstLaw,
    PolicyOfComplaints,
    PolicyTied,
    PolicyUnreadable,
    check_policy_version,
    save_policy_version,
)
from debiet.terms.actions.sweep import (
    mark_levels,
)

__all__ = [
    "FOLLOWS",
    "CalendarUnreadable",
    "Deadlines",
    "MoveStays",
    "NoPolicy",
    "NoSuchVersion",
    "NotAsSeen",
    "PolicyAgainstLaw",
    "PolicyOfComplaints",
    "PolicyTied",
    "PolicyUnreadable",
    "ReasonMissing",
    "adopt_years",
    "ask_move",
    "check_policy_version",
    "confirm_move",
    "correct",
    "deadlines",
    "deadlines_of",
    "enter",
    "erase_clocks",
    "extend",
    "follow",
    "mark_levels",
    "move_chunk",
    "plan_chunk",
    "save_calendar_version",
    "save_policy_version",
    "start_clocks",
    "stop_following",
    "withdraw_move",
]
