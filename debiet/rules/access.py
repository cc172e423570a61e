"""Who may do and see what, as names: permissions, roles, realms and fixed compartments.

Which role holds which permission is one table, `debiet/staff/permissions.py`.
"""

from enum import StrEnum


class Realm(StrEnum):
    """The two worlds a sign-in belongs to; the same address may exist in both."""

    STAFF = "staff"
    PORTAL = "portal"


class Role(StrEnum):
    """What an employee is here for; an employee may hold several roles."""

    AGENT = "agent"
    TEAM_LEAD = "team-lead"
    OMBUDS = "ombuds"
    DPO = "dpo"
    HR = "hr"
    FINANCE = "finance"
    AUDITOR = "auditor"
    ADMIN = "admin"
    PARTNER_AGENT = "partner-agent"


class Compartment(StrEnum):
    """The fixed closed parts of what is written down; a partner's part is `partner:<code>`."""

    ORDINARY = "ordinary"
    OMBUDS = "ombuds"
    HR = "hr"


PARTNER_PART = "partner:"
"""How the compartment of a partner contact center begins."""


def partner_compartment(code: str) -> str:
    """Return the compartment of a partner contact center."""
    return f"{PARTNER_PART}{code}"


class Permission(StrEnum):
    """One thing that somebody may do, asked by exactly that name in every action."""

    # What visitors of the website do
    ASK_QUESTION = "cases.ask-question"
    CONFIRM_SOLVED = "cases.confirm-solved"
    ADD_TO_OWN_CASE = "cases.add-to-own-case"
    RATE_CASE = "cases.rate"
    ASK_CODE = "cases.ask-code"
    SEND_CODE = "cases.send-code"
    # Handling cases
    OPEN_CASE = "cases.open"
    RECORD_CONTACT = "cases.record-contact"
    ANSWER_CASE = "cases.answer"
    WRITE_NOTE = "cases.write-note"
    EDIT_CASE = "cases.edit"
    ASSIGN_CASE = "cases.assign"
    SET_ASSIGNMENT = "cases.set-assignment"
    PAUSE_CASE = "cases.pause"
    RESOLVE_CASE = "cases.resolve"
    REOPEN_CASE = "cases.reopen"
    CORRECT_CLOCK = "terms.correct"
    LINK_CUSTOMER = "cases.link-customer"
    SETTLE_RATING = "cases.settle-rating"
    PROMISE_CALLBACK = "cases.promise-callback"
    RELATE_CASES = "cases.relate"
    MERGE_CASES = "cases.merge"
    SPLIT_CASE = "cases.split"
    SNOOZE_CASE = "cases.snooze"
    SET_REGIME = "cases.set-regime"
    FREEZE_CASE = "cases.freeze"
    ASK_TASK = "cases.ask-task"
    CHANGE_IN_BULK = "cases.change-in-bulk"
    BREAK_GLASS = "cases.break-glass"
    REGISTER_COMPLAINT = "complaints.register"
    NOTE_WISH = "complaints.note-wish"
    HANDLE_COMPLAINT = "complaints.handle"
    EXPORT_COMPLAINTS = "complaints.export"
    APPROVE_COMPLAINT_LETTER = "complaints.approve-letter"
    APPROVE_EXEMPTION = "complaints.approve-exemption"
    SUBMIT_RETURN = "complaints.submit-return"
    EDIT_CONNECTIONS = "complaints.edit-connections"
    RUN_COMPLAINTS = "complaints.run"
    ASK_FOR_OMBUDS = "complaints.ask-for-ombuds"
    EXPLAIN = "complaints.explain"
    HANDLE_OMBUDS = "ombuds.handle"
    DECIDE_OMBUDS = "ombuds.decide"
    FOLLOW_REMEDIES = "ombuds.follow-remedies"
    SEE_OMBUDS_BOARD = "ombuds.see-board"
    NOTIFY_EMPLOYEE = "staff.notify"
    READ_NOTICES = "staff.read-notices"
    RECORD_ABSENCE = "staff.record-absence"
    SEE_BOARD = "cases.see-board"
    HANDLE_INCIDENT = "incidents.handle"
    APPROVE_INCIDENT_MESSAGE = "incidents.approve-message"
    TELL_INCIDENT = "incidents.tell"
    READ_KNOWLEDGE = "knowledge.read"
    WRITE_KNOWLEDGE = "knowledge.write"
    APPROVE_KNOWLEDGE = "knowledge.approve"
    RATE_KNOWLEDGE = "knowledge.rate"
    # People
    SEE_CUSTOMERS = "customers.see"
    EDIT_CUSTOMERS = "customers.edit"
    VERIFY_CALLER = "customers.verify-caller"
    # What comes in and goes out
    TAKE_IN_MESSAGE = "correspondence.take-in"
    SEND_MESSAGE = "correspondence.send"
    SEE_QUARANTINE = "correspondence.see-quarantine"
    STORE_FILE = "files.store"
    SCAN_FILE = "files.scan"
    SWEEP_FILES = "files.sweep"
    PRINT_LETTERS = "correspondence.print-letters"
    MARK_ADDRESS = "correspondence.mark-address"
    RECORD_CALL = "correspondence.record-call"
    EDIT_MAILBOXES = "correspondence.edit-mailboxes"
    # Setting up
    EDIT_STAFF = "staff.edit"
    SEE_ROLES = "staff.see-roles"
    APPROVE_ROLE = "staff.approve-role"
    EDIT_TERMS = "terms.edit"
    EDIT_CLAUSES = "clauses.edit"
    APPROVE_CLAUSES = "clauses.approve"
    EDIT_TOPICS = "cases.edit-topics"
    RUN_CLOCKS = "terms.run"
    MOVE_CLOCKS = "terms.move"
    SEE_MOVES = "terms.see-moves"
    EDIT_USERS = "identity.edit"
    END_OWN_SESSIONS = "identity.end-own-sessions"
    # Looking back
    SEE_AUDIT = "core.see-audit"
    REVIEW_EMERGENCY = "cases.review-emergency"
    SEE_ACCESS_LOG = "core.see-access-log"
    LOG_ACCESS = "core.log-access"
    SWITCH_OUTGOING = "core.switch-outgoing"
    # How long things are kept
    ERASE = "core.erase"
    SEE_RETENTION = "retention.see"
    RUN_RETENTION = "retention.run"
    APPROVE_RETENTION = "retention.approve"
    SEE_RIGHTS = "rights.see"
    HANDLE_RIGHTS = "rights.handle"
    REVIEW_RIGHTS = "rights.review"
