"""Which event starts which jobs: the one table."""

from collections.abc import Mapping, Sequence

from debiet.cases import tasks as cases
from debiet.cases.events import (
    AddressTold,
    AssignmentDue,
    CaseAnswered,
    CaseMoved,
    CaseOpened,
    CaseRated,
    CaseReopened,
    CaseResolved,
    CodeAsked,
    ComplaintSent,
    EmergencyOpened,
    OmbudsTried,
    SaidToOffice,
    TaskMoved,
    TeamRetired,
    WorkLeft,
)
from debiet.clauses import tasks as clauses
from debiet.clauses.events import ClauseWritten
from debiet.complaints import tasks as complaints
from debiet.complaints.events import (
    ComplaintRegistered,
    ComplaintStepped,
    DraftSentBack,
    DraftWaits,
    ExplanationAsked,
    OmbudsAsked,
    OmbudsFileOpened,
    QuestionDisputed,
    ReviewAsked,
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
from debiet.identity.events import PasswordResetRequested, UserDeactivated
from debiet.incidents import tasks as incidents
from debiet.incidents.events import ClosingDue, TellingDue
from debiet.retention import tasks as retention
from debiet.retention.events import RetentionGoesOn
from debiet.staff import tasks as staff
from debiet.staff.events import EmployeeTold, LeavingRefused, RoleAsked
from debiet.terms import tasks as terms
from debiet.terms.events import ClocksMoved, LevelReached, MoveAsked, MoveConfirmed, TermsMoved

JOBS: Mapping[type[Event], Sequence[Job]] = {
    CaseOpened: (),
    AssignmentDue: (cases.assign_opened,),
    AddressTold: (complaints.acknowledge_reached,),
    CaseAnswered: (),
    CaseMoved: (cases.assign_moved,),
    CaseResolved: (cases.wake_waiting,),
    CaseReopened: (),
    CaseRated: (cases.tell_low_rating,),
    CodeAsked: (cases.send_code,),
    SaidToOffice: (complaints.pass_on_message,),
    EmergencyOpened: (cases.report_emergency,),
    OmbudsTried: (cases.tell_ombuds_tried,),
    TaskMoved: (cases.tell_task_step,),
    WorkLeft: (cases.hand_over,),
    TeamRetired: (cases.move_team_work,),
    TellingDue: (incidents.tell_linked,),
    ClosingDue: (incidents.close_linked,),
    LevelReached: (cases.tell_leads, complaints.take_over_passed),
    TermsMoved: (cases.take_over_deadlines,),
    MoveAsked: (terms.plan_move,),
    MoveConfirmed: (terms.carry_out_move,),
    ClocksMoved: (cases.take_over_moved,),
    RawMessageKept: (cases.take_up_kept,),
    MessageQueued: (correspondence.deliver,),
    ComplaintSent: (complaints.register_sent,),
    ComplaintRegistered: (complaints.acknowledge,),
    ComplaintStepped: (),
    OmbudsFileOpened: (complaints.tell_office, complaints.acknowledge_file),
    OmbudsAsked: (complaints.tell_office_asked,),
    ExplanationAsked: (complaints.tell_of_explanation,),
    ReviewAsked: (complaints.tell_of_review,),
    DraftWaits: (complaints.tell_of_draft,),
    DraftSentBack: (complaints.tell_of_draft,),
    QuestionDisputed: (complaints.tell_of_disputed,),
    MessageDispatched: (complaints.note_dispatched,),
    PasswordResetRequested: (identity.send_password_reset,),
    UserDeactivated: (cases.report_leaver,),
    FileStored: (files.scan,),
    CallerLockedOut: (customers.tell_lockout,),
    CloseFileOpened: (customers.tell_suspect_opening,),
    EmployeeTold: (cases.mail_notice,),
    RoleAsked: (staff.tell_role_waits,),
    ClauseWritten: (clauses.tell_text_waits,),
    LeavingRefused: (staff.tell_of_last_admin,),
    MessageFailed: (cases.note_failed_message, complaints.note_failed),
    LetterRejected: (cases.note_rejected_letter,),
    ScanKept: (correspondence.split_scan,),
    RetentionGoesOn: (retention.let_go,),
}
