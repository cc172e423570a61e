"""The worklists: what falls due first, first, to the last row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from debiet.cases import queries as cases
from debiet.cases.queries import Position, Worklist, WorklistPage, WorklistRow
from debiet.core.together import Reading
from debiet.desk import frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.frame import Place
from debiet.incidents import queries as incidents
from debiet.rules.complaints import Regime
from debiet.rules.sla import AT_RISK, DUE

_SALT = "debiet.desk.worklists"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list and how much of its term is used."""

    row: WorklistRow
    percent: int


@employees()
def home(request: DeskRequest) -> HttpResponse:
    """Lead to what needs doing now."""
    return redirect("desk:worklist", name=Worklist.MINE)


@employees()
def worklist(request: DeskRequest, name: str) -> HttpResponse:
    """Show one worklist."""
    if name not in set(Worklist):
        raise Http404
    narrowed = frame.incidents_of(request)
    cursor, regime = request.GET.get("cursor", ""), frame.regime_of(request)
    place = Place(Worklist(name), cursor, narrowed, regime)
    return frame.show(request, "desk/worklist.html", rows_of(request, place), current=name)


@employees()
def counts(request: DeskRequest) -> HttpResponse:
    """Return the rail's entries alone, for a page that asks again every minute."""
    items = frame.navigation(request, current=request.GET.get("at", ""))
    return render(request, "web/_navigation.html", {"navigation": items})


def rows_of(request: DeskRequest, place: Place) -> dict[str, Any]:
    """Return what a template needs to show one page of a list."""
    return shown(request, place, rows_reading(request, place).alone())


def rows_reading(request: DeskRequest, place: Place) -> Reading[WorklistPage]:
    """Return how one page of a list is read."""
    return cases.worklist.reading(
        place.worklist,
        scope=frame.scope_of(request),
        viewer=request.signed_in.actor,
        at=request.at,
        after=position_of(place.cursor),
        regime=Regime(place.regime) if place.regime else None,
        **_narrowing(request, place.incidents),
    )


def shown(request: DeskRequest, place: Place, found: WorklistPage) -> dict[str, Any]:
    """Return a page of a list as a template shows it."""
    return {
        "place": place,
        "lines": [Line(row, used_percent(row, request.at)) for row in found.rows],
        "next_cursor": cursor_of(found.next),
    }


def _narrowing(request: DeskRequest, narrowed: str) -> dict[str, Any]:
    """Return what a list leaves out or keeps to; an incident out of sight shows nothing."""
    if narrowed == frame.WITHOUT:
        return {"besides": incidents.linked_ids()}
    if not narrowed:
        return {}
    found = incidents.incident(int(narrowed), viewer=request.signed_in.actor)
    return {"only": incidents.linked_ids(found.incident_id if found else 0)}


def used_percent(row: WorklistRow, at: datetime) -> int:
    """Return about how much of a term is used, for a bar in a list.

    It is exact at its start, at 75 % and at its end, and goes evenly from one to the next: nights
    and weekends count as if they were open. The case's own page counts to the second.
    """
    if row.due_at is None:
        return 0
    if at >= row.due_at:
        return DUE
    risk = row.at_risk_at or row.due_at
    if at >= risk:
        return AT_RISK + _share(risk, at, row.due_at, DUE - AT_RISK)
    return _share(row.term_started_at or row.opened_at, at, risk, AT_RISK)


def _share(start: datetime, at: datetime, end: datetime, of: int) -> int:
    if at <= start or end <= start:
        return 0
    return int((at - start) / (end - start) * of)


def cursor_of(position: Position | None) -> str:
    """Return where the next page begins, as a text that only we can have made."""
    if position is None:
        return ""
    due_at = position.due_at.isoformat() if position.due_at else ""
    return signing.Signer(salt=_SALT).sign_object([due_at, position.case_id])


def position_of(cursor: str) -> Position | None:
    """Return the position that a cursor names; anything else means the first page."""
    try:
        due_at, case_id = signing.Signer(salt=_SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        return None
    return Position(datetime.fromisoformat(due_at) if due_at else None, case_id)
