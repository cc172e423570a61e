"""Reading one case as the customer sees it, after its number and code."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from debiet.cases.models import Case, CaseMerge, Interaction
from debiet.cases.queries.files import contact_files
from debiet.cases.queries.topics import label_of
from debiet.cases.status_code import is_status_code, status_code
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Fate
from debiet.files.queries import FileInfo
from debiet.rules.cases import Carrier, CaseState, Direction, case_number, tidy_number
from debiet.staff.visibility import visible
from debiet.terms import queries as terms


@dataclass(frozen=True, slots=True)
class Sender:
    """What somebody told about itself with a question.

    :param is_reached: something in writing may reach it: it told where, or we know the customer
    """

    name: str
    email: str
    phone: str
    account_number: str
    is_reached: bool = True


@dataclass(frozen=True, slots=True)
class PublicContact:
    """A contact as the customer sees it.

    :param is_answer: deals with the matter; an acknowledgement or a holding reply does not
    :param fate: what became of a message of ours; None for all else
    """

    is_ours: bool
    is_automatic: bool
    is_answer: bool
    carrier: Carrier
    happened_at: datetime
    text: str
    files: tuple[FileInfo, ...] = ()
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as the customer sees it: no names of employees, no notes, no other case.

    :param owed_at: by when the customer is owed our next word, while one is owed
    :param promise: the sentence of the policy that holds for it, in the reader's language
    :param sender: what the customer told about itself
    :param compartment: where a look at it is written down; not shown
    """

    case_id: int
    number: str
    state: CaseState
    subject: str
    topic: str
    opened_at: datetime
    resolved_at: datetime | None
    owed_at: datetime | None
    sender: Sender
    promise: str
    compartment: str
    contacts: tuple[PublicContact, ...]
    version: int
    # Of the asker's own case in which it is handled; None where it is handled by itself, and ""
    # where that one is somebody else's.
    handled_in: str | None = None


@query(personal=False)
def visitor_for(*, number: str, code: str) -> Actor | None:
    """Return the visitor that a case's number and code make, or None.

    A number that does not exist costs the same work as a wrong code.
    """
    case = Case.objects.filter(number=tidy_number(number)).only("number", "code_version").first()
    known = case or Case(number=case_number(year=2000, serial=0), code_version=1)
    is_right = is_status_code(code, known.number, known.code_version)
    return Actor.visitor(case.pk) if case is not None and is_right else None


@query(personal=True)
def public_case(*, viewer: Actor) -> PublicCase | None:
    """Return the one case a visitor proved to know."""
    own = visible(Case.objects.select_related("topic", "merged_into"), viewer)
    case = own.first() if viewer.case_id else None
    if case is None:
        return None
    return PublicCase(
        case_id=case.pk,
        number=case.number,
        state=(case.merged_into or case).state,
        subject=case.subject,
        topic=label_of(case.topic.labels),
        opened_at=case.opened_at,
        resolved_at=case.resolved_at,
        owed_at=terms.owed_at(reference=reference("case", case.number)),
        sender=Sender(
            name=case.contact_name,
            email=case.contact_email,
            phone=case.contact_phone,
            account_number=case.account_number,
            is_reached=bool(case.contact_email or case.contact_address or case.customer_id),
        ),
        promise=terms.promise_of(
            reference=reference("case", case.number), language=get_language() or case.language
        ),
        compartment=case.compartment,
        contacts=_contacts(case, viewer),
        version=case.version,
        handled_in=_handled_in(case, viewer),
    )


def _contacts(case: Case, viewer: Actor) -> tuple[PublicContact, ...]:
    rows = list(visible(Interaction.objects.all(), viewer).order_by("happened_at", "id"))
    sent = [row.message_id for row in rows if row.message_id]
    fates = correspondence.fates(sent) if sent else {}
    files = contact_files(case.pk, viewer=viewer)
    return tuple(
        PublicContact(
            is_ours=row.direction == Direction.OUT,
            is_automatic=row.is_automatic,
            is_answer=row.is_substantive and row.direction == Direction.OUT,
            carrier=row.carrier,
            happened_at=row.happened_at,
            text=row.text,
            files=files.get(row.pk, ()),
            fate=fates.get(row.message_id or 0),
        )
        for row in rows
    )


def _handled_in(case: Case, viewer: Actor) -> str | None:
    if case.merged_into is None:
        return None
    merges = visible(CaseMerge.objects.filter(undone_at__isnull=True, is_same_asker=True), viewer)
    return case.merged_into.number if merges.exists() else ""


@query(personal=True)
def status_code_of(*, viewer: Actor) -> tuple[str, str] | None:
    """Return number and code of the case a visitor opened just now, for its confirmation page."""
    case = visible(Case.objects.only("number", "code_version"), viewer).first()
    return (case.number, status_code(case.number, case.code_version)) if case else None
