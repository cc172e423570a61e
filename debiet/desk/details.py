"""Editing what a case is about; two people who save the same get both versions to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases.actions import CaseChanges
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, OpenFile, employees, posted
from debiet.desk.forms import DetailsForm, topic_options
from debiet.desk.timeline import seen_in
from debiet.rules.access import Permission
from debiet.rules.cases import Priority
from debiet.staff import queries as staff
from debiet.staff.takers import colleagues_for

FIELDS = ("subject", "topic_code", "priority", "team_id", "assignee_id")
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people want to say something else about."""

    name: str
    label: str
    theirs: str
    mine: str
    chosen: str


@employees(Permission.EDIT_CASE)
def edit(request: DeskRequest, number: str) -> HttpResponse:
    """Show what a case is about and who has it, and save it."""
    opened = access.case(request, number)
    form = _form(request.POST or None, opened)
    version = opened.page.version
    if request.method == "POST":
        version = seen_in(request.POST).version
    if form.is_valid():
        try:
            _save(request, opened, form.cleaned_data, seen_version=version)
        except ChangedMeanwhile:
            opened = access.case(request, number)
            return _show_both(request, opened, form, started_from=_started_from(request))
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(frame.case_address(request, number))
    facts = {
        "case": opened.page,
        "form": form,
        "version": version,
        "started_from": _values(opened),
        "place": frame.place_of(request),
    }
    if request.method == "POST":
        facts["started_from"] = _started_from(request)
    return frame.show(request, "desk/details.html", facts)


@employees(Permission.EDIT_CASE)
@posted
def choose(request: DeskRequest, number: str) -> HttpResponse:
    """Save what was chosen of two versions; if a third one came, show it beside mine."""
    opened = access.case(request, number)
    mine = {name: request.POST.get(f"mine-{name}", "") for name in FIELDS}
    form = _form(mine, opened)
    if not form.is_valid():
        return redirect("desk:details", number=number)
    theirs = _values(opened)
    chosen = {name: request.POST.get(f"choice-{name}", "") for name in FIELDS}
    if any(mine[name] != theirs[name] and chosen[name] not in (MINE, THEIRS) for name in FIELDS):
        return _show_both(request, opened, form, chosen=chosen, is_incomplete=True)
    picked = {name: mine[name] if chosen[name] == MINE else theirs[name] for name in FIELDS}
    final = _form(picked, opened)
    if final.is_valid():
        try:
            version = seen_in(request.POST).version
            _save(request, opened, final.cleaned_data, seen_version=version)
        except ChangedMeanwhile:
            return _show_both(request, access.case(request, number), form)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(frame.case_address(request, number))
    return redirect("desk:details", number=number)


def _form(data: Mapping[str, Any] | None, opened: OpenFile) -> DetailsForm:
    return DetailsForm(
        data,
        topics=topic_options(opened.topics),
        teams=staff.teams(viewer=opened.viewer),
        colleagues=_able(opened),
        initial=_values(opened),
    )


def _able(opened: OpenFile) -> list[tuple[int, str]]:
    return colleagues_for(opened.page.compartment, viewer=opened.viewer)


def _values(opened: OpenFile) -> dict[str, str]:
    """Return what is saved now, as a form would send it."""
    page = opened.page
    return {
        "subject": page.subject,
        "topic_code": page.topic_code,
        "priority": str(page.priority),
        "team_id": str(page.team_id),
        "assignee_id": str(page.assignee_id or ""),
    }


def _started_from(request: DeskRequest) -> dict[str, str]:
    return {name: request.POST.get(f"start-{name}", "") for name in FIELDS}


def _save(
    request: DeskRequest, opened: OpenFile, found: Mapping[str, Any], *, seen_version: int
) -> None:
    actions.edit_case(
        case_id=opened.page.case_id,
        changes=CaseChanges(
            subject=found["subject"],
            topic_code=found["topic_code"],
            priority=Priority(found["priority"]),
            team_id=found["team_id"],
            assignee_id=found["assignee_id"],
        ),
        seen_version=seen_version,
        by=opened.viewer,
        at=request.at,
    )


def _show_both(
    request: DeskRequest,
    opened: OpenFile,
    form: DetailsForm,
    *,
    started_from: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    is_incomplete: bool = False,
) -> HttpResponse:
    """Show both versions side by side.

    :param started_from: what I had before me; a field that only one of us changed is proposed,
        one that both changed is left open
    """
    mine, theirs = {name: str(form.data.get(name, "")) for name in FIELDS}, _values(opened)
    differences = [
        Difference(
            name=name,
            label=str(form.fields[name].label),
            theirs=_shown(form, name, theirs[name], opened),
            mine=_shown(form, name, mine[name], opened),
            chosen=(chosen or {}).get(name)
            or _proposed(mine[name], theirs[name], (started_from or {}).get(name)),
        )
        for name in FIELDS
        if mine[name] != theirs[name]
    ]
    facts = {
        "case": opened.page,
        "differences": differences,
        "mine": mine,
        "is_incomplete": is_incomplete,
        "place": frame.place_of(request),
    }
    return frame.show(request, "desk/both_versions.html", facts, status=409)


def _proposed(mine: str, theirs: str, start: str | None) -> str:
    if start == mine:
        return THEIRS
    return MINE if start == theirs else ""


def _shown(form: DetailsForm, name: str, value: str, opened: OpenFile) -> str:
    if name == "assignee_id" and value == str(opened.page.assignee_id or ""):
        return opened.page.assignee or _("nobody")
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return value
    return str({str(code): label for code, label in choices}.get(value, value)).strip()
