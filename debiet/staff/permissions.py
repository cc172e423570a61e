"""Who may do what, and which closed parts they see: one table, read by auditors as well.

A partner's own compartment and, for the utility's own employees, all partners' compartments come
from the organizations (`staff.queries.actor_for`).
"""

from debiet.rules.access import Compartment, Permission, Role

P = Permission

_EVERYBODY = frozenset({P.END_OWN_SESSIONS})

_HANDLE = _EVERYBODY | frozenset(
    {
        P.BREAK_GLASS,
        P.OPEN_CASE,
        P.RECORD_CONTACT,
        P.ANSWER_CASE,
        P.WRITE_NOTE,
        P.EDIT_CASE,
        P.ASSIGN_CASE,
        P.PAUSE_CASE,
        P.RESOLVE_CASE,
        P.REOPEN_CASE,
        P.LINK_CUSTOMER,
        P.SEE_CUSTOMERS,
        P.EDIT_CUSTOMERS,
        P.SEND_MESSAGE,
        P.SEND_CODE,
        P.RUN_CLOCKS,
        P.LOG_ACCESS,
        P.READ_NOTICES,
        P.STORE_FILE,
        P.VERIFY_CALLER,
        P.PROMISE_CALLBACK,
        P.RECORD_CALL,
        P.RECORD_ABSENCE,
        P.SEE_BOARD,
        P.RELATE_CASES,
        P.MERGE_CASES,
        P.SPLIT_CASE,
        P.SNOOZE_CASE,
        P.SET_REGIME,
        P.ASK_TASK,
        P.CHANGE_IN_BULK,
        P.READ_KNOWLEDGE,
        P.REGISTER_COMPLAINT,
        P.NOTE_WISH,
        P.HANDLE_COMPLAINT,
        P.ASK_FOR_OMBUDS,
        P.EXPLAIN,
    }
)

ROLES: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _HANDLE
    | {
        P.SEE_QUARANTINE,
        P.TAKE_IN_MESSAGE,
        P.PRINT_LETTERS,
        P.MARK_ADDRESS,
        P.HANDLE_INCIDENT,
        P.WRITE_KNOWLEDGE,
    },
    Role.TEAM_LEAD: _HANDLE
    | {
        P.SET_ASSIGNMENT,
        P.HANDLE_INCIDENT,
        P.EXPORT_COMPLAINTS,
        P.APPROVE_COMPLAINT_LETTER,
        P.APPROVE_EXEMPTION,
        P.APPROVE_INCIDENT_MESSAGE,
        P.WRITE_KNOWLEDGE,
        P.APPROVE_KNOWLEDGE,
        P.SEE_QUARANTINE,
        P.TAKE_IN_MESSAGE,
        P.PRINT_LETTERS,
        P.MARK_ADDRESS,
        P.CORRECT_CLOCK,
        P.SEE_MOVES,
        P.SETTLE_RATING,
        P.SEE_RIGHTS,
        P.HANDLE_RIGHTS,
        P.EDIT_CLAUSES,
        P.APPROVE_CLAUSES,
        P.SEE_AUDIT,
    },
    # The ombuds office has a mailbox and letters of its own, which only it can look after.
    Role.OMBUDS: _HANDLE
    | {
        P.SET_ASSIGNMENT,
        P.HANDLE_INCIDENT,
        P.EXPORT_COMPLAINTS,
        P.APPROVE_EXEMPTION,
        P.APPROVE_INCIDENT_MESSAGE,
        P.SEE_QUARANTINE,
        P.TAKE_IN_MESSAGE,
        P.PRINT_LETTERS,
        P.MARK_ADDRESS,
        P.CORRECT_CLOCK,
        P.SEE_MOVES,
        P.SETTLE_RATING,
        P.SEE_RIGHTS,
        P.HANDLE_RIGHTS,
        # Nobody else can be the second person of what its own part gives.
        P.REVIEW_RIGHTS,
        P.HANDLE_OMBUDS,
        P.DECIDE_OMBUDS,
        P.FOLLOW_REMEDIES,
        P.SEE_OMBUDS_BOARD,
        # Only the office sees all that a return counts.
        P.SUBMIT_RETURN,
        P.EDIT_CONNECTIONS,
    },
    Role.DPO: _EVERYBODY
    | frozenset(
        {
            P.SEE_CUSTOMERS,
            P.SEE_AUDIT,
            P.SEE_ACCESS_LOG,
            P.LOG_ACCESS,
            P.READ_NOTICES,
            P.SEE_RETENTION,
            P.RUN_RETENTION,
            P.APPROVE_RETENTION,
            P.SEE_RIGHTS,
            P.REVIEW_RIGHTS,
            P.REVIEW_EMERGENCY,
            # Somebody beside the admins must be able to be the second person.
            P.SEE_ROLES,
            P.APPROVE_ROLE,
        }
    ),
    Role.HR: _EVERYBODY | {P.BREAK_GLASS, P.READ_NOTICES, P.LOG_ACCESS},
    Role.FINANCE: _EVERYBODY
    | {P.BREAK_GLASS, P.SEE_CUSTOMERS, P.LOG_ACCESS, P.READ_NOTICES, P.EXPLAIN},
    Role.AUDITOR: _EVERYBODY
    | {
        P.SEE_CUSTOMERS,
        P.SEE_AUDIT,
        P.SEE_ACCESS_LOG,
        P.LOG_ACCESS,
        P.SEE_RETENTION,
        P.SEE_ROLES,
    },
    Role.ADMIN: _EVERYBODY
    | frozenset(
        {
            P.EDIT_STAFF,
            P.SEE_ROLES,
            P.APPROVE_ROLE,
            P.EDIT_USERS,
            P.BREAK_GLASS,
            P.EDIT_TERMS,
            P.MOVE_CLOCKS,
            P.SEE_MOVES,
            P.EDIT_CLAUSES,
            P.EDIT_TOPICS,
            P.EDIT_MAILBOXES,
            P.EDIT_CONNECTIONS,
            P.SWITCH_OUTGOING,
            P.READ_NOTICES,
            # Most houses have one data protection officer: the second person is an admin.
            P.SEE_RETENTION,
            P.APPROVE_RETENTION,
        }
    ),
    Role.PARTNER_AGENT: _HANDLE - {P.EDIT_CUSTOMERS, P.LINK_CUSTOMER},
}

