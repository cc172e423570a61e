"""The words of the desk for codes: how a contact traveled, what a clock counts, why it stood still.

Customers' words are not these; letters and public pages have their own.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.cases.words import CARRIERS
from debiet.core.words import Words
from debiet.desk.labels_casework import (
    BULK_KINDS,
    BULK_REFUSALS,
    CONFLICTS,
    LINK_SIDES,
    REGIMES,
    TASK_STATES,
    TASK_STEPS,
    WAKE_EVENTS,
)
from debiet.desk.labels_complaints import COMPLAINTS
from debiet.desk.labels_exemptions import EXEMPTIONS
from debiet.desk.labels_house import HOUSE
from debiet.desk.labels_incidents import INCIDENT_CLOSINGS, INCIDENT_KINDS
from debiet.desk.labels_keeping import GROUNDS, RECORD_KINDS, START_EVENTS, STOPS
from debiet.desk.labels_law import LEGAL_SOURCES
from debiet.desk.labels_ombuds import OMBUDS
from debiet.desk.labels_reviews import REVIEWS
from debiet.desk.labels_rights import PROOFS, RIGHTS_KINDS, RIGHTS_STATES
from debiet.desk.labels_setup import ROLES
from debiet.desk.labels_steering import STEERING
from debiet.rules.access import Compartment
from debiet.rules.calls import CallReason
from debiet.rules.cases import (
    AttemptOutcome,
    CallbackState,
    CaseKind,
    CaseState,
    Direction,
    LinkReason,
    Priority,
    Route,
    TopicMoment,
)
from debiet.rules.delivery import DeliveryMethod, DeliveryState, MessageKind
from debiet.rules.letters import ReturnReason
from debiet.rules.quarantine import Hold, SetAside
from debiet.rules.scans import ScanTrouble, SplitBy
from debiet.rules.search import Sign
from debiet.rules.sla import ClockStatus, EntryKind, Milestone, PauseReason, SpanReason
from debiet.rules.verification import Fact

Labels = Mapping[str, Words]

ROUTES: Labels = {
    Route.DIRECT: _("directly"),
    Route.MUNICIPALITY: _("through the municipality"),
    Route.MINISTER: _("through the minister"),
    Route.OMBUDSMAN: _("through the ombudsman"),
    Route.REGULATOR: _("through the regulator"),
    Route.ELECTED: _("through an elected representative"),
    Route.PRESS: _("through the press"),
    Route.ASSOCIATION: _("through a civil society organization"),
    Route.OTHER: _("through somebody else"),
}
SIGNS: Labels = {
    Sign.CASE: _("case number"),
    Sign.EMAIL: _("e-mail address"),
    Sign.STRUCTURED: _("structured message"),
    Sign.CONNECTION: _("number of a connection (EAN)"),
    Sign.PHONE: _("phone number"),
    Sign.NUMBER: _("customer number"),
}
SPLITS: Labels = {
    SplitBy.ONE: _("It is one letter"),
    SplitBy.SEPARATORS: _("By separator sheets"),
    SplitBy.EVERY: _("Each letter has the same number of pages"),
    SplitBy.HAND: _("I choose the first pages myself"),
}
SCAN_REASONS: Labels = {
    "": _("waits until somebody chose the first page of each letter"),
    ScanTrouble.ENCRYPTED: _("The file is locked with a password. Scan the letters again without."),
    ScanTrouble.BROKEN: _("The file is damaged and cannot be read. Scan the letters again."),
    ScanTrouble.NO_PAGES: _("There are no pages in the file. Scan the letters again."),
    ScanTrouble.TOO_MANY_PAGES: _(
        "The file has more than 500 pages. Scan the letters in smaller batches."
    ),
    ScanTrouble.TOO_HEAVY: _(
        "The file takes too much time or memory. Scan it more coarsely, or in smaller batches."
    ),
    ScanTrouble.ONLY_BLANK: _("All pages are blank. Was the paper the wrong way round?"),
}
AWAY_REASONS: Labels = {
    "advertising": _("advertising"),
    "not-for-us": _("not meant for us"),
    "scan-again": _("to be scanned again"),
    "handled-elsewhere": _("handled in another way"),
}
HOLES: Labels = {
    "raw-not-taken": _("came in and was taken up by nobody"),
    "raw-without-case": _("was taken up, but no case has it"),
    "held-without-term": _("waits for an employee without a term"),
    "case-without-clock": _("stands in a case without a term"),
    "letters-missing": _("a scan that gave fewer letters than it should"),
    "call-without-contact": _("a call that was answered and not written down"),
    "call-of-no-case": _("a call that names a case that is not there"),
    "callback-without-clock": _("a promised call in a case without a term"),
    "came-back-unseen": _("wrote in a closed case that did not open again"),
}
KINDS: Labels = {
    CaseKind.QUESTION: _("Question"),
    CaseKind.REQUEST: _("Request"),
    CaseKind.REPORT: _("Report"),
    CaseKind.RIGHTS: _("Privacy request"),
}
STATES: Labels = {
    CaseState.OPEN: pgettext_lazy("of a case", "open"),
    CaseState.WAITING: pgettext_lazy("of a case", "waiting"),
    CaseState.RESOLVED: pgettext_lazy("of a case", "closed"),
}
PRIORITIES: Labels = {Priority.NORMAL: _("normal"), Priority.HIGH: _("high")}
DIRECTIONS: Labels = {
    Direction.IN: _("the customer"),
    Direction.OUT: _("we"),
}
LANGUAGES: Labels = {"nl": _("Dutch"), "fr": _("French"), "en": _("English")}
MILESTONES: Labels = {
    Milestone.FIRST_REPLY: _("First answer"),
    Milestone.NEXT_REPLY: _("Next answer"),
    Milestone.RESOLUTION: _("Solution"),
    Milestone.SERVICE_GUARANTEE: _("Service guarantee"),
    Milestone.COMPLAINT_ACKNOWLEDGED: _("Acknowledgement of the complaint"),
    Milestone.FIRST_LINE: _("First line's answer to the complaint"),
    Milestone.COMPLAINT_ANSWER: _("Answer to the complaint"),
}
STATUSES: Labels = {
    ClockStatus.NOT_STARTED: _("not started"),
    ClockStatus.RUNNING: _("running"),
    ClockStatus.PAUSED: _("stands still"),
    ClockStatus.MET: _("reached"),
    ClockStatus.ENDED: _("closed before it was reached"),
    ClockStatus.UNDETERMINED: _("term not determined"),
}
PAUSE_REASONS: Labels = {
    PauseReason.WAITING_FOR_CUSTOMER: _("the customer"),
    PauseReason.WAITING_FOR_THIRD_PARTY: _("somebody else"),
    PauseReason.WAITING_FOR_WORKS: _("works in the street or at the customer's"),
}
SPAN_REASONS: Labels = {
    SpanReason.OPEN: pgettext_lazy("of opening hours", "open"),
    SpanReason.COUNTED_DAY: _("counted day"),
    SpanReason.DAY_OF_RECEIPT: _("the day of receipt does not count"),
    SpanReason.DAY_UNDER_WAY: _("counts once the day is over"),
    SpanReason.NIGHT: _("outside opening hours"),
    SpanReason.BREAK: _("break"),
    SpanReason.WEEKEND: _("closed on this day of the week"),
    SpanReason.HOLIDAY: _("public holiday"),
    SpanReason.OVERRIDE: _("other hours on this day"),
    SpanReason.PAUSED: _("waiting"),
    SpanReason.CASE_CLOSED: _("the case was closed"),
}
ENTRY_KINDS: Labels = {
    EntryKind.OPENED: _("the question came in"),
    EntryKind.ACKNOWLEDGED: _("we confirmed the receipt"),
    EntryKind.ASKED: _("the customer wrote or called"),
    EntryKind.REPLIED: _("we answered"),
    EntryKind.BOUNCED: _("our answer came back"),
    EntryKind.PAUSED: _("put on wait"),
    EntryKind.RESUMED: _("went on"),
    EntryKind.RESOLVED: pgettext_lazy("of a case", "closed"),
    EntryKind.REOPENED: _("opened again"),
    EntryKind.HANDED_OVER: _("handed over to the ombuds function"),
    EntryKind.MOVED: _("moved to another version"),
    EntryKind.CORRECTED: _("corrected"),
    EntryKind.EXTENDED: _("made longer"),
}
COMPLAINT_ENTRIES: Labels = {EntryKind.OPENED: _("the complaint came in")}
"""In the ledger of a complaint, where it is not what a question's says."""
REOPEN_REASONS: Labels = {
    "customer": _("because the customer came back"),
    "employee": _("by an employee"),
    "undelivered": _("because our answer did not arrive"),
    "complaint": _("because the customer was not satisfied"),
}
DELIVERIES: Labels = {
    DeliveryState.QUEUED: _("waits to be sent"),
    DeliveryState.HANDED_OVER: _("in print"),
    DeliveryState.DISPATCHED: _("sent"),
    DeliveryState.FAILED: _("could not be delivered"),
    DeliveryState.BOUNCED: _("came back undelivered"),
}
METHODS: Labels = {
    DeliveryMethod.EMAIL: _("by e-mail"),
    DeliveryMethod.POST: _("by letter"),
    DeliveryMethod.PHONE: _("by phone, confirmed in writing"),
    DeliveryMethod.SMS: _("by text message"),
}
# What a mail server says when it gives up: the classes of enhanced status codes (RFC 3463).
UNREACHABLE: Labels = {
    "5.1": _("the address does not exist"),
    "5.2": _("the mailbox takes nothing"),
    "5.4": _("the mail server cannot be found"),
    "5.7": _("the mail server refuses us"),
}
MESSAGE_KINDS: Labels = {
    MessageKind.CORRESPONDENCE: _("Answers and other letters"),
    MessageKind.INVOICES: _("Invoices"),
    MessageKind.REMINDERS: _("Reminders"),
}
TOPIC_MOMENTS: Labels = {
    TopicMoment.INTAKE: _("when it came in"),
    TopicMoment.CHANGE: _("changed to"),
    TopicMoment.CLOSE: _("when it was closed"),
}
QUARANTINE_REASONS: Labels = {
    "no-sender": _("There is no address to answer to."),
    "empty": _("There are no words, no subject and no file in it."),
    "list": _("It was sent to a mailing list."),
    "bulk-precedence": _("It was sent in bulk."),
    "too-large": _("It is too large: only its beginning was kept."),
    "cases.mailbox-topic-elsewhere": _("Its mailbox's topic belongs to another team's part."),
    "cases.unknown-topic": _("Its topic does not exist, or no team handles it."),
    "cases.empty-text": _("There are no words in it."),
    "terms.no-policy": _("No policy promises a term for it."),
    Hold.OWN_ADDRESS: _("Its sender is an address of ours."),
    Hold.TOO_MANY_ALIKE: _("Its sender wrote the same subject many times within an hour."),
    Hold.TOO_MANY: _("Its sender wrote very many messages within an hour."),
}
SET_ASIDE: Labels = {
    SetAside.SPAM: _("Spam, or an attempt at fraud"),
    SetAside.NOTHING_ASKED: _("Nothing is asked in it"),
    SetAside.NOT_FOR_US: _("It is not meant for us"),
    SetAside.KNOWN: _("We have it already"),
}
LINK_REASONS: Labels = {
    LinkReason.NAMES_NUMBER: _("names its number"),
    LinkReason.ANSWERS_OUR_MESSAGE: _("answers a message of ours about it"),
    LinkReason.TAG_UNKNOWN_SENDER: _("was sent to the address of its answers"),
}
# The same in full, where more is known: without the figure for "for good" or "for now" before it.
BOUNCES: Labels = {
    "1.0": _("the address does not work"),
    "1.1": _("the address does not exist"),
    "1.2": _("the domain of the address does not exist"),
    "1.3": _("the address is written wrongly"),
    "1.6": _("the mailbox has moved"),
    "1.10": _("the domain takes no mail"),
    "2.0": _("the mailbox does not work"),
    "2.1": _("the mailbox is switched off"),
    "2.2": _("the mailbox is full"),
    "2.3": _("the message is too large"),
    "3.4": _("the message is too large"),
    "4.1": _("the other mail server does not answer"),
    "4.4": _("the domain of the address does not exist"),
    "4.7": _("the other mail server did not take it in time"),
    "7.0": _("the other mail server refuses our mail"),
    "7.1": _("the other mail server refuses our mail"),
}
ATTEMPTS: Labels = {
    AttemptOutcome.REACHED: pgettext_lazy("of a phone call", "reached"),
    AttemptOutcome.NO_ANSWER: _("no answer"),
    AttemptOutcome.VOICEMAIL: _("left a message on the voicemail"),
    AttemptOutcome.WRONG_NUMBER: _("the number is wrong"),
}
CALLBACK_STATES: Labels = {
    CallbackState.PROMISED: _("to be made"),
    CallbackState.REACHED: pgettext_lazy("of a phone call", "made"),
    CallbackState.WITHDRAWN: _("withdrawn"),
}
CALL_REASONS: Labels = {
    CallReason.WRONG_NUMBER: _("wrong number"),
    CallReason.SILENT: _("nobody spoke"),
    CallReason.INTERNAL: _("between colleagues"),
    CallReason.CALLED_AGAIN: _("the caller called again"),
}
FACTS: Labels = {
    Fact.CUSTOMER_NUMBER: _("Customer number"),
    Fact.BORN_ON: _("Date of birth"),
    Fact.POSTAL_CODE_AND_NUMBER: _("Postal code and house number"),
    Fact.STREET: _("Name of the street"),
    Fact.EMAIL: _("E-mail address we have"),
    Fact.PHONE: _("Phone number we have"),
}
MAILBOX_TROUBLES: Labels = {
    "connection": _("The mail server does not answer."),
    "certificate": _("The mail server's certificate cannot be trusted."),
    "sign-in": _("The mail server refuses our sign-in."),
    "token": _("No token could be had to sign in with."),
    "folder": _("The folder with the mail is not there."),
    "server": _("The mail server refuses what we ask."),
    "no-secret": _("Nobody has set the password of this mailbox."),
}
SOURCES: Labels = {
    "import-mail": _("Imported e-mail files"),
    "web-form": _("The form on the website"),
    "scan": _("Scans of letters"),
}

