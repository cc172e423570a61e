"""Everything that changes incidents; one file a subject, its refusals beside it."""

from debiet.incidents.actions.closing import (
    StillClosing,
    carry_out_closing,
    go_on_closing,
    reopen_incident,
    resolve_incident,
)
from debiet.incidents.actions.linking import link_cases, part_cases, tell_later_ones
from debiet.incidents.actions.locking import IncidentOver
from debiet.incidents.actions.messages import (
    ApprovedByItsWriter,
    LanguageMissing,
    NothingToTell,
    NotTheNewest,
    approve_message,
    write_message,
)
from debiet.incidents.actions.opening import (
    EndsBeforeItBegan,
    IncidentFacts,
    edit_incident,
    open_incident,
)
from debiet.incidents.actions.telling import go_on_telling, tell_one

__all__ = [
    "ApprovedByItsWriter",
    "EndsBeforeItBegan",
    "IncidentFacts",
    "IncidentOver",
    "LanguageMissing",
    "NotTheNewest",
    "NothingToTell",
    "StillClosing",
    "approve_message",
    "carry_out_closing",
    "edit_incident",
    "go_on_closing",
    "go_on_telling",
    "link_cases",
    "open_incident",
    "part_cases",
    "reopen_incident",
    "resolve_incident",
    "tell_later_ones",
    "tell_one",
    "write_message",
]
