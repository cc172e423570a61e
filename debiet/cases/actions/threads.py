"""Which case a mail goes on with, and which cases it may belong to.

A sign of ours (the tag of an address, a message it answers) and a sender whom the case knows: only
both together continue a case. Either alone, or a number in the words, is a hint to an employee:
whoever quotes a number or answers a mail that was sent on to it must not get into a file.
"""

from dataclasses import dataclass
from datetime import datetime

from debiet.cases.actions.locking import about
from debiet.cases.actions.opening import Opened
from debiet.cases.models import Case, SuggestedLink
from debiet.core.references import parts
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Raw
from debiet.correspondence.signs import number_in
from debiet.customers import queries as customers
from debiet.rules.access import Compartment
from debiet.rules.cases import LinkReason
from debiet.rules.mail import ParsedMail
from debiet.rules.mail_loops import numbers_in

MAX_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Thread:
    """The case that a mail goes on with, or else those it may belong to, with the reason."""

    case: Case | None
    suggested: tuple[tuple[int, LinkReason], ...] = ()


def thread_of(raw: Raw, parsed: ParsedMail) -> Thread:
    """Return where a mail belongs."""
    answered = signed(parsed)
    named = numbers_in(parsed.subject, parsed.new_text)
    numbers = {number for number, _reason in answered} | set(named)
    cases = {case.number: case for case in Case.objects.filter(number__in=numbers)}
    suggested: dict[int, LinkReason] = {}
    for number, reason in answered:
        case = cases.get(number)
        if case is None:
            continue
        is_known = knows(case, parsed.sender_address)
        if is_known and may_hold(case, raw):
            return Thread(case)
        suggested.setdefault(case.pk, LinkReason.ANSWERS_OUR_MESSAGE if is_known else reason)
    for number in named:
        if number in cases:
            suggested.setdefault(cases[number].pk, LinkReason.NAMES_NUMBER)
    return Thread(None, tuple(suggested.items())[:MAX_SUGGESTED])


def signed(parsed: ParsedMail) -> list[tuple[str, LinkReason]]:
    """Return the case numbers that our signs name: the address first, then the nearest message."""
    tags = filter(None, map(number_in, parsed.recipients))
    answered = [parsed.in_reply_to, *reversed(parsed.references)]
    sent = messages.sent_as(list(dict.fromkeys(filter(None, answered))))
    numbers = (number for kind, number in (parts(one.about) for one in sent) if kind == "case")
    return [
        *((number, LinkReason.TAG_UNKNOWN_SENDER) for number in tags),
        *((number, LinkReason.ANSWERS_OUR_MESSAGE) for number in numbers),
    ]


def knows(case: Case, address: str) -> bool:
    """Return whether somebody takes part in a case: asks, was written to, or is its customer."""
    if not address:
        return False
    if case.contact_email.strip().lower() == address:
        return True
    if case.customer_id is not None:
        found = customers.candidate_ids(email=address)
        if found and customers.kept_id(case.customer_id) in found:
            return True
    return messages.wrote_to(address, about=about(case))


def may_hold(case: Case, raw: Raw) -> bool:
    """Return whether a mail may be kept with a case: never in a more open part than it came to."""
    return raw.compartment in (Compartment.ORDINARY, case.compartment)


def suggest(opened: Opened, thread: Thread, *, at: datetime) -> None:
    """Keep for an employee which other cases a new one may belong to."""
    SuggestedLink.objects.bulk_create(
        SuggestedLink(
            case_id=opened.case_id,
            other_id=other_id,
            compartment=opened.compartment,
            reason=reason,
            suggested_at=at,
        )
        for other_id, reason in thread.suggested
    )
