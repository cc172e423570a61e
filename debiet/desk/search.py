"""The one search of the desk: an exact number opens its page, anything else shows what fits."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render

from debiet.core import access_log
from debiet.core.references import reference
from debiet.desk import access, frame, search_kinds
from debiet.desk.access import DeskRequest, employees
from debiet.desk.search_kinds import CUSTOMERS, Hits
from debiet.rules.access import Compartment, Permission
from debiet.rules.search import Asked, read

PURPOSE = "search"
"""What somebody was looking for is not written down, only whose data the answer showed."""
SHORTEST_SUGGESTED = 3


@employees()
def find(request: DeskRequest) -> HttpResponse:
    """Open the page of an exact number, or show what fits by kind."""
    asked = read(request.GET.get("q", ""))
    viewer = access.actor(request)
    if page := search_kinds.page_of(asked, viewer=viewer):
        return redirect(page)
    hits = _hits(request, asked) if asked.words or asked.signs else []
    facts = {
        "asked": asked,
        "signs": [sign for sign, _value in asked.signs],
        "hits": [one for one in hits if one.rows or one.refusal],
        "may_note": Permission.OPEN_CASE in viewer.permissions,
    }
    return frame.show(request, "desk/find.html", facts)


@employees()
def suggest(request: DeskRequest) -> HttpResponse:
    """Return the best of each kind while somebody is typing; the page itself works without."""
    asked = read(request.GET.get("q", ""))
    hits: list[Hits] = []
    if len(asked.typed) >= SHORTEST_SUGGESTED and (asked.words or asked.signs):
        hits = _hits(request, asked, is_suggesting=True)
    facts = {"asked": asked, "hits": [one for one in hits if one.rows]}
    return render(request, "desk/_suggestions.html", facts)


def _hits(request: DeskRequest, asked: Asked, *, is_suggesting: bool = False) -> list[Hits]:
    """Return what is found and shown, and write down whose data that is."""
    found = search_kinds.results(asked, viewer=access.actor(request), is_suggesting=is_suggesting)
    hits = search_kinds.closed(found, employee_id=request.signed_in.colleague.employee_id)
    _saw(request, hits)
    return hits


def _saw(request: DeskRequest, hits: list[Hits]) -> None:
    """Write down whose data the answer shows."""
    shown = [row.card.customer_id for one in hits if one.kind == CUSTOMERS for row in one.rows]
    if shown:
        access_log.look_at_several(
            subjects=[reference("customer", customer_id) for customer_id in shown],
            surface="desk:find",
            compartment=Compartment.ORDINARY,
            by=replace(access.actor(request), purpose=PURPOSE),
            at=request.at,
        )
