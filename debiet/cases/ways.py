"""How the asker of a case is written to: by which way, in which language and form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from debiet.cases.models import Case
from debiet.correspondence import queries as correspondence
from debiet.correspondence.actions import Recipient
from debiet.correspondence.queries import Mark
from debiet.customers import queries as customers
from debiet.customers.queries import Reached
from debiet.jurisdictions.house import second_line
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import value_on
from debiet.rules.cases import Carrier
from debiet.rules.complaint_referral import SecondLine
from debiet.rules.delivery import MessageKind
from debiet.rules.delivery_way import Addresses, Way, Ways
from debiet.rules.language import (
    FormOfAddress,
    LanguageRule,
    allowed_languages,
    code_and_name,
    language_of,
)
from debiet.staff import queries as staff

FORM_OF_ADDRESS, LANGUAGE_RULE, JURISDICTION = "form_of_address", "language_rule", "jurisdiction"
"""The codes of the utility's own choices that decide how people are written to."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who a case is answered to, and how.

    :param marks: those on its addresses from which messages came back
    """

    name: str
    ways: Ways
    marks: tuple[Mark, ...]
    is_large_print: bool


def correspondent(case: Case, *, is_short: bool = False) -> Correspondent:
    """Return how the asker of a case is reached.

    :param is_short: whether all of it fits in a text message
    """
    linked = customers.reached(case.customer_id) if case.customer_id else None
    return correspondent_by(case, linked, is_short=is_short)


def correspondent_by(
    case: Case, linked: Reached | None, *, is_short: bool = False
) -> Correspondent:
    """Return the same, where it was read already how its customer is written to."""
    addresses = own_addresses(case)
    if linked is not None:
        addresses = addresses.before(linked.addresses)
    marks = correspondence.marks(addresses, part=case.compartment)
    return Correspondent(
        name=case.contact_name or (linked.name if linked else ""),
        marks=tuple(marks),
        ways=customers.ways_to(
            addresses,
            kind=MessageKind.CORRESPONDENCE,
            marks=marks,
            chosen=linked.chosen.get(MessageKind.CORRESPONDENCE) if linked else None,
            asked_by=Carrier(case.carrier),
            is_short=is_short,
        ),
        is_large_print=linked is not None and linked.wants_large_print,
    )


def recipient_by(case: Case, found: Correspondent, way: Way) -> Recipient:
    """Return somebody as the outbox takes it, by one way."""
    return Recipient(
        name=found.name,
        address=way.address,
        language=case.language,
        carrier=way.carrier,
        postal_lines=way.postal_lines,
        is_large_print=found.is_large_print and way.carrier is Carrier.POST,
    )


def own_addresses(case: Case) -> Addresses:
    """Return the addresses that the asker told with its question."""
    lines = tuple(line.strip() for line in case.contact_address.splitlines() if line.strip())
    if lines and case.contact_name and lines[0] != case.contact_name:
        lines = (case.contact_name, *lines)
    phone = case.contact_phone
    return Addresses(
        emails=(case.contact_email,) if case.contact_email else (),
        phones=(customers.callable_number(phone),) if phone else (),
        postal=(lines,) if lines else (),
    )


@dataclass(frozen=True, slots=True)
class House:
    """The utility's own choices on how it writes, with what holds without one."""

    form_of_address: FormOfAddress = FormOfAddress.POLITE
    language_rule: LanguageRule = LanguageRule.ASKER
    jurisdiction: str = ""
    choices: Mapping[str, str] = field(default_factory=dict, compare=False)

    def second_line(self, *, on: date) -> SecondLine:
        """Return which bodies outside take which subject on a day."""
        return second_line(self.choices, on=on)


def house(*, at: datetime) -> House:
    """Return how the utility writes to people, by its profile."""
    chosen = staff.house_settings(at=at)
    return House(
        form_of_address=FormOfAddress(chosen.get(FORM_OF_ADDRESS, FormOfAddress.POLITE)),
        language_rule=LanguageRule(chosen.get(LANGUAGE_RULE, LanguageRule.ASKER)),
        jurisdiction=chosen.get(JURISDICTION, ""),
        choices=chosen,
    )


def language_for(
    case: Case, *, form: str, is_chosen: bool = False, house: House, at: datetime
) -> str:
    """Return the language that the asker of a new case is written to in.

    :param form: the language it asked in, as far as that is known
    :param is_chosen: whether it asked for that language: then it counts as the customer's own
    """
    linked = customers.reached(case.customer_id) if case.customer_id else None
    return language_of(
        customer=form if is_chosen else linked.language if linked else "",
        form=form,
        allowed=_allowed(case, linked, house.jurisdiction, at=at),
        default=settings.LANGUAGE_CODE,
        rule=house.language_rule,
    )


def _allowed(
    case: Case, linked: Reached | None, jurisdiction: str, *, at: datetime
) -> tuple[str, ...]:
    """Return the languages that the law allows where the asker lives, if that is known."""
    law = JURISDICTIONS.get(jurisdiction)
    addresses = own_addresses(case)
    if linked is not None:
        addresses = addresses.before(linked.addresses)
    places = (code_and_name(lines[-1]) for lines in addresses.postal)
    postal_code, name = next((place for place in places if place[0]), ("", ""))
    if law is None or not postal_code:
        return ()
    on = timezone.localtime(at).date()
    return allowed_languages(
        value_on(law.MUNICIPALITIES_WITH_FACILITIES, on=on).value,
        postal_code=postal_code,
        name=name,
        elsewhere=value_on(law.LANGUAGES, on=on).value,
    )
