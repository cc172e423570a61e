"""Opening a case: number, first contact, clocks and acknowledgement, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import letters
from debiet.cases.actions.attaching import attach
from debiet.cases.actions.locking import about, written
from debiet.cases.actions.saying import say
from debiet.cases.events import AssignmentDue, CaseOpened
from debiet.cases.models import Case, CaseTopic, Interaction, Topic
from debiet.cases.queries.topics import topic_branch
from debiet.cases.status_code import status_code
from debiet.cases.ways import House, house, language_for
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.customers import queries as customers
from debiet.rules.access import Permission
from debiet.rules.assignment import Way
from debiet.rules.cases import (
    Carrier,
    CaseKind,
    Direction,
    Priority,
    Route,
    Segment,
    TopicMoment,
    case_number,
    subject_from,
)
from debiet.rules.sla import CaseFacts
from debiet.terms import actions as terms


@dataclass(frozen=True, slots=True)
class Contact:
    """Who asks, as far as they told."""

    name: str = ""
    email: str = ""
    phone: str = ""
    account_number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened, with the code that its asker gets."""

    case_id: int
    number: str
    code: str
    compartment: str


class UnknownTopic(Refused):
    """The topic does not exist, or nobody handles it."""

    code = "cases.unknown-topic"
    message = _("Please choose a topic from the list.")


@action(permission=Permission.OPEN_CASE)
def open_case(
    *,
    kind: CaseKind,
    topic_code: str,
    carrier: Carrier,
    text: str,
    contact: Contact,
    language: str = "",
    is_language_chosen: bool = False,
    received_at: datetime,
    subject: str = "",
    quoted_text: str = "",
    attachments: Sequence[str] = (),
    file_ids: Sequence[int] = (),
    priority: Priority = Priority.NORMAL,
    raw_message_id: int | None = None,
    acknowledge: bool = True,
    customer_id: int | None = None,
    recognizes: bool = True,
    via: Route = Route.DIRECT,
    by: Actor,
    at: datetime,
) -> Opened:
    """Open a case from a first contact and start its clocks at the moment it was received.

    The customer is linked when address, phone and customer number point to exactly one;
    otherwise the desk shows whom it may be.

    :param language: the one it was asked in, "" where that is not known; a linked customer's own
        goes before it
    :param is_language_chosen: whether the asker chose it; then it goes before all others
    :param file_ids: stored files that came with it
    :param customer_id: whom an employee chose; nobody is guessed then
    :param recognizes: false where an employee said that it is none of those who fit
    :param via: through whom it reached us

    :raises UnknownTopic: if there is no such topic, or no team for it
    :raises EmptyText: if nothing was written
    """
    text = written(text)
    branch = topic_branch(topic_code)
    team_id, compartment, way = _team(branch)
    case = Case(
        number=_next_number(received_at),
        kind=kind,
        subject=(subject or subject_from(text))[:120],
        topic=branch[-1],
        carrier=carrier,
        priority=priority,
        segment=Segment.HOUSEHOLD,
        language=language,
        compartment=compartment,
        team_id=team_id,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        account_number=contact.account_number,
        contact_address=contact.address,
        opened_at=received_at,
    )
    _recognize(case, customer_id, guesses=recognizes)
    own = house(at=at)
    case.language = language_for(
        case, form=language, is_chosen=is_language_chosen, house=own, at=at
    )
    _start_clocks(case, branch, by=by, at=at)
    case.save()
    first = _first_contact(case, text, quoted_text, attachments, raw_message_id, via, at)
    answered = [_acknowledgement(case, own, by=by, at=at)] if acknowledge else []
    Interaction.objects.bulk_create([first, *filter(None, answered)])
    attach(first, file_ids)
    CaseTopic.objects.create(
        case=case, moment=TopicMoment.INTAKE, topic_code=topic_code, at=received_at
    )
    audit.record(about(case), compartment=case.compartment, facts={"case": case.pk})
    publish(CaseOpened(case_id=case.pk))
    if way is not Way.BY_HAND:
        publish(AssignmentDue(case_id=case.pk))
    code = status_code(case.number, case.code_version)
    return Opened(case.pk, case.number, code, case.compartment)


def _team(branch: Sequence[Topic]) -> tuple[int, str, Way]:
    """Return the team of a topic, or of the nearest one above, its closed part and its way."""
    topic = next((topic for topic in reversed(branch) if topic.team), None)
    if topic is None or topic.team is None:
        raise UnknownTopic
    way = getattr(topic, "assignment_way", None) or Way.BY_HAND
    return topic.team.pk, topic.team.compartment, Way(way)


def compartment_of_topic(topic_code: str) -> str:
    """Return the compartment that a case about a topic stands in.

    :raises UnknownTopic: if there is no such topic, or no team for it
    """
    return _team(topic_branch(topic_code))[1]


def _recognize(case: Case, customer_id: int | None, *, guesses: bool) -> None:
    """Link the customer who was chosen, else the only one whom the contact's facts point to."""
    if customer_id is None and guesses:
        found = customers.candidate_ids(
            email=case.contact_email, phone=case.contact_phone, account=case.account_number
        )
        customer_id = found[0] if len(found) == 1 else None
    if customer_id is not None:
        case.customer_id, case.segment = customer_id, customers.segment_of(customer_id)


def _start_clocks(case: Case, branch: Sequence[Topic], *, by: Actor, at: datetime) -> None:
    deadlines = terms.start_clocks(
        reference=about(case),
        compartment=case.compartment,
        facts=CaseFacts(
            kind=case.kind,
            topic_path=tuple(topic.code for topic in branch),
            carrier=case.carrier,
            segment=case.segment,
            priority=case.priority,
        ),
        occurred_at=case.opened_at,
        by=by,
        at=at,
    )
    case.due_at, case.at_risk_at = deadlines.due_at, deadlines.at_risk_at
    case.is_undetermined = deadlines.is_undetermined


def _next_number(received_at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_number')")
        (serial,) = cursor.fetchone()
    return case_number(year=timezone.localtime(received_at).year, serial=serial)


def _first_contact(
    case: Case,
    text: str,
    quoted_text: str,
    attachments: Sequence[str],
    raw_message_id: int | None,
    via: Route,
    at: datetime,
) -> Interaction:
    return Interaction(
        case=case,
        compartment=case.compartment,
        direction=Direction.IN,
        carrier=case.carrier,
        via=via,
        happened_at=case.opened_at,
        recorded_at=at,
        author_name=case.contact_name or case.contact_email,
        text=text,
        quoted_text=quoted_text,
        attachments=list(attachments),
        topic_code=case.topic.code,
        raw_message_id=raw_message_id,
    )


def _acknowledgement(case: Case, own: House, *, by: Actor, at: datetime) -> Interaction | None:
    """Put the acknowledgement into the outbox and return it as a contact, if it can go anywhere."""
    recipient = letters.recipient(case, is_short=True)
    if recipient is None:
        return None
    letter = letters.acknowledgement(
        case, by_text=recipient.carrier is Carrier.SMS, house=own, at=at
    )
    return say(case, letter, recipient, purpose=letters.ACKNOWLEDGEMENT, by=by, at=at)
