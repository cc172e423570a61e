"""The words of the desk for codes: how a contact traveled, what a clock counts, why it stood still.

Customers' words are not these; letters and public pages have their own.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.words import Words
from debiet.rules.cases import Carrier, CaseKind, CaseState, Direction, Priority, TopicMoment
from debiet.rules.delivery import DeliveryState
from debiet.rules.sla import ClockStatus, EntryKind, Milestone, PauseReason, SpanReason

Labels = Mapping[str, Words]

CARRIERS: Labels = {
    Carrier.WEB_FORM: _("website"),
    Carrier.EMAIL: _("e-mail"),
    Carrier.PHONE: _("phone"),
    Carrier.COUNTER: _("counter"),
    Carrier.POST: _("letter"),
    Carrier.PORTAL: _("customer zone"),
    Carrier.SMS: _("text message"),
}
KINDS: Labels = {
    CaseKind.QUESTION: _("Question"),
    CaseKind.REQUEST: _("Request"),
    CaseKind.REPORT: _("Report"),
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
    EntryKind.ASKED: _("the customer wrote or called"),
    EntryKind.REPLIED: _("we answered"),
    EntryKind.BOUNCED: _("our answer came back"),
    EntryKind.PAUSED: _("put on wait"),
    EntryKind.RESUMED: _("went on"),
    EntryKind.RESOLVED: pgettext_lazy("of a case", "closed"),
    EntryKind.REOPENED: _("opened again"),
    EntryKind.MOVED: _("moved to another calendar"),
    EntryKind.CORRECTED: _("corrected"),
}
REOPEN_REASONS: Labels = {
    "customer": _("because the customer came back"),
    "employee": _("by an employee"),
    "undelivered": _("because our answer did not arrive"),
}
DELIVERIES: Labels = {
    DeliveryState.QUEUED: _("waits to be sent"),
    DeliveryState.DISPATCHED: _("sent"),
    DeliveryState.FAILED: _("could not be delivered"),
    DeliveryState.BOUNCED: _("came back undelivered"),
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
}

WORDS: Mapping[str, Labels] = {
    "carrier": CARRIERS,
    "kind": KINDS,
    "state": STATES,
    "priority": PRIORITIES,
    "language": LANGUAGES,
    "milestone": MILESTONES,
    "status": STATUSES,
    "pause": PAUSE_REASONS,
    "span": SPAN_REASONS,
    "entry": ENTRY_KINDS,
    "reopen": REOPEN_REASONS,
    "delivery": DELIVERIES,
    "topic-moment": TOPIC_MOMENTS,
    "quarantine": QUARANTINE_REASONS,
    "mailbox-trouble": MAILBOX_TROUBLES,
    "source": SOURCES,
}


def word(code: object, kind: str) -> Words:
    """Return the word for a code of a kind, or the code itself where there is none."""
    return WORDS[kind].get(str(code or ""), str(code or ""))
