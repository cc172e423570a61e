"""Writing down a call or visit in one go: who it was, the case, its answer, what was promised."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.answering import InTheFuture, record_contact
from debiet.cases.actions.callbacks import promise_callback
from debiet.cases.actions.handling import link_customer, write_note
from debiet.cases.actions.locking import about, written
from debiet.cases.actions.opening import Contact, open_case
from debiet.cases.actions.saying import confirm
from debiet.cases.models import Case, Interaction, RegisteredForm
from debiet.cases.status_code import status_code
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.customers import actions as customers
from debiet.customers import queries as people
from debiet.customers.actions import NewCustomer
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, CaseKind, Direction
from debiet.rules.complaints import Regime
from debiet.rules.verification import Fact, fits
from debiet.staff.visibility import visible


@dataclass(frozen=True, slots=True)
class Promise:
    """A call that is promised within a window; without a number, to the one that called."""

    promised_from: datetime
    promised_until: datetime
    phone: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewContact:
    """What an employee filled in on the quick screen.

    :param key: made when the form was shown; sent again with the same words it is the same contact
    :param answer: what was answered at once; empty if it was not
    :param customer_id: whom the employee chose
    :param language: the one somebody asked for, "" where nothing was said
    :param is_new_customer: record a customer of this name, with a way to reach it
    :param is_nobody: it is none of those who fit
    :param ruled_out: whom the employee has seen and did not choose
    :param case_number: an existing case that it is about
    :param note: what colleagues should know, such as who calls for whom
    """

    key: str
    carrier: Carrier
    topic_code: str
    text: str
    contact: Contact
    language: str
    happened_at: datetime
    answer: str = ""
    customer_id: int | None = None
    is_new_customer: bool = False
    is_nobody: bool = False
    ruled_out: frozenset[int] = frozenset()
    case_number: str = ""
    wants_confirmation: bool = True
    promise: Promise | None = None
    call_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of it.

    :param is_confirmed: whether something is written to the customer about it
    :param is_repeated: whether the same form was sent before, and this is what became of it then
    """

    number: str
    code: str
    is_confirmed: bool = False
    is_repeated: bool = False


class ClosedPart(Refused):
    """The topic is handled where the employee may not look."""

    code = "cases.closed-part"
    message = _(
        "Colleagues in a closed part of the house handle this topic. "
        "Write down the question without an answer, a note or a promised call; they go on with it."
    )


class UnknownCase(Refused):
    """There is no such case, as far as the employee can see."""

    code = "cases.unknown-case"
    message = _("No case has the number %(number)s, as far as you can see.")


class OtherCustomer(Refused):
    """The case is of another customer than the one chosen."""

    code = "cases.other-customer"
    message = _("Case %(number)s is of another customer. Choose nobody, or another case.")


class NotEnoughForCustomer(Refused):
    """A customer has a name and can be reached."""

    code = "cases.not-enough-for-customer"
    message = _("A new customer needs a name, and a telephone number or an e-mail address.")


class MayBeKnown(Refused):
    """Somebody with these details is known and was not looked at."""

    code = "cases.may-be-known"
    message = _("Somebody with these details is known. Look whether it is the caller, then choose.")


class UnprovedAddress(Refused):
    """Somebody who was not verified gives another e-mail address for a customer."""

    code = "cases.unproved-address"
    message = _(
        "This e-mail address is not the customer's as far as we know, and answers would go there. "
        "Verify the caller, choose “none of them”, or leave the address out: then we write to "
        "the address we have."
    )


@action(permission=Permission.OPEN_CASE)
def register_contact(*, new: NewContact, by: Actor, at: datetime) -> Registered:
    """Write down a call or visit with all that follows from it, or nothing of it.

    The customer is linked or made, a case opened or continued at the moment of the contact,
    answered and closed if it was answered at once, a call promised, and a confirmation written.

    :raises InTheFuture: if it has not happened yet
    :raises UnknownCase: if it is said to be about a case that the actor cannot see
    :raises UnprovedAddress: if answers would go where an unverified caller says
    :raises ClosedPart: if the actor answers or promises where it may not look
    """
    if new.happened_at > at:
        raise InTheFuture
    key = f"{by}:{new.key}:{_fingerprint(new)}"
    if (earlier := _registered(key, by=by)) is not None:
        return earlier
    customer_id = _customer_id(new, by=by, at=at)
    if new.case_number:
        case = _continued(new, customer_id, by=by, at=at)
    else:
        case = _opened(new, customer_id, by=by, at=at)
    follows = bool(new.answer.strip() or new.note.strip() or new.promise)
    if follows and not visible(Case.objects.filter(pk=case.pk), by).exists():
        raise ClosedPart
    is_answered = _answer(case, new, by=by, at=at)
    _write_down_the_rest(case, new, by=by, at=at)
    # What is answered in a complaint is confirmed, whether or not somebody wants that.
    wants_it = new.wants_confirmation or (is_answered and case.regime is not Regime.ORDINARY)
    is_confirmed = wants_it and (
        confirm(case, asked=written(new.text), answered=written(new.answer), by=by, at=at)
        if is_answered
        else not new.case_number and _has_acknowledgement(case)
    )
    RegisteredForm.objects.create(key=key, case=case, recorded_at=at)
    audit.record(about(case), compartment=case.compartment, facts={"answered": is_answered})
    return Registered(case.number, status_code(case.number, case.code_version), is_confirmed)


