"""The team board: where open cases stand, who is away, and what the week brings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from debiet.cases import queries as cases
from debiet.cases.queries import AbsentLine, Board, Pick, Standing, Waiting, WorklistPage
from debiet.core.words import Words
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.board_picture import shares_of, week_picture
from debiet.desk.worklists import Line, cursor_of, position_of, used_percent
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier
from debiet.rules.forecast import DayLoad, forecast
from debiet.rules.house_choices import HouseChoice, cases_a_day
from debiet.staff import queries as staff
from debiet.staff.queries import TeamPerson
from debiet.terms import queries as terms

MIDDAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the board and the address of the list behind it."""

    count: int
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A team, topic or carrier on the board."""

    name: Words
    cells: list[Cell]
    shares: list[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class AwayRow:
    """A colleague who is away, with what cannot wait."""

    name: str
    back_on: date
    stand_in: str
    new_messages: Cell
    soon: Cell
    waiting: Cell
    hand_over: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who handles cases, and whether that person is there on each of the coming days."""

    name: str
    is_there: list[bool]


@employees(Permission.SEE_BOARD)
def board(request: DeskRequest) -> HttpResponse:
    """Show the board, of all teams or of one."""
    viewer, at = access.actor(request), request.at
    people = staff.team_people(viewer=viewer, at=at)
    teams = {one.team_id: one.team for one in people}
    team_id = _number(request.GET.get("team", ""))
    team_id = team_id if team_id in teams else None
    if team_id is not None:
        people = [one for one in people if one.team_id == team_id]
    found = cases.board(viewer=viewer, at=at, team_id=team_id)
    there = _people(people, at)
    a_day = cases_a_day(staff.house_settings(at=at).get(HouseChoice.CASES_A_DAY))
    days = _week(found, there, a_day, at)
    total = dict(zip(Standing, _cells(found.total, team=team_id), strict=True))
    facts = {
        "teams": teams,
        "team_id": team_id,
        "standings": [labels.word(standing, "standing") for standing in Standing],
        "total": total.items(),
        "groups": _groups(found, team_id),
        "away": _away(request, people, team_id),
        "week": [(day, list_address(Pick(team_id=team_id, day=day.day))) for day in days],
        "picture": week_picture(days),
        "people": there,
        "a_day": a_day,
        "late": total[Standing.BREACHED],
        "due_today": days[0].due - found.total[Standing.BREACHED],
    }
    return frame.show(request, "desk/board.html", facts, current="board")


def _groups(found: Board, team_id: int | None) -> list[tuple[Words, list[Row]]]:
    kinds = (("team", found.teams), ("topic", found.topics), ("carrier", found.carriers))
    groups = []
    for kind, lines in kinds:
        most = max((line.counts[Standing.OPEN] for line in lines), default=0)
        rows = []
        for line in lines:
            asked: dict[str, Any] = {"team": team_id} | {kind: line.key}
            name = labels.word(line.key, "carrier") if kind == "carrier" else line.name
            shares = shares_of(line.counts, most)
            rows.append(Row(name, _cells(line.counts, **asked), shares))
        groups.append((labels.word(kind, "board-group"), rows))
    return groups


def _cells(counts: "dict[Standing, int]", **asked: Any) -> list[Cell]:
    tones = {Standing.BREACHED: "late", Standing.AT_RISK: "soon"}
    return [
        Cell(
            counts[standing],
            _address("board-cases", standing=standing, **asked),
            tones.get(standing, "") if counts[standing] else "",
        )
        for standing in Standing
    ]


def list_address(pick: Pick) -> str:
    """Return the address of the list that a pick shows."""
    return _address("board-cases", **_asked(pick))


def _asked(pick: Pick) -> dict[str, Any]:
    return {
        "standing": "" if pick.standing is Standing.OPEN else pick.standing,
        "team": pick.team_id,
        "topic": pick.topic,
        "carrier": pick.carrier,
        "day": pick.day,
        "assignee": pick.assignee_id,
        "nobody": "1" if pick.is_without_taker else "",
    }


def pick_of(asked: QueryDict) -> Pick:
    """Return the pick that an address names; what it does not know is not asked."""
    standing, carrier = asked.get("standing", ""), asked.get("carrier", "")
    return Pick(
        standing=Standing(standing) if standing in set(Standing) else Standing.OPEN,
        team_id=_number(asked.get("team", "")),
        topic=asked.get("topic", "").replace("\x00", "")[:60],
        carrier=carrier if carrier in set(Carrier) else "",
        day=_day(asked.get("day", "")),
        assignee_id=_number(asked.get("assignee", "")),
        is_without_taker=bool(asked.get("nobody", "")),
    )


def _address(name: str, **asked: Any) -> str:
    values = {key: str(value) for key, value in asked.items() if value not in (None, "")}
    return reverse(f"desk:{name}") + (f"?{urlencode(values)}" if values else "")


