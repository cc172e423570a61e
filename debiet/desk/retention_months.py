"""For how long one kind of record is kept: what it was, what is asked, and what that would do."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.labels_keeping import RECORD_KINDS
from debiet.desk.retention_forms import MonthsForm
from debiet.desk.setup import history, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.retention import actions, queries
from debiet.retention.queries import MonthsAsked, MonthsEffect, MonthsVersion
from debiet.rules.access import Permission
from debiet.rules.retention import RecordKind
from debiet.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Line:
    """A version in the list, and who asked for it."""

    version: MonthsVersion
    who: Words


def _kind(code: str) -> RecordKind:
    if code not in set(RecordKind):
        raise Http404
    return RecordKind(code)


@employees(Permission.SEE_RETENTION)
def kind(request: DeskRequest, code: str) -> HttpResponse:
    """Show how long a kind is kept, what waits for a second person, and what there was before."""
    found = _kind(code)
    asked = queries.months_asked(kind=found)
    waiting = next((one for one in asked if one.decided_at is None), None)
    kept = queries.months_versions(found)
    names = staff.names_by_user(
        user for user in (*(one.user_id for one in kept), *_people(asked)) if user
    )
    viewer = access.actor(request)
    facts: dict[str, Any] = {
        "kind": found,
        "row": queries.months_on(at=request.at)[found],
        "least": queries.least_on(at=request.at).get(found),
        "waiting": waiting,
        "asker": names.get(waiting.asked_by, "") if waiting else "",
        "is_own": waiting is not None and waiting.asked_by == viewer.user_id,
        "may_agree": waiting is not None
        and Permission.APPROVE_RETENTION in viewer.permissions
        and waiting.asked_by != viewer.user_id,
        "effects": _effects(found, waiting.months, request) if waiting else [],
        "lines": [Line(one, names.get(one.user_id or 0, "")) for one in kept],
        "history": history.lines_of(reference("retention", found)),
    }
    return frame.show(request, "desk/retention_kind.html", facts, current="retention")


def _people(asked: list[MonthsAsked]) -> list[int]:
    return [one.asked_by for one in asked]


def _effects(found: RecordKind, months: int, request: DeskRequest) -> list[Effect]:
    """Return what other months would do to what is kept today."""
    return told(queries.months_effect(found, months, at=request.at))


def told(effect: MonthsEffect) -> list[Effect]:
    """Return in words which records would fall due earlier or later."""
    change = effect.months_then - effect.months_now
    if not change:
        return []
    facts = {"count": effect.running, "months": abs(change)}
    words = (
        ngettext(
            "The term of %(count)d record would end %(months)d months later.",
            "The terms of %(count)d records would end %(months)d months later.",
            effect.running,
        )
        if change > 0
        else ngettext(
            "The term of %(count)d record would end %(months)d months earlier.",
            "The terms of %(count)d records would end %(months)d months earlier.",
            effect.running,
        )
    ) % facts
    if not effect.is_all:
        words += " " + _("There are more: not all were counted.")
    return [
        Effect(_("%(then)d months, now %(now)d.") % _numbers(effect)),
        Effect(words),
        _due(effect),
    ]


def _numbers(effect: MonthsEffect) -> dict[str, int]:
    return {"now": effect.months_now, "then": effect.months_then}


def _due(effect: MonthsEffect) -> Effect:
    more = effect.due_then - effect.due_now
    if more > 0:
        words = ngettext(
            "%(count)d record more could go today, for good, once a run is started.",
            "%(count)d records more could go today, for good, once a run is started.",
            more,
        )
        return Effect(words % {"count": more}, "late")
    if more < 0:
        words = ngettext(
            "%(count)d record that could go today would stay.",
            "%(count)d records that could go today would stay.",
            -more,
        )
        return Effect(words % {"count": -more}, "soon")
    return Effect(_("Nothing more or less could go today."), "ok")


@employees(Permission.RUN_RETENTION)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Ask a second person for another number of months, once it was seen what it would do."""
    found = _kind(code)
    now = queries.months_on(at=request.at)[found]
    again = next(
        (
            one
            for one in queries.months_versions(found)
            if str(one.number) == request.GET.get("version")
        ),
        None,
    )
    form = MonthsForm(
        request.POST if request.method == "POST" else None,
        initial={"months": again.months if again else now.months},
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_months(kind=found, months=values["months"], **versions.by(request))
        return _effects(found, values["months"], request)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.ask_months(
            kind=found, months=values["months"], source=values["source"], **versions.by(request)
        )
        messages.success(request, _("Asked. It holds once a second person agreed."))
        return redirect("desk:retention-kind", code=code)

    screen = Screen(
        title=_("For how long: %(kind)s") % {"kind": RECORD_KINDS[found]},
        back=(reverse("desk:retention-kind", args=[code]), RECORD_KINDS[found]),
        apply=_("Ask a second person"),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.APPROVE_RETENTION)
def agree(request: DeskRequest, proposal_id: int) -> HttpResponse:
    """Agree as the second person to what was asked."""
    found = _waiting(proposal_id)
    if request.method == "POST":
        try:
            actions.agree_months(proposal_id=proposal_id, **versions.by(request))
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It holds from now on."))
    return redirect("desk:retention-kind", code=found.kind)


@employees(Permission.SEE_RETENTION)
def decline(request: DeskRequest, proposal_id: int) -> HttpResponse:
    """Leave it as it is: as the second person, or as who asked."""
    found = _waiting(proposal_id)
    if request.method == "POST":
        try:
            actions.decline_months(proposal_id=proposal_id, **versions.by(request))
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It stays as it is."))
    return redirect("desk:retention-kind", code=found.kind)


def _waiting(proposal_id: int) -> MonthsAsked:
    found = next((one for one in queries.months_asked() if one.proposal_id == proposal_id), None)
    if found is None:
        raise Http404
    return found
