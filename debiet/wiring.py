"""Which event starts which jobs: the one table."""

from collections.abc import Mapping, Sequence

from debiet.cases import tasks as cases
from debiet.cases.events import (
    CaseAnswered,
    CaseOpened,
    CaseRated,
    CaseReopened,
    CaseResolved,
    CodeAsked,
)
from debiet.core.events import Event, Job
from debiet.correspondence import tasks as correspondence
from debiet.correspondence.events import (
    LetterRejected,
    MessageDispatched,
    MessageFailed,
    MessageQueued,
    RawMessageKept,
    ScanKept,
)
from debiet.customers import tasks as customers
from debiet.customers.events import CallerLockedOut, CloseFileOpened
from debiet.files import tasks as files
from debiet.files.events import FileStored
from debiet.identity import tasks as identity
from debiet.identity.events import PasswordResetRequested
from debiet.terms.events import LevelReached, TermsMoved

JOBS: Mapping[type[Event], Sequence[Job]] = {
    CaseOpened: (),
    CaseAnswered: (),
    CaseResolved: (),
    CaseReopened: (),
    CaseRated: (cases.tell_low_rating,),
    CodeAsked: (cases.send_code,),
    LevelReached: (cases.tell_leads,),
    TermsMoved: (cases.take_over_deadlines,),
    RawMessageKept: (cases.take_up_kept,),
    MessageQueued: (correspondence.deliver,),
    MessageDispatched: (),
    PasswordResetRequested: (identity.send_password_reset,),
    FileStored: (files.scan,),
    CallerLockedOut: (customers.tell_lockout,),
    CloseFileOpened: (customers.tell_suspect_opening,),
    MessageFailed: (cases.note_failed_message,),
    LetterRejected: (cases.note_rejected_letter,),
    ScanKept: (correspondence.split_scan,),
}
