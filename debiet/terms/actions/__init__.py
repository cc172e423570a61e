"""Everything that changes terms; one file a subject, its refusals beside it."""

from debiet.terms.actions.calendars import (
    CalendarUnreadable,
    adopt_years,
    save_calendar_version,
)
from debiet.terms.actions.following import (
    FOLLOWS,
    follow,
    stop_following,
)
from debiet.terms.actions.ledger import (
    Deadlines,
    NoPolicy,
    correct,
    deadlines,
    enter,
    start_clocks,
)
from debiet.terms.actions.policies import PolicyTied, PolicyUnreadable, save_policy_version
from debiet.terms.actions.sweep import mark_levels

__all__ = [
    "FOLLOWS",
    "CalendarUnreadable",
    "Deadlines",
    "NoPolicy",
    "PolicyTied",
    "PolicyUnreadable",
    "adopt_years",
    "correct",
    "deadlines",
    "enter",
    "follow",
    "mark_levels",
    "save_calendar_version",
    "save_policy_version",
    "start_clocks",
    "stop_following",
]