COMPARTMENTS: Labels = {
    Compartment.ORDINARY: _("Customer service"),
    Compartment.OMBUDS: _("Ombuds office"),
    Compartment.HR: _("Human resources"),
}
RETURN_REASONS: Labels = {
    ReturnReason.MOVED: _("moved away"),
    ReturnReason.UNKNOWN: _("not known at this address"),
    ReturnReason.DECEASED: _("deceased"),
    ReturnReason.REFUSED: _("refused by the addressee"),
    ReturnReason.NOT_COLLECTED: _("not collected at the post office"),
    ReturnReason.NOT_POSTED: _("not posted by the printer"),
}


WORDS: Mapping[str, Labels] = {
    "incident-kind": INCIDENT_KINDS,
    "incident-closing": INCIDENT_CLOSINGS,
    "carrier": CARRIERS,
    "kind": KINDS,
    "state": STATES,
    "priority": PRIORITIES,
    "language": LANGUAGES,
    "record-kind": RECORD_KINDS,
    "rights-kind": RIGHTS_KINDS,
    "rights-state": RIGHTS_STATES,
    "proof": PROOFS,
    "role": ROLES,
    "start-event": START_EVENTS,
    "ground": GROUNDS,
    "stop": STOPS,
    "legal-source": LEGAL_SOURCES,
    "milestone": MILESTONES,
    "status": STATUSES,
    "pause": PAUSE_REASONS,
    "span": SPAN_REASONS,
    "entry": ENTRY_KINDS,
    "reopen": REOPEN_REASONS,
    "delivery": DELIVERIES,
    "method": METHODS,
    "message-kind": MESSAGE_KINDS,
    "topic-moment": TOPIC_MOMENTS,
    "quarantine": QUARANTINE_REASONS,
    "link-reason": LINK_REASONS,
    "link-side": LINK_SIDES,
    "regime": REGIMES,
    "wake": WAKE_EVENTS,
    "task": TASK_STATES,
    "task-step": TASK_STEPS,
    "conflict": CONFLICTS,
    "bulk": BULK_KINDS,
    "bulk-refusal": BULK_REFUSALS,
    "compartment": COMPARTMENTS,
    "attempt": ATTEMPTS,
    "callback": CALLBACK_STATES,
    "call-reason": CALL_REASONS,
    "fact": FACTS,
    "mailbox-trouble": MAILBOX_TROUBLES,
    "source": SOURCES,
    "route": ROUTES,
    "split": SPLITS,
    "scan": SCAN_REASONS,
    "away": AWAY_REASONS,
    "hole": HOLES,
    **STEERING,
    **HOUSE,
    **COMPLAINTS,
    **OMBUDS,
    **REVIEWS,
    **EXEMPTIONS,
    "sign": SIGNS,
}


def word(code: object, kind: str) -> Words:
    """Return the word for a code of a kind, or the code itself where there is none."""
    return WORDS[kind].get(str(code or ""), str(code or ""))


def why_not_arrived(reason: str) -> Words:
    """Return why messages came back, by post or by mail, or the code where there is no word."""
    returned = RETURN_REASONS.get(reason.removeprefix("returned:"))
    return returned or BOUNCES.get(reason.partition(".")[2]) or UNREACHABLE.get(reason[:3], reason)


def why_bounced(reason: str) -> str:
    """Return why a message came back, in words with the code behind them; "" if nothing is told."""
    words = why_not_arrived(reason)
    is_code = words != reason and reason[:1].isdigit()
    return f"{words} ({reason})" if is_code else str(words)
