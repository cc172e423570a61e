"""What every page with versions shows: where each stands, who decided it, and what is planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.core import queries as core
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, labels
from debiet.desk.access import DeskRequest
from debiet.desk.labels_setup import SYSTEMS
from debiet.desk.setup.editing import Effect
from debiet.rules.moving import MoveEffect
from debiet.rules.versions import VersionState, begins_at
from debiet.staff import queries as staff
from debiet.terms.queries import MoveForecast
from debiet.web import wording

RESERVED = "new"
"""No record may have this code: its page would be that on which another one is made."""


class Version(Protocol):
    """A version of anything."""

    @property
    def version_id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def state(self) -> VersionState: ...
    @property
    def valid_from(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list, with who decided it and what it changed."""

    version: Version
    who: Words
    changes: Sequence[str]


def deciders(about: str, *, action: str) -> dict[int, Words]:
    """Return who saved each version of a record, by the version's id, in two statements."""
    changes = core.changes_of(about, actions=[action], limit=200)
    names = staff.names_by_user(one.user_id for one in changes if one.user_id)
    return {
        one.facts["version"]: names.get(one.user_id or 0)
        or SYSTEMS.get(one.actor_name, one.actor_name)
        for one in changes
        if "version" in one.facts
    }


def from_day(day: date, request: DeskRequest) -> datetime:
    """Return the moment from which a version holds that begins on a day.

    :raises Refused: where the day is over, which the form refuses before
    """
    begins = begins_at(day, at=request.at, tz=timezone.get_current_timezone())
    if begins is None:
        raise Refused
    return begins


def begins(number: int, day: date, request: DeskRequest) -> Effect:
    """Return which version it becomes, and from when."""
    if day == timezone.localtime(request.at).date():
        return Effect(
            _("It becomes version %(number)d and holds from now on.") % {"number": number}
        )
    facts = {"number": number, "day": wording.local_day(day)}
    return Effect(_("It becomes version %(number)d and holds from %(day)s on.") % facts)


def overtaken(versions: Iterable[Version], starts: datetime) -> list[Effect]:
    """Return which planned versions will never hold because of one that is decided now."""
    return [
        Effect(
            _("Version %(number)d, planned from %(day)s, will then never hold.")
            % {"number": one.number, "day": wording.local_day(timezone.localtime(one.valid_from))},
            "soon",
        )
        for one in versions
        if one.state is VersionState.PLANNED and one.valid_from >= starts
    ]


def touched(forecast: MoveForecast, rows: Sequence[tuple[str, str]] = ()) -> Effect:
    """Return what moving the open clocks would do, which does not happen by itself."""
    if not forecast.total:
        return Effect(_("No clock is running that this is about."), "ok")
    words = ngettext(
        "%(count)d open clock keeps the version it has. Were it moved:",
        "%(count)d open clocks keep the version they have. Were they moved:",
        forecast.total,
    ) % {"count": forecast.total}
    if forecast.looked_at < forecast.total:
        words += " " + _("(the %(count)d oldest were counted)") % {"count": forecast.looked_at}
    lines = [
        (f"{count} {labels.word(effect, 'move-effect')}", "")
        for effect in MoveEffect
        if (count := forecast.effects.get(effect, 0))
    ] + [
        (f"{count}: {labels.word(obstacle, 'move-obstacle')}", "")
        for obstacle, count in forecast.obstacles.items()
    ]
    is_late = bool(forecast.effects.get(MoveEffect.OVERDUE))
    return Effect(words, "soon" if is_late else "calm", [*lines, *rows])


def by(request: DeskRequest) -> dict[str, Any]:
    """Return who acts and when, as every action takes them."""
    return {"by": access.actor(request), "at": request.at}
