"""The complaint register: what is owed first, narrowed as one likes, and taken out as a file."""

from collections.abc import Iterator
from datetime import datetime

from django.core import signing
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import Place, RegisterLine
from debiet.core.actor import Actor
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.complaints.filters import LISTS, FilterForm, choice_of, list_of
from debiet.rules.access import Permission
from debiet.rules.csv_cells import BOM, csv_lines
from debiet.staff import queries as staff

_SALT = "debiet.desk.complaints.register"
CHUNK = 500
"""So many lines of a file are read and written at once."""


@employees(Permission.HANDLE_COMPLAINT)
def register(request: DeskRequest) -> HttpResponse:
    """Show a page of the register; all that is chosen is in the address."""
    viewer, chosen = access.actor(request), choice_of(request.GET)
    found = complaints.register_page(
        chosen, viewer=viewer, at=request.at, after=_place(request.GET.get("cursor", ""), chosen)
    )
    asked = request.GET.copy()
    asked.pop("cursor", None)
    form = FilterForm(
        asked,
        counts=found.counts,
        places=found.places,
        teams=staff.teams(viewer=viewer),
        at=request.at,
    )
    facts = {
        "rows": found.rows,
        "to_read": _to_read(viewer),
        "number": found.counts.number,
        "form": form,
        "chosen_list": list_of(request.GET),
        "lists": [(label, _address(asked, list=code), code) for code, (label, _s) in LISTS.items()],
        "asked": [(name, value) for name, value in asked.items() if value],
        "first": _address(asked) if request.GET.get("cursor") else "",
        "next": _address(asked, cursor=_cursor(found.next, chosen)) if found.next else "",
    }
    return frame.show(request, "desk/complaints/register.html", facts, current="complaints")


def _to_read(viewer: Actor) -> list[complaints.DraftPage]:
    """Return the letters that wait for the viewer as the second person."""
    may = Permission.APPROVE_COMPLAINT_LETTER in viewer.permissions
    return complaints.waiting_drafts(viewer=viewer) if may else []


def _address(asked: QueryDict, **changes: str) -> str:
    changed = asked.copy()
    for name, value in changes.items():
        changed[name] = value
    return "?" + changed.urlencode()


def _cursor(place: Place, chosen: complaints.RegisterChoice) -> str:
    moment = place.moment.isoformat() if place.moment else ""
    return signing.Signer(salt=_salt(chosen)).sign_object([moment, place.complaint_id])


def _place(cursor: str, chosen: complaints.RegisterChoice) -> Place | None:
    """Return where a page begins; a cursor that is none, or of another order, means the first."""
    try:
        moment, complaint_id = signing.Signer(salt=_salt(chosen)).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        return None
    return Place(datetime.fromisoformat(moment) if moment else None, complaint_id)


def _salt(chosen: complaints.RegisterChoice) -> str:
    return f"{_SALT}:{'due' if chosen.is_by_due else 'newest'}"


@employees(Permission.EXPORT_COMPLAINTS)
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand out what is chosen of the register as a file, and write down who took it."""
    if request.method != "POST":
        return redirect("desk:complaints")
    viewer = access.actor(request, purpose="complaint-register")
    ids = actions.export_register(chosen=choice_of(request.POST), by=viewer, at=request.at)
    response = StreamingHttpResponse(
        _written(ids, viewer, request.at), content_type="text/csv; charset=utf-8"
    )
    day = f"{timezone.localtime(request.at):%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="complaints-{day}.csv"'
    return response


COLUMNS = (
    *("number", "received", "facts_on", "step", "theme", "root_cause", "component"),
    *("municipality", "segment", "team", "ground", "assessment", "outcome", "norms"),
    *("answered", "answer_due", "days", "carriers", "routes", "second_line"),
)
"""As the file names them, in every language the same, so that what reads it need not change."""


def _written(ids: list[int], viewer: Actor, at: datetime) -> Iterator[bytes]:
    yield (BOM + csv_lines([COLUMNS])).encode()
    for start in range(0, len(ids), CHUNK):
        lines = complaints.register_lines(ids[start : start + CHUNK], viewer=viewer, at=at)
        yield csv_lines(_cells(line) for line in lines).encode()


def _cells(line: RegisterLine) -> list[str]:
    return [
        line.number,
        _moment(line.expressed_at),
        line.facts_on.isoformat() if line.facts_on else "",
        *(str(one) for one in (line.step, line.theme, line.root_cause, line.component)),
        line.municipality,
        str(line.segment),
        line.team,
        *(str(one) for one in (line.ground, line.assessment, line.outcome)),
        ",".join(line.norms),
        _moment(line.answered_at),
        _moment(line.due_at),
        "" if line.days is None else str(line.days),
        ",".join(line.carriers),
        ",".join(line.routes),
        ",".join(line.second_line),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
