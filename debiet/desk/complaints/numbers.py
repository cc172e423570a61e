"""Numbers on complaints as pages show them, in words and each with what it means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.complaints import queries as complaints
from debiet.complaints.words import ACTORS
from debiet.core.words import Words
from debiet.desk import labels
from debiet.desk import labels_complaints as words
from debiet.desk.labels_figures import MEANINGS, MEASURES
from debiet.rules.complaint_figures import Measure

TOTALS = (Measure.TOTAL, Measure.COMPLAINTS, Measure.ADMISSIBLE, Measure.SILENT)
"""What has one number, without keys."""
DAYS, MONTH = "days", "month"
"""What is shown beside the measures of a return: what the mean is of, and each month."""
_PLACES = (Measure.MUNICIPALITY, Measure.HOUSEHOLD_PLACE)

Cells = Mapping[Measure, Mapping[str, tuple[int, ...]]]
Address = Callable[[str, str], str]
"""Returns the page with the complaints behind the number of a measure and a key."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words, and the address of what it counts."""

    label: Words
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of a measure, with what it counts."""

    title: Words
    meaning: Words
    numbers: list[Number]


def norm_names(*, at: datetime) -> dict[str, str]:
    """Return the names of the norms that hold, by their code."""
    return {norm.code: str(words.norm_name(norm)) for norm in complaints.norms_on(at=at)}


def totals(cells: Cells, norms: Mapping[str, str], address: Address) -> list[Group]:
    """Return what has one number, each as a group of its own."""
    return list(_groups(TOTALS, cells, norms, address))


def groups(cells: Cells, norms: Mapping[str, str], address: Address) -> list[Group]:
    """Return all other measures that have a number."""
    return list(_groups((one for one in Measure if one not in TOTALS), cells, norms, address))


def _groups(
    measures: Iterable[Measure], cells: Cells, norms: Mapping[str, str], address: Address
) -> Iterable[Group]:
    for measure in measures:
        found = cells.get(measure)
        if found:
            numbers = [
                Number(label(measure, key, norms), len(ids), address(measure, key))
                for key, ids in sorted(found.items())
            ]
            yield Group(MEASURES[measure], MEANINGS[measure], numbers)


def label(measure: str, key: str, norms: Mapping[str, str]) -> Words:
    """Return what a key says in words; one of two parts as both."""
    if measure in _PLACES:
        return key or _("not known")
    if not key:
        return MEASURES[measure]
    return ": ".join(str(_word(measure, part, norms)) for part in key.split("/"))


def full_label(measure: str, key: str, norms: Mapping[str, str]) -> str:
    """Return a measure with its key, where it has keys."""
    if not key and measure not in _PLACES:
        return str(MEASURES[measure])
    return f"{MEASURES[measure]}: {label(measure, key, norms)}"


def _word(measure: str, code: str, norms: Mapping[str, str]) -> Words:
    kinds: Mapping[str, Mapping[str, Words]] = {
        Measure.CALLED_QUESTION: ACTORS,
        Measure.GROUND: words.GROUNDS,
        Measure.ANSWERED: words.ANSWERED,
        Measure.OUTCOME: words.OUTCOMES,
        Measure.CARRIER: labels.WORDS["carrier"],
        Measure.ROUTE: labels.WORDS["route"],
        Measure.NORM: norms,
        Measure.THEME: words.THEMES,
        Measure.COMPONENT: words.COMPONENTS,
        Measure.COMPONENT_THEME: {**words.COMPONENTS, **words.THEMES},
        Measure.SEGMENT: labels.WORDS["segment"],
        Measure.SECOND_LINE: {str(body): name for body, name in complaints.BODY_NAMES.items()},
    }
    return kinds.get(measure, {}).get(code) or words.FATES.get(code) or code
