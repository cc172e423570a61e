"""Registering a letter: one paper becomes a case for each question in it, or goes on with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from debiet.cases import letters
from debiet.cases.actions.attaching import attach
from debiet.cases.actions.closing import come_back
from debiet.cases.actions.locking import about, locked_case, written
from debiet.cases.actions.opening import Contact, Opened, open_case
from debiet.cases.actions.saying import say
from debiet.cases.models import Case, ContactWay, Interaction
from debiet.cases.ways import house
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence.queries import Raw
from debiet.customers import queries as customers
from debiet.files import actions as files
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier, CaseKind, CaseState, Direction, Route
from debiet.staff.visibility import visible
from debiet.terms import queries as terms

OLDEST = timedelta(days=366)
"""As far before a contact the same words may have come another way."""


@dataclass(frozen=True, slots=True)
class LetterQuestion:
    """One of the questions in a letter, in the words of who registers it."""

    topic_code: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """One more carrier and route by which the same words reached us."""

    carrier: Carrier
    route: Route


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody read in a letter.

    :param customer_id: who wrote it, where that is certain
    :param continues: the number of the case that the first question goes on with; "" if it is new
    """

    contact: Contact
    questions: tuple[LetterQuestion, ...]
    route: Route = Route.DIRECT
    ways: tuple[Way, ...] = ()
    customer_id: int | None = None
    continues: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    """The cases that a letter belongs to now, in the order of its questions."""

    case_ids: tuple[int, ...]
    numbers: tuple[str, ...]


class NoQuestion(Refused):
    """A letter is registered with at least one question; else it is set aside."""

    code = "cases.no-question"
    message = _("Please write down what the letter asks, or set it aside.")


class NoSuchCase(Refused):
    """The case that the letter should go on with is not there, or not for this employee."""

    code = "cases.no-such-case"
    message = _("There is no case with this number.")


class LetterOfClosedPart(Refused):
    """A letter to a closed part may not be opened outside of it."""

    code = "cases.letter-of-closed-part"
    message = _("This letter was sent to a closed department: choose a topic of that department.")


class WayDayNotPossible(Refused):
    """The day on which a contact came another way lies ahead, or long before the contact."""

    code = "cases.way-day-not-possible"
    message = _(
        "Please check the day: it cannot lie ahead, nor more than a year before the contact."
    )


@action(permission=Permission.TAKE_IN_MESSAGE)
def register_letter(
    *, raw_message_id: int, registration: Registration, by: Actor, at: datetime
) -> RegisteredLetter:
    """Make a letter a case for each of its questions, each with its clocks from receipt.

    All are tied to the same raw message and the same file; who wrote it gets one confirmation
    with all numbers.

    :raises NotFound: where the actor may not see the letter or the customer
    :raises PaperGone: if a colleague registered it already
    :raises NoQuestion: if there is nothing to register
    :raises NoSuchCase: if there is no case to go on with
    :raises LetterOfClosedPart: if a letter to a closed part would leave it
    :raises UnknownTopic: if a topic does not exist
    """
    if not registration.questions:
        raise NoQuestion
    raw = correspondence.claim_letter(raw_message_id=raw_message_id, by=by, at=at)
    customer_id = registration.customer_id
    if customer_id is not None and not customers.names([customer_id], viewer=by):
        raise NotFound
    first, *others = registration.questions
    cases = [
        _continued(raw, registration, first, by=by, at=at)
        if registration.continues
        else _opened(raw, registration, first, by=by, at=at)
    ]
    cases += [_opened(raw, registration, question, by=by, at=at) for question in others]
    if raw.compartment != Compartment.ORDINARY and {case.compartment for case in cases} != {
        raw.compartment
    }:
        raise LetterOfClosedPart
    _tie(raw, registration, cases, by=by, at=at)
    new = cases[1:] if registration.continues else cases
    if new:
        _acknowledge(new, by=by, at=at)
    outcome = "continued" if registration.continues else "opened"
    correspondence.settle_raw(
        raw_message_id=raw.raw_message_id,
        state="taken",
        outcome=outcome,
        reason=f"cases:{len(cases)}",
        about=about(cases[0]),
        compartment=cases[0].compartment,
        by=by,
        at=at,
    )
    return RegisteredLetter(tuple(case.pk for case in cases), tuple(case.number for case in cases))


def _opened(
    raw: Raw, registration: Registration, question: LetterQuestion, *, by: Actor, at: datetime
) -> Case:
    opened: Opened = open_case(
        kind=CaseKind.QUESTION,
        topic_code=question.topic_code,
        carrier=raw.carrier,
        text=question.text,
        contact=registration.contact,
        language=registration.language,
        received_at=raw.received_at,
        raw_message_id=raw.raw_message_id,
        acknowledge=False,
        via=registration.route,
        customer_id=registration.customer_id,
        by=by,
        at=at,
    )
    return Case.objects.select_related("topic").get(pk=opened.case_id)


