"""Everything that changes how long things are kept, and lets things go."""

from debiet.retention.actions.holding import (
    HeldAlready,
    HoldEndsBefore,
    UnknownSubject,
    lift_hold,
    place_hold,
)
from debiet.retention.actions.running import (
    PreviewStale,
    RunningAlready,
    let_go_chunk,
    preview_run,
    start_run,
)
from debiet.retention.actions.setting import MonthsOutOfRange, set_months

__all__ = [
    "HeldAlready",
    "HoldEndsBefore",
    "MonthsOutOfRange",
    "PreviewStale",
    "RunningAlready",
    "UnknownSubject",
    "let_go_chunk",
    "lift_hold",
    "place_hold",
    "preview_run",
    "set_months",
    "start_run",
]