def _fingerprint(new: NewContact) -> str:
    """Return what tells one contact from the next that is typed into the same old form."""
    promised = new.promise and (
        new.promise.promised_from,
        new.promise.promised_until,
        new.promise.words,
    )
    said = (new.contact, new.topic_code, new.text, new.answer, new.note, new.case_number, promised)
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _registered(key: str, *, by: Actor) -> Registered | None:
    """Return what a form became that was sent before; two at a time wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    form = RegisteredForm.objects.select_related("case").filter(key=key).first()
    if form is None:
        return None
    code = status_code(form.case.number, form.case.code_version)
    return Registered(form.case.number, code, is_repeated=True)


def _customer_id(new: NewContact, *, by: Actor, at: datetime) -> int | None:
    if new.is_new_customer:
        return _new_customer(new, by=by, at=at)
    if new.customer_id is None:
        return None
    if Permission.LINK_CUSTOMER not in by.permissions:
        raise NotAllowed
    if not people.names([new.customer_id], viewer=by):
        raise MayBeKnown  # gone since it was shown: look again
    about_it = reference("contact", new.key)
    if not new.case_number and not (
        _is_own_address(new.customer_id, new.contact.email)
        or people.verification(new.customer_id, about=about_it, viewer=by, at=at)
    ):
        raise UnprovedAddress
    return new.customer_id


def _is_own_address(customer_id: int, email: str) -> bool:
    """Return whether answers go to no other e-mail address than the customer's."""
    return not email.strip() or fits(Fact.EMAIL, email, people.on_file(customer_id))


def _is_recognized(new: NewContact) -> bool:
    """Return whether the one customer who fits may be linked though nobody chose."""
    who = new.contact
    found = people.candidate_ids(email=who.email, phone=who.phone, account=who.account_number)
    return len(found) == 1 and _is_own_address(found[0], who.email)


def _new_customer(new: NewContact, *, by: Actor, at: datetime) -> int:
    who = new.contact
    if not who.name.strip() or not (who.phone.strip() or who.email.strip()):
        raise NotEnoughForCustomer
    found = people.candidate_ids(email=who.email, phone=who.phone, account=who.account_number)
    if not set(found) <= new.ruled_out:
        raise MayBeKnown
    made = NewCustomer(
        name=who.name,
        language=new.language or settings.LANGUAGE_CODE,
        emails=[who.email] if who.email.strip() else [],
        phones=[who.phone] if who.phone.strip() else [],
    )
    return customers.add_customers(customers=[made], by=by, at=at)[0]


def _opened(new: NewContact, customer_id: int | None, *, by: Actor, at: datetime) -> Case:
    opened = open_case(
        kind=CaseKind.QUESTION,
        topic_code=new.topic_code,
        carrier=new.carrier,
        text=new.text,
        contact=new.contact,
        language=new.language,
        is_language_chosen=bool(new.language),
        received_at=new.happened_at,
        customer_id=customer_id,
        recognizes=not new.is_nobody and _is_recognized(new),
        acknowledge=new.wants_confirmation and not new.answer.strip(),
        by=by,
        at=at,
    )
    return Case.objects.select_related("topic").get(pk=opened.case_id)


def _continued(new: NewContact, customer_id: int | None, *, by: Actor, at: datetime) -> Case:
    case = visible(Case.objects.filter(number=new.case_number), by).first()
    if case is None:
        raise UnknownCase(number=new.case_number)
    if customer_id is not None and case.customer_id not in (None, customer_id):
        raise OtherCustomer(number=new.case_number)
    if customer_id is not None and case.customer_id is None:
        link_customer(
            case_id=case.pk, customer_id=customer_id, seen_version=case.version, by=by, at=at
        )
    record_contact(
        case_id=case.pk,
        carrier=new.carrier,
        direction=Direction.IN,
        text=new.text,
        happened_at=new.happened_at,
        by=by,
        at=at,
    )
    return Case.objects.select_related("topic").get(pk=case.pk)


def _answer(case: Case, new: NewContact, *, by: Actor, at: datetime) -> bool:
    """Write down what was answered at once, and close the case with it."""
    if not new.answer.strip():
        return False
    record_contact(
        case_id=case.pk,
        carrier=new.carrier,
        direction=Direction.OUT,
        text=new.answer,
        happened_at=new.happened_at,
        resolves=True,
        is_answered_at_once=True,
        by=by,
        at=at,
    )
    case.refresh_from_db()
    return True


def _write_down_the_rest(case: Case, new: NewContact, *, by: Actor, at: datetime) -> None:
    if new.note.strip():
        write_note(case_id=case.pk, text=new.note, by=by, at=at)
    if new.promise is not None:
        promise_callback(
            case_id=case.pk,
            phone=new.promise.phone or new.contact.phone,
            words=new.promise.words,
            promised_from=new.promise.promised_from,
            promised_until=new.promise.promised_until,
            by=by,
            at=at,
        )
    if new.call_id is not None and messages.call(new.call_id, viewer=by) is not None:
        correspondence.tie_call(
            call_id=new.call_id, about=about(case), compartment=case.compartment, by=by, at=at
        )


def _has_acknowledgement(case: Case) -> bool:
    return Interaction.objects.filter(case=case, message__isnull=False).exists()


@action(permission=Permission.RECORD_CALL)
def tie_call_to_case(*, call_id: int, case_number: str, by: Actor, at: datetime) -> None:
    """Say which case a call was about, where it was written down without it.

    :raises UnknownCase: if the actor cannot see such a case
    """
    case = visible(Case.objects.filter(number=case_number), by).first()
    if case is None:
        raise UnknownCase(number=case_number)
    correspondence.tie_call(
        call_id=call_id, about=about(case), compartment=case.compartment, by=by, at=at
    )