def _away(request: DeskRequest, people: list[TeamPerson], team_id: int | None) -> list[AwayRow]:
    """Return who is away now and what cannot wait; whoever left is not in a team any more."""
    viewer, at = access.actor(request), request.at
    names = {one.employee_id: one for one in people if one.is_away(at)}
    if not names:
        return []
    waiting = cases.waiting_by_absent(viewer=viewer, at=at, team_id=team_id)
    deputies = staff.stand_ins(list(names), at=at)
    rows = []
    for employee_id, person in names.items():
        line = waiting.get(employee_id, AbsentLine(employee_id, 0, 0, 0))
        asked = {"employee": employee_id, "team": team_id}
        until = max(end for start, end, _deputy in person.absences if start <= at < end)
        rows.append(
            AwayRow(
                person.name,
                timezone.localdate(until),
                deputies.get(employee_id, ""),
                _waiting_cell(line.new_messages, Waiting.NEW_MESSAGE, asked),
                _waiting_cell(line.soon, Waiting.SOON, asked),
                _waiting_cell(line.waiting, None, asked),
                _address("bulk", assignee=employee_id, team=team_id, all=1, **{"from": "board"}),
            )
        )
    return rows


def _waiting_cell(count: int, waiting: Waiting | None, asked: dict[str, Any]) -> Cell:
    address = _address("board-absent", waiting=waiting, **asked)
    return Cell(count, address, "soon" if count else "")


def _people(people: list[TeamPerson], at: datetime) -> list[PersonRow]:
    """Return who handles cases, and on which of the coming days each is there."""
    spans = terms.open_spans(at=at, days=cases.HORIZON_DAYS)
    is_open = {timezone.localdate(start) for start, _end in spans}
    open_days = [(day, day in is_open or not spans) for day in _days(at)]
    handling = {one.employee_id: one for one in people if one.handles_cases}
    return [
        PersonRow(one.name, [opens and not one.is_away(_midday(day)) for day, opens in open_days])
        for one in handling.values()
    ]


def _week(found: Board, people: list[PersonRow], a_day: int, at: datetime) -> list[DayLoad]:
    return forecast(
        days=[
            (day, found.due[day], sum(one.is_there[number] for one in people))
            for number, day in enumerate(_days(at))
        ],
        late=found.total[Standing.BREACHED],
        cases_a_day=a_day,
    )


def _days(at: datetime) -> list[date]:
    today = timezone.localdate(at)
    return [today + timedelta(days=number) for number in range(cases.HORIZON_DAYS)]


def _midday(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()) + MIDDAY)


@employees(Permission.SEE_BOARD)
def picked(request: DeskRequest) -> HttpResponse:
    """Show the cases behind a number of the board."""
    pick = pick_of(request.GET)
    page = cases.picked(pick, viewer=access.actor(request), at=request.at, after=_position(request))
    return _shown(request, page, labels.word(pick.standing, "standing"))


@employees(Permission.SEE_BOARD)
def absent(request: DeskRequest) -> HttpResponse:
    """Show the cases of absent colleagues behind a number of the board."""
    asked = absent_of(request.GET)
    page = cases.absent_cases(
        scope=None,
        viewer=access.actor(request),
        at=request.at,
        after=_position(request),
        **asked,
    )
    return _shown(request, page, labels.word(asked["waiting"] or "", "waiting"))


def absent_of(asked: QueryDict) -> dict[str, Any]:
    """Return whose cases that cannot wait an address asks for, and why they cannot."""
    waiting = asked.get("waiting", "")
    return {
        "employee_id": _number(asked.get("employee", "")),
        "waiting": Waiting(waiting) if waiting in set(Waiting) else None,
        "team_id": _number(asked.get("team", "")),
    }


@employees()
def stand_in(request: DeskRequest) -> HttpResponse:
    """Show what cannot wait of colleagues for whom the employee stands in."""
    page = cases.absent_cases(
        scope=frame.scope_of(request),
        viewer=access.actor(request),
        at=request.at,
        after=_position(request),
    )
    return _shown(request, page, labels.word("", "waiting"), current=cases.ABSENT)


def _shown(
    request: DeskRequest, page: WorklistPage, title: Words, current: str = "board"
) -> HttpResponse:
    asked = {key: value for key, value in request.GET.items() if key != "cursor"}
    facts = {
        "lines": [Line(row, used_percent(row, request.at)) for row in page.rows],
        "title": title,
        "next": urlencode(asked | {"cursor": cursor_of(page.next)}) if page.next else "",
        "is_of_board": current == "board",
        "bulk": _bulk_address(request) if current == "board" else "",
    }
    return frame.show(request, "desk/picked.html", facts, current=current)


def _bulk_address(request: DeskRequest) -> str:
    """Return where many of the cases of a list of the board are changed at once."""
    match = request.resolver_match
    source = "absent" if match and match.url_name == "board-absent" else "board"
    asked = {key: value for key, value in request.GET.items() if key != "cursor"}
    return f"{reverse('desk:bulk')}?{urlencode({'from': source} | asked)}"


def _position(request: DeskRequest) -> "cases.Position | None":
    return position_of(request.GET.get("cursor", "")[:400])


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else None


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