COMPARTMENTS: dict[Role, frozenset[str]] = {
    Role.AGENT: frozenset({Compartment.ORDINARY}),
    Role.TEAM_LEAD: frozenset({Compartment.ORDINARY}),
    Role.OMBUDS: frozenset({Compartment.ORDINARY, Compartment.OMBUDS}),
    Role.DPO: frozenset({Compartment.ORDINARY}),
    Role.HR: frozenset({Compartment.HR}),
    Role.FINANCE: frozenset({Compartment.ORDINARY}),
    Role.AUDITOR: frozenset({Compartment.ORDINARY}),
    Role.ADMIN: frozenset(),
    Role.PARTNER_AGENT: frozenset(),
}

# Somebody without an account, on the public website.
VISITOR: dict[str, frozenset[Permission]] = {
    "visitor": frozenset(
        {
            P.ASK_QUESTION,
            P.CONFIRM_SOLVED,
            P.ADD_TO_OWN_CASE,
            P.RATE_CASE,
            P.ASK_CODE,
            P.RATE_KNOWLEDGE,
            P.REGISTER_COMPLAINT,
            P.NOTE_WISH,
            P.ASK_FOR_OMBUDS,
            # What asking brings with it: a raw message, a case, its clocks, an acknowledgement.
            P.TAKE_IN_MESSAGE,
            P.OPEN_CASE,
            P.RUN_CLOCKS,
            P.SEND_MESSAGE,
            P.STORE_FILE,
            P.LOG_ACCESS,
            # Whoever asks may complain as well.
            P.SET_REGIME,
        }
    )
}

