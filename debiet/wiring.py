"""Which event starts which jobs: the one table."""

from collections.abc import Mapping, Sequence

from debiet.cases import tasks as cases
from debiet.cases.events import CaseAnswered, CaseOpened, CaseReopened, CaseResolved
from debiet.core.events import Event, Job
from debiet.correspondence import tasks as correspondence
from debiet.correspondence.events import (
    MessageDispatched,
    MessageFailed,
    MessageQueued,
    ScanKept,
)
from debiet.identity import tasks as identity
from debiet.identity.events import PasswordResetRequested
from debiet.terms.events import LevelReached, TermsMoved

JOBS: Mapping[type[Event], Sequence[Job]] = {
    CaseOpened: (),
    CaseAnswered: (),
    CaseResolved: (),
    CaseReopened: (),
    LevelReached: (cases.tell_leads,),
    TermsMoved: (cases.take_over_deadlines,),
    MessageQueued: (correspondence.deliver,),
    MessageDispatched: (),
    PasswordResetRequested: (identity.send_password_reset,),
    MessageFailed: (cases.note_failed_message,),
    ScanKept: (correspondence.split_scan,),
}
