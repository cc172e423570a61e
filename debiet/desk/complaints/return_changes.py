"""What a version of a return changed, in words: each number, with what came and what went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from debiet.complaints import queries as complaints
from debiet.core.words import Words
from debiet.desk import access
from debiet.desk.access import DeskRequest
from debiet.desk.complaints.numbers import full_label, norm_names
from debiet.desk.labels_figures import MEASURES
from debiet.rules.frozen_return import Changes


@dataclass(frozen=True, slots=True)
class Change:
    """A number that a version changed, with the complaints that came and went."""

    label: Words
    before: str
    after: str
    came: Sequence[str] = ()
    went: Sequence[str] = ()


def in_words(request: DeskRequest, changes: Sequence[Changes]) -> list[list[Change]]:
    """Return of each of some changes which numbers, and by which complaints one may see."""
    numbers, names = _case_numbers(request, changes), norm_names(at=request.at)
    return [told(one, numbers, names) for one in changes]


def _case_numbers(request: DeskRequest, compared: Iterable[Changes]) -> dict[int, str]:
    """Return the numbers of the complaints behind changes, of those that the viewer may see."""
    ids = {
        one
        for changed in compared
        for figure in changed.figures
        for one in (*figure.added, *figure.removed)
    } | {one for changed in compared for one in changed.days}
    return complaints.numbers_of_complaints(sorted(ids), viewer=access.actor(request))


def told(changed: Changes, numbers: Mapping[int, str], names: Mapping[str, str]) -> list[Change]:
    """Return in words which numbers changed.

    :param numbers: of the complaints that may be named, by id
    :param names: of the norms
    """
    lines = [
        Change(
            full_label(figure.measure, figure.key, names),
            str(figure.before),
            str(figure.after),
            [numbers[one] for one in figure.added if one in numbers],
            [numbers[one] for one in figure.removed if one in numbers],
        )
        for figure in changed.figures
    ]
    if changed.days:
        seen = [numbers[one] for one in changed.days if one in numbers]
        lines.append(Change(MEASURES["days"], "", "", came=seen))
    return lines + [
        Change(
            _("Connections: %(place)s") % {"place": place.place},
            _("none") if place.before is None else str(place.before),
            _("none") if place.after is None else str(place.after),
        )
        for place in changed.places
    ]
