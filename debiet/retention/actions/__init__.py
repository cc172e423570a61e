"""Everything that changes how long things are kept, lets things go, and answers about them."""

from debiet.retention.actions.exporting import (
    OtherExport,
    SamePerson,
    prepare_export,
    release_export,
    review_export,
)
from debiet.retention.actions.holding import (
    HeldAlready,
    HoldEndsBefore,
    UnknownSubject,
    lift_hold,
    place_hold,
)
from debiet.retention.actions.rights import (
    NewRequest,
    TooLateToExtend,
    complete_request,
    confirm_identity,
    extend_request,
    open_request,
    recognize_request,
    refuse_request,
)
from debiet.retention.actions.running import (
    PreviewStale,
    RunningAlready,
    let_go_chunk,
    preview_run,
    start_run,
)
from debiet.retention.actions.setting import (
    AgreedByAsker,
    BelowLaw,
    MonthsAskedAlready,
    MonthsOutOfRange,
    agree_months,
    ask_months,
    check_months,
    decline_months,
)

__all__ = [
    "AgreedByAsker",
    "BelowLaw",
    "HeldAlready",
    "HoldEndsBefore",
    "MonthsAskedAlready",
    "MonthsOutOfRange",
    "NewRequest",
    "OtherExport",
    "PreviewStale",
    "RunningAlready",
    "SamePerson",
    "TooLateToExtend",
    "UnknownSubject",
    "agree_months",
    "ask_months",
    "check_months",
    "complete_request",
    "confirm_identity",
    "decline_months",
    "extend_request",
    "let_go_chunk",
    "lift_hold",
    "open_request",
    "place_hold",
    "prepare_export",
    "preview_run",
    "recognize_request",
    "refuse_request",
    "release_export",
    "review_export",
    "start_run",
]
