"""How long things are kept: the table, what would go, what is held."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.retention_forms import HoldForm
from debiet.retention import actions, queries
from debiet.rules.access import Permission
from debiet.rules.cases import tidy_number

SHOWN_RUNS = 5


@employees(Permission.SEE_RETENTION)
def retention(request: DeskRequest) -> HttpResponse:
    """Show the table, the latest count and the holds."""
    return _page(request)


def _page(
    request: DeskRequest,
    *,
    hold: HoldForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = access.actor(request)
    today = timezone.localtime(request.at).date()
    runs = queries.latest_runs(viewer=viewer, limit=SHOWN_RUNS)
    facts: dict[str, Any] = {
        "table": queries.retention_table(at=request.at),
        "run": runs[0] if runs else None,
        "earlier": runs[1:],
        "is_todays": bool(runs) and runs[0].as_of == today,
        "holds": queries.holds(viewer=viewer, on=today, limit=frame.SMALL_BOUND),
        "waiting": queries.months_asked(),
        "hold_form": hold or HoldForm(),
        "is_hold_open": bool(hold and hold.errors),
    }
    return frame.show(request, "desk/retention.html", facts, current="retention", status=status)


@employees(Permission.RUN_RETENTION)
def preview(request: DeskRequest) -> HttpResponse:
    """Count what would go today."""
    if request.method == "POST":
        actions.preview_run(by=access.actor(request), at=request.at)
        messages.success(request, _("Counted. Nothing went yet."))
    return redirect("desk:retention")


@employees(Permission.RUN_RETENTION)
def start(request: DeskRequest, run_id: int) -> HttpResponse:
    """Let go of what a preview counted."""
    if request.method == "POST":
        try:
            actions.start_run(run_id=run_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It has begun. Reload this page to see how far it is."))
    return redirect("desk:retention")


@employees(Permission.RUN_RETENTION)
def place_hold(request: DeskRequest) -> HttpResponse:
    """Keep a case or a customer, whatever its term."""
    if request.method != "POST":
        return redirect("desk:retention")
    form = HoldForm(request.POST)
    if form.is_valid():
        kind, number = form.cleaned_data["kind"], form.cleaned_data["number"].strip()
        subject = reference(kind, tidy_number(number) if kind == "case" else number)
        try:
            actions.place_hold(
                subject=subject,
                reason=form.cleaned_data["reason"],
                until=form.cleaned_data["until"],
                by=access.actor(request, purpose="retention"),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is held."))
            return redirect("desk:retention")
    return _page(request, hold=form, status=422)


@employees(Permission.RUN_RETENTION)
def lift_hold(request: DeskRequest, hold_id: int) -> HttpResponse:
    """Take a hold back."""
    if request.method == "POST":
        try:
            actions.lift_hold(hold_id=hold_id, by=access.actor(request), at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
        else:
            messages.success(request, _("The hold is lifted."))
    return redirect("desk:retention")
