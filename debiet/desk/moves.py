"""Moving open clocks to another version: the preview, the decision, and what became of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import queries as cases
from debiet.cases.queries import CHANGED, TeamLine
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.worklists import Line, cursor_of, position_of, used_percent
from debiet.rules.access import Permission
from debiet.rules.moving import MoveEffect, MoveState, Obstacle, PlanState
from debiet.staff import queries as staff
from debiet.terms import actions
from debiet.terms import queries as terms
from debiet.terms.queries import MoveSums, MoveView

POLICY, CALENDAR = "policy", "calendar"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a preview in words, and the list behind it."""

    name: Words
    count: int
    what: str = ""


@employees(Permission.SEE_MOVES)
def moves(request: DeskRequest) -> HttpResponse:
    """Show the latest moves, and the form that asks for a preview."""
    if request.method == "POST":
        return _ask(request)
    # The page of a policy or calendar leads here with its version chosen.
    kind, _colon, chosen = request.GET.get("to", "").partition(":")
    facts = {
        "moves": terms.clock_moves(),
        "choices": terms.move_choices(at=request.at),
        "chosen": {kind: chosen},
    }
    return frame.show(request, "desk/moves.html", facts, current="moves")


def _ask(request: DeskRequest) -> HttpResponse:
    kind, _colon, version_id = request.POST.get("to", "").partition(":")
    number = int(version_id) if version_id.isdecimal() and len(version_id) < 16 else 0
    try:
        move_id = actions.ask_move(
            policy_version_id=number if kind == POLICY else None,
            calendar_version_id=number if kind == CALENDAR else None,
            by=access.actor(request),
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
        return redirect("desk:moves")
    return redirect("desk:move", move_id=move_id)


@employees(Permission.SEE_MOVES)
def move(request: DeskRequest, move_id: int) -> HttpResponse:
    """Show what a move would do, or did: by policy, and by team with the list behind."""
    found = _found(move_id)
    facts = {"move": found, "is_going_on": found.state in (MoveState.PLANNING, MoveState.MOVING)}
    if found.state is not MoveState.PLANNING:
        sums = terms.move_sums(move_id, viewer=access.actor(request))
        teams = cases.moved_by_team(move_id, viewer=access.actor(request))
        facts |= _told(sums, teams) | {"sums": sums, "teams": teams}
    people = staff.names_by_user(one for one in (found.asked_by, found.confirmed_by) if one)
    facts |= {
        "asked_by": people.get(found.asked_by or 0),
        "confirmed_by": people.get(found.confirmed_by or 0),
    }
    return frame.show(request, "desk/move.html", facts, current="moves")


def _found(move_id: int) -> MoveView:
    found = terms.clock_move(move_id)
    if found is None:
        raise Http404
    return found


def _told(sums: MoveSums, teams: list[TeamLine]) -> dict[str, object]:
    done = sums.clocks[PlanState.MOVED] + sums.clocks[PlanState.CHANGED]
    return {
        "overdue": sums.effects[MoveEffect.OVERDUE],
        "numbers": [
            Number(labels.word(effect, "move-effect"), sums.effects[effect], effect)
            for effect in MoveEffect
        ],
        "obstacles": [
            Number(labels.word(obstacle, "move-obstacle"), sums.obstacles[obstacle])
            for obstacle in Obstacle
            if obstacle in sums.obstacles
        ],
        "elsewhere": sums.effects[MoveEffect.OVERDUE] - sum(line.overdue for line in teams),
        "changed": sums.clocks[PlanState.CHANGED],
        "done": done,
        "to_do": done + sums.clocks[PlanState.PLANNED],
    }


@employees(Permission.MOVE_CLOCKS)
def confirm(request: DeskRequest, move_id: int) -> HttpResponse:
    """Let a move be carried out as its preview showed it."""
    if request.method == "POST":
        try:
            actions.confirm_move(
                move_id=move_id,
                token=request.POST.get("token", "")[:64],
                reason=request.POST.get("reason", "")[:300],
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The clocks are being moved. This page shows how far."))
    return redirect("desk:move", move_id=_found(move_id).move_id)


@employees(Permission.MOVE_CLOCKS)
def withdraw(request: DeskRequest, move_id: int) -> HttpResponse:
    """Put a preview away."""
    if request.method == "POST":
        try:
            actions.withdraw_move(move_id=move_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            raise Http404 from refusal
        messages.success(request, _("The preview is put away. Nothing was moved."))
    return redirect("desk:moves")


@employees(Permission.SEE_MOVES)
def touched(request: DeskRequest, move_id: int) -> HttpResponse:
    """Show the cases behind a number of a preview, as far as the employee may see them."""
    what, team = request.GET.get("what", ""), request.GET.get("team", "")
    if what not in {*MoveEffect, CHANGED}:
        what = MoveEffect.OVERDUE
    team_id = int(team) if team.isdecimal() and len(team) < 16 else None
    found = cases.moved_cases(
        _found(move_id).move_id,
        what=what,
        team_id=team_id,
        viewer=access.actor(request),
        after=position_of(request.GET.get("cursor", "")[:400]),
    )
    facts = {
        "lines": [Line(row, used_percent(row, request.at)) for row in found.rows],
        "next_cursor": cursor_of(found.next),
        "title": labels.word(what, "move-effect"),
        "asked": {"what": what, "team": "" if team_id is None else team},
        "move_id": move_id,
    }
    return frame.show(request, "desk/moved_cases.html", facts, current="moves")
