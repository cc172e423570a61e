"""Who else has a case open: as the page loads, and told anew every few seconds after."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render

from debiet.cases import actions
from debiet.cases.actions import Present
from debiet.desk import access
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.rules.access import Permission

_SALT = "debiet.desk.presence"
KEY_HOLDS = timedelta(hours=16)
"""A page that stays open longer than a working day is asked for anew."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who else is there, and the key with which an open page asks again."""

    others: list[Present]
    key: str

    @property
    def mark(self) -> str:
        """Return a short text that differs as soon as what is shown would."""
        shown = repr([(one.name, one.is_writing) for one in self.others])
        return sha256(shown.encode()).hexdigest()[:12]


def of_page(request: DeskRequest, opened: OpenFile, *, is_writing: bool) -> dict[str, Any]:
    """Return who else has the case open, for its page; only those who handle cases are seen."""
    viewer = opened.viewer
    if Permission.WRITE_NOTE not in viewer.permissions:
        return {}
    case_id = opened.page.case_id
    others = actions.be_present(case_id=case_id, is_writing=is_writing, by=viewer, at=request.at)
    # Only who came through the guard of the case page has such a key.
    key = signing.TimestampSigner(salt=_SALT).sign_object(
        [viewer.user_id, case_id, opened.page.number]
    )
    return {"presence": Presence(others or [], key)}


@employees(Permission.WRITE_NOTE)
def presence(request: DeskRequest, number: str) -> HttpResponse:
    """Return who else has a case open to a page that asks again, nothing if that is as it was."""
    viewer = access.actor(request)
    key = request.GET.get("key", "")
    try:
        user_id, case_id, opened = signing.TimestampSigner(salt=_SALT).unsign_object(
            key, max_age=KEY_HOLDS
        )
    except (signing.BadSignature, ValueError) as trouble:
        raise Http404 from trouble
    if (user_id, opened) != (viewer.user_id, number):
        raise Http404
    others = actions.be_present(
        case_id=case_id, is_writing="writing" in request.GET, by=viewer, at=request.at
    )
    if others is None:
        raise Http404
    found = Presence(others, key)
    if found.mark == request.GET.get("mark"):
        return HttpResponse(status=204)
    return render(request, "desk/_present.html", {"presence": found})
