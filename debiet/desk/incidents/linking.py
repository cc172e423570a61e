"""Which cases are part of an incident: by number, from a worklist, as suggested."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.cases import queries as cases
from debiet.cases.queries import Worklist
from debiet.core.errors import NotFound, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.incidents.pages import HANDLE, page_of, refused, to_incident
from debiet.incidents import actions, queries
from debiet.rules.cases import tidy_number
from debiet.rules.incidents import Fit, LinkWay

SHOWN = 200
MOST = 1000


@employees(HANDLE)
def choose(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Show cases to choose from: the suggested ones, or those of a worklist."""
    page, viewer = page_of(request, incident_id), access.actor(request)
    named = request.GET.get("list", "")
    facts = {"incident": page, "lists": frame.LISTS, "list": named}
    if named in set(Worklist):
        found = cases.worklist(
            Worklist(named),
            scope=frame.scope_of(request),
            viewer=viewer,
            at=request.at,
            size=SHOWN,
            besides=queries.linked_ids(incident_id),
        )
        facts |= {"rows": found.rows, "is_cut": found.next is not None}
    else:
        facts["suggestions"] = queries.suggestions(page, viewer=viewer, at=request.at)
    facts["likely"] = Fit.LIKELY
    return frame.show(request, "desk/incidents/choose.html", facts, current="incidents")


@employees(HANDLE)
def link(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Link the chosen cases, or those of which the numbers were typed."""
    numbers = _numbers(request)
    if request.method != "POST" or not numbers:
        return to_incident(request, incident_id)
    way = request.POST.get("way", "")
    try:
        new = actions.link_cases(
            incident_id=incident_id,
            numbers=numbers,
            way=LinkWay(way) if way in set(LinkWay) else LinkWay.HAND,
            by=access.actor(request),
            at=request.at,
        )
    except NotFound:
        return _not_found(request, incident_id, numbers)
    except Refused as refusal:
        refused(request, refusal)
        return to_incident(request, incident_id)
    words = ngettext("%(new)s case was linked.", "%(new)s cases were linked.", new) % {"new": new}
    return to_incident(request, incident_id, words)


def _not_found(request: DeskRequest, incident_id: int, numbers: list[str]) -> HttpResponse:
    """Say which numbers are no cases, as far as this employee can see."""
    page_of(request, incident_id)
    known = cases.case_ids_of(numbers, viewer=access.actor(request))
    missing = ", ".join(number for number in numbers if number not in known)
    words = _("Nothing was linked: %(numbers)s is no case, as far as you can see.")
    messages.error(request, words % {"numbers": missing})
    return to_incident(request, incident_id)


@employees(HANDLE)
def part(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Say that cases are no part of an incident; they are not suggested again."""
    numbers = _numbers(request)
    if request.method != "POST" or not numbers:
        return to_incident(request, incident_id)
    try:
        actions.part_cases(
            incident_id=incident_id, numbers=numbers, by=access.actor(request), at=request.at
        )
    except Refused as refusal:
        refused(request, refusal)
        return to_incident(request, incident_id)
    return to_incident(request, incident_id, _("It is not part of this incident."))


@employees(HANDLE)
def tell_later(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Confirm that whoever was linked later is told as well."""
    if request.method == "POST":
        try:
            actions.tell_later_ones(
                incident_id=incident_id, by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            refused(request, refusal)
    return to_incident(request, incident_id)


def _numbers(request: DeskRequest) -> list[str]:
    """Return the numbers that were ticked or typed, each once; what is none stays as it is."""
    typed = [
        *request.POST.getlist("number"),
        *re.split(r"[\s,;]+", request.POST.get("numbers", "")[: MOST * 15]),
    ]
    found = (tidy_number(one) or one[:20] for one in typed if one)
    return list(dict.fromkeys(found))[:MOST]
