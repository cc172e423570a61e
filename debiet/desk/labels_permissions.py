"""What each permission lets somebody do, in words: for the table of roles."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.access import Permission

P = Permission

PERMISSIONS: Mapping[Permission, Words] = {
    P.OPEN_CASE: _("open a case"),
    P.RECORD_CONTACT: _("write down a contact"),
    P.ANSWER_CASE: _("answer customers"),
    P.WRITE_NOTE: _("write notes"),
    P.EDIT_CASE: _("change what a case is about and whose it is"),
    P.ASSIGN_CASE: _("take and give cases"),
    P.PAUSE_CASE: _("let a case wait, and go on"),
    P.RESOLVE_CASE: _("close a case"),
    P.REOPEN_CASE: _("open a closed case again"),
    P.LINK_CUSTOMER: _("link a case to a customer"),
    P.RELATE_CASES: _("link cases to each other"),
    P.MERGE_CASES: _("merge cases"),
    P.SPLIT_CASE: _("split a case"),
    P.SNOOZE_CASE: _("put a case aside, plan a follow-up"),
    P.ASK_TASK: _("ask another team"),
    P.CHANGE_IN_BULK: _("change many cases at once"),
    P.PROMISE_CALLBACK: _("promise a call"),
    P.SETTLE_RATING: _("settle bad ratings"),
    P.HANDLE_INCIDENT: _("handle incidents"),
    P.APPROVE_INCIDENT_MESSAGE: _("approve what is told about an incident"),
    P.SEE_BOARD: _("see the team board"),
    P.RECORD_ABSENCE: _("write down absences"),
    P.READ_NOTICES: _("read what was told to them"),
    P.READ_KNOWLEDGE: _("read articles"),
    P.WRITE_KNOWLEDGE: _("write articles"),
    P.APPROVE_KNOWLEDGE: _("approve articles"),
    P.SEE_CUSTOMERS: _("see customers"),
    P.EDIT_CUSTOMERS: _("change what is known of customers"),
    P.VERIFY_CALLER: _("check who calls"),
    P.TAKE_IN_MESSAGE: _("take in letters and messages"),
    P.SEND_MESSAGE: _("send messages"),
    P.SEND_CODE: _("send a lost code again"),
    P.SEE_QUARANTINE: _("see what is held in quarantine"),
    P.PRINT_LETTERS: _("print letters"),
    P.MARK_ADDRESS: _("mark addresses that do not work"),
    P.RECORD_CALL: _("see phone calls"),
    P.STORE_FILE: _("add files"),
    P.EDIT_STAFF: _("set up employees, teams and organizations"),
    P.SEE_ROLES: _("see who has which role"),
    P.APPROVE_ROLE: _("agree to sensitive roles as a second person"),
    P.EDIT_USERS: _("make and end sign-ins"),
    P.EDIT_TOPICS: _("set up topics"),
    P.EDIT_TERMS: _("set up calendars and policies"),
    P.EDIT_CLAUSES: _("write texts and templates"),
    P.APPROVE_CLAUSES: _("approve texts and templates"),
    P.EDIT_MAILBOXES: _("set up mailboxes"),
    P.RUN_CLOCKS: _("let clocks run"),
    P.CORRECT_CLOCK: _("correct a clock"),
    P.MOVE_CLOCKS: _("move open clocks to a new version"),
    P.SEE_MOVES: _("see what a move of clocks would do"),
    P.SEE_AUDIT: _("see what was done"),
    P.SEE_ACCESS_LOG: _("see who looked at whose file"),
    P.LOG_ACCESS: _("open files, each look written down"),
    P.SEE_RETENTION: _("see how long things are kept"),
    P.RUN_RETENTION: _("let things go that are over their term"),
    P.SEE_RIGHTS: _("see privacy requests"),
    P.HANDLE_RIGHTS: _("handle privacy requests"),
    P.REVIEW_RIGHTS: _("review privacy requests"),
}
"""Every permission that a role holds; a test looks that none is missing."""
