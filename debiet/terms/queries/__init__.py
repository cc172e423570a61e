"""Everything that reads terms; one file a subject."""

from debiet.terms.queries.calendars import (
    holiday_horizon_days,
    newest_definition,
    open_spans,
    version_ids_in_force,
)
from debiet.terms.queries.clocks import (
    ClockView,
    LedgerRow,
    Mark,
    clock_views,
    entry_id,
    explained,
    has_clock,
    has_entry,
    latest_entry_id,
    ledger,
    level_mark,
    owed_at,
    promised_at,
    term_start,
)
from debiet.terms.queries.policies import Promise, policy_for, promise_of, promises

__all__ = [
    "ClockView",
    "LedgerRow",
    "Mark",
    "Promise",
    "clock_views",
    "entry_id",
    "explained",
    "has_clock",
    "has_entry",
    "holiday_horizon_days",
    "latest_entry_id",
    "ledger",
    "level_mark",
    "newest_definition",
    "open_spans",
    "owed_at",
    "policy_for",
    "promise_of",
    "promised_at",
    "promises",
    "term_start",
    "version_ids_in_force",
]