def _continued(
    raw: Raw, registration: Registration, question: LetterQuestion, *, by: Actor, at: datetime
) -> Case:
    found = visible(Case.objects.filter(number=registration.continues), by)
    case_id = found.values_list("id", flat=True).first()
    if case_id is None:
        raise NoSuchCase
    case = locked_case(case_id, by=by, merged_too=True, frozen_too=True)
    contact = Interaction.objects.create(
        case=case,
        compartment=case.compartment,
        direction=Direction.IN,
        carrier=raw.carrier,
        via=registration.route,
        happened_at=raw.received_at,
        recorded_at=at,
        author_name=registration.contact.name or case.contact_name,
        text=written(question.text),
        topic_code=case.topic.code,
        raw_message_id=raw.raw_message_id,
    )
    # Receipt counts from the morning of a day on which the case may have opened, been put on wait
    # or been closed: the ledger goes on from there and never back behind it.
    latest = max((row.occurred_at for row in terms.ledger(about(case), viewer=by)), default=at)
    occurred_at = max(raw.received_at, case.opened_at)
    if case.state != CaseState.OPEN:
        occurred_at = max(occurred_at, latest)
    come_back(case, occurred_at=occurred_at, source=f"contact:{contact.pk}", by=by, at=at)
    return case


def _tie(
    raw: Raw, registration: Registration, cases: Sequence[Case], *, by: Actor, at: datetime
) -> None:
    """Tie the letter's file and its other ways to its contact in each of the cases."""
    file_ids: dict[str, int] = {}
    for case in cases:
        contact = Interaction.objects.get(case=case, raw_message_id=raw.raw_message_id)
        if case.compartment not in file_ids:
            file_ids[case.compartment] = files.store_file(
                content=raw.content,
                name=_("letter %(number)s.pdf") % {"number": raw.raw_message_id},
                media_type="application/pdf",
                compartment=case.compartment,
                by=by,
                at=at,
            )
        attach(contact, [file_ids[case.compartment]])
        for way in registration.ways:
            _write_way(contact, way, raw.received_at)


def _acknowledge(cases: Sequence[Case], *, by: Actor, at: datetime) -> None:
    """Confirm to who wrote, in one message about all the cases of a closed part together.

    A message that named cases of two parts would tell each of the other.
    """
    for compartment in dict.fromkeys(case.compartment for case in cases):
        _confirm([case for case in cases if case.compartment == compartment], by=by, at=at)


def _confirm(cases: Sequence[Case], *, by: Actor, at: datetime) -> None:
    first = cases[0]
    recipient, own = letters.recipient(first), house(at=at)
    if recipient is None:
        return
    letter = (
        letters.acknowledgement(first, house=own, at=at)
        if len(cases) == 1
        else letters.acknowledgement_of_several(cases, house=own, at=at)
    )
    said = say(first, letter, recipient, purpose=letters.ACKNOWLEDGEMENT, by=by, at=at)
    said.save()
    # The message belongs to the first case; the others show that it was said there as well.
    Interaction.objects.bulk_create(
        Interaction(
            case=case,
            compartment=case.compartment,
            direction=Direction.OUT,
            carrier=said.carrier,
            happened_at=at,
            recorded_at=at,
            text=letter.text,
            topic_code=case.topic.code,
            is_automatic=True,
            clauses=said.clauses,
        )
        for case in cases[1:]
    )


@action(permission=Permission.RECORD_CONTACT)
def add_way(
    *, case_id: int, interaction_id: int, way: Way, received_at: datetime, by: Actor, at: datetime
) -> None:
    """Write down that a contact reached us by another carrier or route as well.

    :raises NotFound: where the actor may not see the case, or it has no such contact
    :raises WayDayNotPossible: if it lies ahead, or more than a year before the contact
    """
    case = locked_case(case_id, by=by, merged_too=True)
    contact = Interaction.objects.filter(
        pk=interaction_id, case=case, direction=Direction.IN
    ).first()
    if contact is None:
        raise NotFound
    if received_at > at or contact.happened_at - received_at > OLDEST:
        raise WayDayNotPossible
    _write_way(contact, way, received_at)
    audit.record(
        about(case),
        compartment=case.compartment,
        facts={
            "contact": reference("contact", contact.pk),
            "carrier": way.carrier,
            "route": way.route,
        },
    )


def _write_way(contact: Interaction, way: Way, received_at: datetime) -> None:
    ContactWay.objects.get_or_create(
        interaction=contact,
        carrier=way.carrier,
        route=way.route,
        defaults={"compartment": contact.compartment, "received_at": received_at},
    )
