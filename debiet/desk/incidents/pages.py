"""The list of incidents, opening one, and its own page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import topic_options
from debiet.desk.incidents.forms import IncidentForm, start_of
from debiet.incidents import actions, queries
from debiet.incidents.queries import IncidentPage
from debiet.rules.access import Permission
from debiet.staff import queries as staff

HANDLE = Permission.HANDLE_INCIDENT


def page_of(request: DeskRequest, incident_id: int) -> IncidentPage:
    """Return an incident.

    :raises Http404: where there is none, or not for this employee: the same answer
    """
    found = queries.incident(incident_id, viewer=access.actor(request))
    if found is None:
        raise Http404
    return found


@employees(HANDLE)
def incidents(request: DeskRequest) -> HttpResponse:
    """Show the incidents, those that are not over first."""
    found = queries.incidents(viewer=access.actor(request))
    facts = {"incidents": found, "notices": cases.public_notices(at=request.at)}
    return frame.show(request, "desk/incidents/list.html", facts, current="incidents")


@employees(HANDLE)
def new(request: DeskRequest) -> HttpResponse:
    """Open an incident."""
    local = timezone.localtime(request.at)
    start = {"began_day": local.date(), "began_clock": local.time().replace(second=0)}
    form = _form(request, start)
    if form.is_valid():
        try:
            incident_id = actions.open_incident(
                facts=form.facts(), by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:incident", incident_id=incident_id)
    return frame.show(request, "desk/incidents/edit.html", {"form": form}, current="incidents")


@employees(HANDLE)
def edit(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Change what an incident is."""
    page = page_of(request, incident_id)
    form = _form(request, start_of(page))
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.edit_incident(
                incident_id=incident_id,
                facts=form.facts(),
                seen_version=int(seen) if seen.isdecimal() else 0,
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:incident", incident_id=incident_id)
    facts = {"form": form, "incident": page}
    return frame.show(request, "desk/incidents/edit.html", facts, current="incidents")


@employees(HANDLE)
def incident(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Show an incident: what it is, what people are told, how far that is, and its cases."""
    page, viewer = page_of(request, incident_id), access.actor(request)
    told = queries.messages(incident_id, viewer=viewer)
    labels = cases.topic_labels()
    newest = told[0] if told else None
    facts = {
        "incident": page,
        "topics": [labels.get(code, code) for code in page.topic_codes],
        "told": told,
        "in_force": next((one for one in told if one.approved_at), None),
        "waiting": newest if newest and newest.approved_at is None else None,
        "is_own": newest is not None and newest.written_by_id == viewer.user_id,
        "preview": _preview(newest, request) if newest and newest.approved_at is None else {},
        "progress": queries.progress(incident_id, viewer=viewer),
        "linked": queries.linked_lines(incident_id, viewer=viewer),
    }
    return frame.show(request, "desk/incidents/incident.html", facts, current="incidents")


@employees(HANDLE)
def progress(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Return how far telling and closing are, for a page that asks again."""
    page = page_of(request, incident_id)
    found = queries.progress(incident_id, viewer=access.actor(request))
    facts = {"incident": page, "progress": found}
    return render(request, "desk/incidents/_progress.html", facts)


def _preview(message: queries.MessageVersion, request: DeskRequest) -> dict[str, str]:
    return queries.preview(template=message.template, words=message.words, at=request.at)


def _form(request: DeskRequest, initial: dict[str, Any]) -> IncidentForm:
    return IncidentForm(
        request.POST if request.method == "POST" else None,
        topics=topic_options(cases.topic_choices(public=False)),
        teams=staff.teams(viewer=access.actor(request)),
        initial=initial,
    )


def to_incident(request: DeskRequest, incident_id: int, words: str = "") -> HttpResponse:
    """Go back to an incident, saying what was done."""
    if words:
        messages.success(request, words)
    return redirect("desk:incident", incident_id=incident_id)


def refused(request: DeskRequest, refusal: Refused) -> None:
    """Say on the next page why something was not done."""
    access.answer_hidden(refusal)
    messages.error(request, str(refusal) or _("This cannot be done."))