# Jobs and commands, each with no more than it needs.
SYSTEM: dict[str, frozenset[Permission]] = {
    "incidents.tell": frozenset({P.TELL_INCIDENT, P.ANSWER_CASE, P.SEND_MESSAGE, P.RUN_CLOCKS}),
    "incidents.close": frozenset(
        {P.TELL_INCIDENT, P.RESOLVE_CASE, P.REOPEN_CASE, P.PAUSE_CASE, P.RUN_CLOCKS}
    ),
    "complaints.run": frozenset(
        {
            P.RUN_COMPLAINTS,
            P.RUN_CLOCKS,
            # Registering what came by a form, and acknowledging it.
            P.REGISTER_COMPLAINT,
            P.TAKE_IN_MESSAGE,
            P.SET_REGIME,
            P.SEND_MESSAGE,
            # Where a letter that left answers nothing after all.
            P.REOPEN_CASE,
            # Since when a complaint counts.
            P.CORRECT_CLOCK,
        }
    ),
    # The ombuds function takes over, whoever asked for it: nobody else opens files of its own.
    "complaints.office": frozenset(
        {
            P.FREEZE_CASE,
            P.OPEN_CASE,
            P.REOPEN_CASE,
            P.SET_REGIME,
            P.RUN_CLOCKS,
            P.SEND_MESSAGE,
            P.STORE_FILE,
            P.ANSWER_CASE,
            P.RUN_COMPLAINTS,
            P.NOTIFY_EMPLOYEE,
        }
    ),
    "complaints.letters": frozenset({P.NOTIFY_EMPLOYEE}),
    "terms.sweep": frozenset({P.RUN_CLOCKS}),
    "provisioning.scim": frozenset({P.EDIT_STAFF, P.EDIT_USERS}),
    "staff.end-due": frozenset({P.EDIT_STAFF, P.EDIT_USERS}),
    "staff.tell": frozenset({P.NOTIFY_EMPLOYEE}),
    "cases.report-emergency": frozenset({P.NOTIFY_EMPLOYEE}),
    "cases.report-leaver": frozenset({P.NOTIFY_EMPLOYEE}),
    "terms.move": frozenset({P.MOVE_CLOCKS}),
    "cases.assign": frozenset({P.ASSIGN_CASE}),
    "cases.hand-over": frozenset({P.ASSIGN_CASE}),
    "cases.tell-leads": frozenset({P.NOTIFY_EMPLOYEE}),
    "cases.bounced": frozenset(
        {P.RUN_CLOCKS, P.CORRECT_CLOCK, P.REOPEN_CASE, P.NOTIFY_EMPLOYEE, P.SEND_MESSAGE}
    ),
    "cases.callbacks": frozenset({P.NOTIFY_EMPLOYEE}),
    "cases.notice-mails": frozenset({P.NOTIFY_EMPLOYEE, P.SEND_MESSAGE}),
    "cases.follow-ups": frozenset({P.NOTIFY_EMPLOYEE}),
    "cases.tasks": frozenset({P.SNOOZE_CASE, P.NOTIFY_EMPLOYEE}),
    "cases.wake": frozenset({P.SNOOZE_CASE, P.NOTIFY_EMPLOYEE}),
    "customers.dates": frozenset({P.EDIT_CUSTOMERS}),
    "customers.tell-lockout": frozenset({P.NOTIFY_EMPLOYEE}),
    "customers.tell-suspect-opening": frozenset({P.NOTIFY_EMPLOYEE}),
    "calls.record": frozenset({P.RECORD_CALL}),
    "cases.low-rating": frozenset({P.NOTIFY_EMPLOYEE}),
    "cases.send-code": frozenset({P.SEND_CODE, P.SEND_MESSAGE}),
    "cases.terms-moved": frozenset({P.RUN_CLOCKS}),
    "correspondence.deliver": frozenset({P.SEND_MESSAGE, P.STORE_FILE}),
    "correspondence.split-scan": frozenset({P.TAKE_IN_MESSAGE, P.RUN_CLOCKS}),
    "contacts.check": frozenset({P.SEE_AUDIT}),
    "mail.import": frozenset(
        {
            P.TAKE_IN_MESSAGE,
            P.OPEN_CASE,
            P.RECORD_CONTACT,
            P.RUN_CLOCKS,
            P.SEND_MESSAGE,
            P.STORE_FILE,
            P.MARK_ADDRESS,
            P.SET_REGIME,
        }
    ),
    "mail.receive": frozenset({P.TAKE_IN_MESSAGE}),
    "files.scan": frozenset({P.SCAN_FILE}),
    "retention.run": frozenset({P.RUN_RETENTION, P.ERASE}),
    "rights.erase": frozenset({P.ERASE}),
    "rights.tell": frozenset({P.NOTIFY_EMPLOYEE}),
    "files.sweep": frozenset({P.SWEEP_FILES}),
    "identity.sign-in": frozenset({P.EDIT_USERS}),
    "cli.setup": frozenset(P),
    "demo": frozenset(P),
}
