"""Whether a policy promises what the law asks at least: which terms bind which cases.

A term of the law cannot be promised longer, whatever unit it is counted in. One that the sector
agreed can, with open eyes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from debiet.rules.cases import CaseKind
from debiet.rules.sla_ledger import OF_COMPLAINTS
from debiet.rules.sla_values import Milestone, Term, TermUnit

_SHORTEST_MONTH: Final = 28
COMPLAINT: Final = "complaint"
"""What a policy for complaints asks for as kind; a case that is one keeps its own."""


class Force(StrEnum):
    """How strongly a term binds."""

    LAW = "law"
    AGREED = "agreed"  # in the sector; a utility may promise another


@dataclass(frozen=True, slots=True)
class Bound:
    """The longest term for a milestone, by the name that the jurisdiction has for it."""

    term: str
    force: Force


_OWN_DATA: Final = Bound("own_data_answered", Force.LAW)
_HANDLED: Final = Bound("question_handled", Force.AGREED)
_EVERYBODY: Final = {Milestone.SERVICE_GUARANTEE: _HANDLED}
BOUNDS: Final[Mapping[str, Mapping[Milestone, Bound]]] = {
    "": _EVERYBODY,
    CaseKind.QUESTION: _EVERYBODY,
    CaseKind.REQUEST: _EVERYBODY,
    CaseKind.REPORT: _EVERYBODY,
    CaseKind.RIGHTS: {Milestone.SERVICE_GUARANTEE: _OWN_DATA, Milestone.RESOLUTION: _OWN_DATA},
    COMPLAINT: {
        Milestone.COMPLAINT_ACKNOWLEDGED: Bound("complaint_acknowledged", Force.LAW),
        Milestone.COMPLAINT_ANSWER: Bound("complaint_handled", Force.LAW),
    },
}
"""What binds a policy, by the kind of case it asks for; "" for one that asks for none."""


def fits_kind(kind: str, milestones: Collection[Milestone]) -> bool:
    """Return whether a policy for a kind can promise these: a complaint's terms go together.

    A policy for complaints promises all of them and nothing else; no other one any.
    """
    found = set(milestones)
    return found == OF_COMPLAINTS if kind == COMPLAINT else not found & OF_COMPLAINTS


def is_within(term: Term, *, amount: int, unit: TermUnit) -> bool:
    """Return whether a term is certainly not longer than another one.

    Working time is compared with its own kind only: nobody can say how many days it takes at most.
    """
    if term.unit is unit:
        return term.amount <= amount
    days, months = TermUnit.CALENDAR_DAYS, TermUnit.CALENDAR_MONTHS
    return (term.unit, unit) == (days, months) and term.amount <= _SHORTEST_MONTH * amount


@dataclass(frozen=True, slots=True)
class Conflict:
    """A milestone that is promised later than it is bound to be, or not at all.

    :param term: the name of the term that binds
    """

    milestone: Milestone
    term: str
    force: Force


def conflicts_with_law(
    kind: str,
    promised: Mapping[Milestone, Term],
    longest: Mapping[str, tuple[int, TermUnit]],
) -> list[Conflict]:
    """Return where a policy goes against what binds it.

    :param kind: the kind of case that it asks for, "" for any
    :param longest: the terms of a jurisdiction, amount and unit by name
    """
    found = []
    for milestone, bound in BOUNDS.get(kind, {}).items():
        if bound.term not in longest:
            continue
        amount, unit = longest[bound.term]
        term = promised.get(milestone)
        is_missing = term is None and bound.force is Force.LAW
        if is_missing or (term is not None and not is_within(term, amount=amount, unit=unit)):
            found.append(Conflict(milestone, bound.term, bound.force))
    return found
