"""Who calls: whom it may be, whether that was proved, and what may be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from debiet.cases import queries as cases
from debiet.cases.queries import EarlierCase
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.customers import actions
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerCard, Glimpse
from debiet.desk import access, labels
from debiet.desk.access import DeskRequest
from debiet.desk.phone_forms import NOBODY, SOMEBODY_NEW
from debiet.desk.search_kinds import customers_like
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.asker import Asker, asker_from
from debiet.rules.cases import tidy_number
from debiet.rules.search import SHORTEST_PART
from debiet.rules.verification import Fact, may_be_told_all

SHOWN = 8
"""More than these nobody chooses from while somebody is on the phone."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One thing to ask the caller, what was typed, and whether it fitted."""

    fact: Fact
    label: Words
    said: str
    is_fit: bool | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The panel beside the quick screen.

    :param choice: an id, `nobody`, `new`, or nothing yet
    :param card: only once the caller proved to be this customer
    :param about: the number of the open case that is chosen
    """

    asker: Asker
    found: list[Glimpse]
    choice: str
    customer_id: int | None
    is_verified: bool
    tells_all: bool
    lines: list[FactLine]
    needed: int
    card: CustomerCard | None
    open_cases: list[EarlierCase]
    about: str
    refusal: str

    @property
    def is_tried(self) -> bool:
        """Return whether something was compared just now."""
        return any(line.is_fit is not None for line in self.lines)

    @property
    def is_said(self) -> bool:
        """Return whether something is typed to be compared."""
        return any(line.said for line in self.lines)

    @property
    def shown_ids(self) -> list[int]:
        """Return whom the employee sees to choose from."""
        return [glimpse.customer_id for glimpse in self.found]


def caller_of(
    request: DeskRequest, data: Mapping[str, Any], *, key: str, calls_from: str, verifies: bool
) -> Caller:
    """Return who calls, as far as the form says; with `verifies` compare what was said first."""
    viewer = access.actor(request)
    asker = asker_from(str(data.get("who", "")).replace("\x00", "")[:300])
    choice = str(data.get("customer", ""))
    ids = customers.search_ids(
        name=asker.name,
        email=asker.email,
        phone=asker.phone,
        account=asker.account_number,
        address=asker.address,
        viewer=viewer,
        limit=SHOWN,
    )
    if not ids and len(asker.name) >= SHORTEST_PART:
        ids = [card.customer_id for card in customers_like(asker.name, viewer=viewer, limit=SHOWN)]
    chosen = whole_number(choice)
    found = customers.glimpses([*ids, *([chosen] if chosen else [])], viewer=viewer)
    if chosen not in [glimpse.customer_id for glimpse in found]:
        chosen = 0
        choice = choice if choice in (NOBODY, SOMEBODY_NEW) else ""
    refusal, checked = "", dict[Fact, bool]()
    if chosen and verifies and Permission.VERIFY_CALLER in viewer.permissions:
        refusal, checked = _verify(request, data, chosen, key=key, calls_from=calls_from)
    return _shown(request, data, asker, found, choice, chosen, refusal, checked, key=key)


def _verify(
    request: DeskRequest, data: Mapping[str, Any], customer_id: int, *, key: str, calls_from: str
) -> tuple[str, dict[Fact, bool]]:
    try:
        outcome = actions.verify_caller(
            customer_id=customer_id,
            said={fact: _said(data, fact) for fact in Fact},
            calls_from=calls_from,
            about=access.contact_reference(key),
            by=access.actor(request, access.contact_reference(key)),
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        return str(refusal), {}
    return "", dict(outcome.checked)


def _said(data: Mapping[str, Any], fact: Fact) -> str:
    return str(data.get(f"said-{fact}", ""))[:254]


def _shown(
    request: DeskRequest,
    data: Mapping[str, Any],
    asker: Asker,
    found: list[Glimpse],
    choice: str,
    chosen: int,
    refusal: str,
    checked: dict[Fact, bool],
    *,
    key: str,
) -> Caller:
    rule = customers.verification_rule(at=request.at)
    proved = access.verified(request, chosen, key) if chosen else None
    tells_all = may_be_told_all(
        is_verified=proved is not None,
        is_for_other=bool(data.get("is_for_other")),
        note=str(data.get("note", "")),
    )
    card = access.card_of_caller(request, chosen, key) if tells_all else None
    known = checked or {Fact(fact): is_fit for fact, is_fit in (proved or {}).items()}
    viewer = access.actor(request)
    open_cases = cases.open_cases_of(chosen, viewer=viewer) if card else []
    about = tidy_number(str(data.get("about", "")))
    return Caller(
        asker=asker,
        found=found,
        choice=choice,
        customer_id=chosen or None,
        is_verified=proved is not None,
        tells_all=tells_all,
        lines=[
            FactLine(fact, labels.FACTS[fact], _said(data, fact), known.get(fact))
            for fact in rule.facts
        ],
        needed=rule.needed,
        card=card,
        open_cases=open_cases,
        about=about if about in {one.number for one in open_cases} else "",
        refusal=refusal,
    )
