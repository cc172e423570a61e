"""What the desk's search finds: a line for each kind of thing, and for each number of a page.

An app that comes later (meters, invoices) adds its query that takes a question to `KINDS`, and the
page of its number to `IDENTIFIERS`; reading what was typed and the results page stay as they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.cases.queries import EarlierCase
from debiet.core.actor import Actor
from debiet.core.words import Words
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerCard
from debiet.rules.access import Compartment, Permission
from debiet.rules.customer_file import Bond
from debiet.rules.search import Asked, Excerpt, Sign, read
from debiet.search.asking import Question, TooBroad, bounded

CUSTOMERS, CASES = "customers", "cases"


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind.

    :param is_guessed: nothing fitted as it was typed, only with a typing error or nearby
    :param refusal: the sentence of a search that was given up
    """

    kind: str
    label: Words
    icon: str
    rows: tuple[Any, ...] = ()
    is_exact: bool = False
    is_cut: bool = False
    is_wider: bool = False
    is_guessed: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer with its latest cases.

    :param bond: what makes a look at it suspect: then only its name is shown
    """

    card: CustomerCard
    cases: tuple[EarlierCase, ...]
    bond: Bond | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is searched, and how many of it a page shows."""

    code: str
    label: Words
    icon: str
    find: Callable[[Question, Actor, int], dict[str, Any]]
    shown: int
    suggested: int


def _customers(question: Question, viewer: Actor, limit: int) -> dict[str, Any]:
    if Permission.LOG_ACCESS not in viewer.permissions:
        return {}  # nobody looks at customers without a trace
    if Compartment.ORDINARY not in viewer.compartments:
        return {}  # a partner's people come from a case of theirs
    found = customers.customers_found(question, viewer=viewer, limit=limit)
    ids = [card.customer_id for card in found.cards]
    latest = cases.latest_cases_of(ids, viewer=viewer) if ids else {}
    rows = tuple(CustomerRow(card, latest.get(card.customer_id, ())) for card in found.cards)
    return {
        "rows": rows,
        "is_exact": found.is_exact,
        "is_cut": found.is_cut,
        "is_wider": found.is_wider,
        "is_guessed": found.is_guessed,
    }


def _cases(question: Question, viewer: Actor, limit: int) -> dict[str, Any]:
    found = cases.cases_found(question, viewer=viewer, limit=limit)
    return {
        "rows": found.rows,
        "is_exact": found.is_exact,
        "is_cut": found.is_cut,
        "is_guessed": found.is_guessed,
    }


KINDS = (
    Kind(CUSTOMERS, _("Customers"), "people", _customers, shown=10, suggested=4),
    Kind(CASES, _("Cases"), "speech", _cases, shown=20, suggested=5),
)


def _case_page(number: str, viewer: Actor) -> str:
    found = cases.case_id_of(number, viewer=viewer)
    return reverse("desk:case", args=[number]) if found else ""


IDENTIFIERS: Mapping[Sign, Callable[[str, Actor], str]] = {Sign.CASE: _case_page}
"""Whose page opens at once where exactly that was typed; empty where there is none to be seen."""


def page_of(asked: Asked, *, viewer: Actor) -> str:
    """Return the page that an exact number opens, if it is one and the viewer may see it."""
    pages = (IDENTIFIERS[sign](value, viewer) for sign, value in asked.signs if sign in IDENTIFIERS)
    return next(filter(None, pages), "")


def results(asked: Asked, *, viewer: Actor, is_suggesting: bool = False) -> list[Hits]:
    """Return what is found of each kind: exact numbers, then what was typed, then what it may mean.

    Each kind may give up by itself.
    """
    question = Question(asked)
    found = []
    for kind in KINDS:
        limit = kind.suggested if is_suggesting else kind.shown
        try:
            with bounded():
                hits = kind.find(question, viewer, limit)
        except TooBroad as refusal:
            hits = {"refusal": str(refusal)}
        found.append(Hits(kind.code, kind.label, kind.icon, **hits))
    return sorted(found, key=lambda hits: (not hits.is_exact, hits.is_guessed))


def customers_like(words: str, *, viewer: Actor, limit: int) -> list[CustomerCard]:
    """Return whom somebody looks for beside a case, a letter or a call, as the search finds them.

    What stands in too many places finds nobody: it would tell nobody apart.
    """
    try:
        with bounded():
            found = customers.customers_found(Question(read(words)), viewer=viewer, limit=limit)
    except TooBroad:
        return []
    return list(found.cards)


def closed(hits: Iterable[Hits], *, employee_id: int) -> list[Hits]:
    """Return hits without what whoever looks is asked about first: of itself and who is close."""
    found = list(hits)
    ids = {row.card.customer_id for one in found if one.kind == CUSTOMERS for row in one.rows}
    ids |= {row.customer_id for one in found if one.kind == CASES for row in one.rows}
    bonds = customers.close_customers(employee_id, ids - {None}) if ids else {}
    return [
        replace(one, rows=tuple(_closed(one.kind, row, bonds) for row in one.rows)) for one in found
    ]


def _closed(kind: str, row: Any, bonds: Mapping[int, Bond]) -> Any:
    if kind == CUSTOMERS and row.card.customer_id in bonds:
        return replace(row, cases=(), bond=bonds[row.card.customer_id])
    if kind == CASES and row.customer_id in bonds:
        return replace(row, excerpt=Excerpt("", "", ""))
    return row
