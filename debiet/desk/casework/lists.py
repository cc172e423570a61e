"""The list that many cases are chosen from: a worklist, or one behind a number of the board."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from debiet.cases import queries as cases
from debiet.cases.queries import WorklistPage
from debiet.core.words import Words
from debiet.desk import access, board, frame, labels, worklists
from debiet.desk.access import DeskRequest
from debiet.desk.worklists import Line, used_percent
from debiet.rules.access import Permission
from debiet.rules.bulk import MOST

BOARD, ABSENT = "board", "absent"
"""Where a list comes from, as an address says it; without it, it is a worklist."""


def shown_list(request: DeskRequest) -> dict[str, Any]:
    """Return the rows to choose from, with the name of their list and the way back to it."""
    source = request.GET.get("from", "")
    if Permission.SEE_BOARD in request.signed_in.actor.permissions:
        viewer, at = access.actor(request), request.at
        if source == BOARD:
            pick = board.pick_of(request.GET)
            page = cases.picked(pick, viewer=viewer, at=at, size=MOST)
            return _facts(request, page, labels.word(pick.standing, "standing"), "board-cases")
        if source == ABSENT:
            asked = board.absent_of(request.GET)
            page = cases.absent_cases(scope=None, viewer=viewer, at=at, size=MOST, **asked)
            title = labels.word(asked["waiting"] or "", "waiting")
            return _facts(request, page, title, "board-absent")
    place = frame.place_of(request)
    facts = worklists.rows_of(request, place)
    return facts | {"back": place.address, "back_title": place.title}


def _facts(request: DeskRequest, page: WorklistPage, title: Words, name: str) -> dict[str, Any]:
    asked = {key: value for key, value in request.GET.items() if key not in ("from", "all")}
    return {
        "lines": [Line(row, used_percent(row, request.at)) for row in page.rows],
        "back": reverse(f"desk:{name}") + (f"?{urlencode(asked)}" if asked else ""),
        "back_title": title,
        "is_cut": page.next is not None,
        "most": MOST,
    }
