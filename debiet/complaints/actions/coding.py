"""Coding a complaint: what it is about, what lay behind it, which service, where, whom it hit."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.complaints.actions.walking import locked, note, side_in
from debiet.complaints.actions.ways import add_way
from debiet.complaints.models import Complaint
from debiet.complaints.queries.connections import as_listed
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_coding import CodingTrouble, coding_trouble
from debiet.rules.complaints import Component


class NotInTheList(Refused):
    """A theme or a root cause is one of the list."""

    code = "complaints.not-in-the-list"
    message = _("Choose from the list.")


class FactsInFuture(Refused):
    """Nobody complains of what has not happened yet."""

    code = "complaints.facts-in-future"
    message = _("This day has not come yet. Fill in when it happened.")


_REFUSALS = {
    CodingTrouble.THEME: NotInTheList,
    CodingTrouble.ROOT_CAUSE: NotInTheList,
    CodingTrouble.FUTURE: FactsInFuture,
}


@dataclass(frozen=True, slots=True)
class Coding:
    """What a complaint is counted by.

    :param theme: what it is about; "" where nobody said yet
    :param root_cause: what lay behind it, a thing apart from the theme; "" likewise
    :param segment: of whoever complains; None leaves it as the case has it
    :param way: one more carrier and route by which the same facts reached us
    :param way_at: when it reached us so; None for now
    """

    theme: str = ""
    root_cause: str = ""
    component: Component = Component.DRINKING_WATER
    municipality: str = ""
    facts_on: date | None = None
    segment: Segment | None = None
    way: tuple[Carrier, Route] | None = None
    way_at: datetime | None = None


@action(permission=Permission.HANDLE_COMPLAINT)
def code_complaint(
    *, complaint_id: int, coding: Coding, seen_version: int, by: Actor, at: datetime
) -> None:
    """Say what a complaint is counted by; before and after are kept. The same changes nothing.

    :raises NotInTheList: if there is no such theme or root cause
    :raises FactsInFuture: if the day of the facts has not come yet
    :raises WayNotPossible: if it cannot have come by that way on that day
    :raises CaseIsWithOmbuds: if the kind of customer changes on a case that the office has
    """
    complaint = locked(complaint_id, by=by, seen_version=seen_version)
    check_coding(coding.theme, coding.root_cause, coding.facts_on, at=at)
    changed = _changed(complaint, coding)
    if coding.segment is not None and coding.segment is not complaint.case.segment:
        changed["segment"] = [complaint.case.segment, coding.segment]
        cases.set_segment(case_id=complaint.case_id, segment=coding.segment, by=by, at=at)
    if changed:
        noted = {"coded": changed}
        note(
            complaint, start=complaint.step, actor=side_in(complaint, by), noted=noted, by=by, at=at
        )
    if coding.way is not None:
        carrier, route = coding.way
        add_way(
            complaint_id=complaint_id,
            carrier=carrier,
            route=route,
            received_at=coding.way_at or at,
            by=by,
            at=at,
        )


def check_coding(theme: str, root_cause: str, facts_on: date | None, *, at: datetime) -> None:
    """Refuse what a complaint cannot be coded as."""
    today = timezone.localtime(at).date()
    trouble = coding_trouble(theme=theme, root_cause=root_cause, facts_on=facts_on, today=today)
    if trouble is not None:
        raise _REFUSALS[trouble]


def _changed(complaint: Complaint, coding: Coding) -> dict[str, list[object]]:
    """Change a complaint, not saved yet, and return what was and what is, by field."""
    changed: dict[str, list[object]] = {}
    for field in ("theme", "root_cause", "component", "municipality", "facts_on"):
        before, after = getattr(complaint, field), getattr(coding, field)
        if field == "municipality":
            after = as_listed(after)[:80]
        if before != after:
            setattr(complaint, field, after)
            changed[field] = [_plain(before), _plain(after)]
    return changed


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
