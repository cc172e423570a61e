"""Everything that reads terms; one file a subject."""

from debiet.terms.queries.calendars import holiday_horizon_days, version_in_force
from debiet.terms.queries.clocks import (
    ClockView,
    LedgerRow,
    Mark,
    clock_views,
    explained,
    is_entered,
    ledger,
    level_mark,
    promised_at,
)
from debiet.terms.queries.policies import Promise, policy_for, promises

__all__ = [
    "ClockView",
    "LedgerRow",
    "Mark",
    "Promise",
    "clock_views",
    "explained",
    "holiday_horizon_days",
    "is_entered",
    "ledger",
    "level_mark",
    "policy_for",
    "promised_at",
    "promises",
    "version_in_force",
]
