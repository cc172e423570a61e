"""The yearly return on complaints: each number with the complaints that it counts.

`docs/algorithms/complaint-figures.md` defines each and has worked numbers, which are the tests.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from debiet.rules.cases import Segment
from debiet.rules.complaint_facts import (
    RIGHTLY,
    ComplaintFacts,
    Fate,
    Frame,
    answered,
    fate,
    is_complaint,
)
from debiet.rules.complaints import Component


class Measure(StrEnum):
    """What is counted. A complaint can count under several keys of one measure, or under none."""

    TOTAL = "total"
    COMPLAINTS = "complaints"
    ADMISSIBLE = "admissible"
    FATE = "fate"
    CALLED_QUESTION = "called-question"
    GROUND = "ground"
    ANSWERED = "answered"
    SILENT = "silent"
    OUTCOME = "outcome"
    CARRIER = "carrier"
    ROUTE = "route"
    NORM = "norm"
    THEME = "theme"
    COMPONENT = "component"
    COMPONENT_THEME = "component-theme"
    MUNICIPALITY = "municipality"
    HOUSEHOLD_PLACE = "household-municipality"
    SEGMENT = "segment"
    SECOND_LINE = "second-line"


@dataclass(frozen=True, slots=True)
class ComplaintReturn:
    """The numbers of a year, each as the ids of its complaints in order.

    :param cells: by measure and key; a key that no complaint has is not there
    """

    year: int
    cells: Mapping[Measure, Mapping[str, tuple[int, ...]]]

    def ids(self, measure: Measure, key: str = "") -> tuple[int, ...]:
        """Return the complaints that a number counts."""
        return self.cells.get(measure, {}).get(key, ())

    def count(self, measure: Measure, key: str = "") -> int:
        """Return a number."""
        return len(self.ids(measure, key))


def received_in(rows: Iterable[ComplaintFacts], frame: Frame) -> list[ComplaintFacts]:
    """Return the complaints of a year of receipt, by id."""
    found = (row for row in rows if frame.days.day_of(row.expressed_at).year == frame.year)
    return sorted(found, key=lambda row: row.id)


def yearly_return(rows: Iterable[ComplaintFacts], frame: Frame) -> ComplaintReturn:
    """Return the numbers of a year over complaints as they stand; other years' are left out."""
    cells: dict[Measure, dict[str, list[int]]] = {}
    for row in received_in(rows, frame):
        for measure, keys in KEYS.items():
            for key in dict.fromkeys(keys(row, frame)):
                cells.setdefault(measure, {}).setdefault(key, []).append(row.id)
    frozen = {
        measure: {key: tuple(ids) for key, ids in found.items()} for measure, found in cells.items()
    }
    return ComplaintReturn(frame.year, frozen)


def _outcome(facts: ComplaintFacts, _frame: Frame) -> list[str]:
    found = fate(facts)
    if found not in RIGHTLY:
        return []
    said = facts.outcome or "unknown"
    return [said, f"{found}/{said}"]


def _norms(facts: ComplaintFacts, _frame: Frame) -> list[str]:
    found = fate(facts)
    norms = facts.norms if found in RIGHTLY else frozenset()
    return [key for norm in sorted(norms) for key in (norm, f"{found}/{norm}")]


def _parts(facts: ComplaintFacts) -> list[str]:
    """Return drinking water, sanitation or each of the two."""
    if facts.component is Component.BOTH:
        return [Component.DRINKING_WATER, Component.SANITATION]
    return [facts.component or "unknown"]


def _components(facts: ComplaintFacts, _frame: Frame) -> list[str]:
    """Return each service, and each with what became of the complaint."""
    return [key for part in _parts(facts) for key in (part, f"{part}/{fate(facts)}")]


def _subjects(facts: ComplaintFacts, _frame: Frame) -> list[str]:
    return [f"{part}/{facts.theme or 'unknown'}" for part in _parts(facts)]


def _household_place(facts: ComplaintFacts, _frame: Frame) -> list[str]:
    return [facts.municipality] if facts.segment is Segment.HOUSEHOLD else []


_Keys = Callable[[ComplaintFacts, Frame], Iterable[str]]


def _of_complaints(keys: _Keys) -> _Keys:
    """Return keys that only complaints have."""
    return lambda facts, frame: keys(facts, frame) if is_complaint(facts) else ()


def _only(is_counted: Callable[[ComplaintFacts], bool]) -> _Keys:
    """Return the one nameless key of what is counted."""
    return lambda facts, _frame: [""] if is_counted(facts) else ()


_OUTSIDE: Final = frozenset({Fate.NOT_A_COMPLAINT, Fate.NOT_ADMISSIBLE})
KEYS: Final[Mapping[Measure, _Keys]] = {
    Measure.TOTAL: _only(lambda _: True),
    Measure.COMPLAINTS: _only(is_complaint),
    Measure.ADMISSIBLE: _only(lambda facts: fate(facts) not in _OUTSIDE),
    Measure.FATE: lambda facts, _: [fate(facts)],
    Measure.CALLED_QUESTION: lambda facts, _: (
        () if is_complaint(facts) else [facts.called_question_by or "unknown"]
    ),
    Measure.GROUND: lambda facts, _: (
        [facts.ground or "unknown"] if fate(facts) is Fate.NOT_ADMISSIBLE else ()
    ),
    Measure.ANSWERED: _of_complaints(lambda facts, frame: [answered(facts, frame)]),
    Measure.SILENT: _only(lambda facts: is_complaint(facts) and facts.is_silent),
    Measure.OUTCOME: _outcome,
    Measure.CARRIER: _of_complaints(lambda facts, _: sorted(facts.carriers)),
    Measure.ROUTE: _of_complaints(lambda facts, _: sorted(facts.routes)),
    Measure.NORM: _norms,
    Measure.THEME: _of_complaints(lambda facts, _: [facts.theme or "unknown"]),
    Measure.COMPONENT: _of_complaints(_components),
    Measure.COMPONENT_THEME: _of_complaints(_subjects),
    Measure.MUNICIPALITY: _of_complaints(lambda facts, _: [facts.municipality]),
    Measure.HOUSEHOLD_PLACE: _of_complaints(_household_place),
    Measure.SEGMENT: _of_complaints(lambda facts, _: [facts.segment]),
    Measure.SECOND_LINE: _of_complaints(lambda facts, _: sorted(facts.bodies)),
}
"""Under which keys of each measure a complaint counts."""
