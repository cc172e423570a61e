"""Putting a case aside, bringing it back, and promises to look at a case again."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees, posted
from debiet.desk.casework.forms import FollowUpForm, SnoozeForm
from debiet.desk.casework.pages import StepWords, carry_out, step_page
from debiet.desk.timeline import seen_in
from debiet.rules.access import Permission
from debiet.rules.putting_aside import WakeEvent

SNOOZE = StepWords(
    heading=_("Put the case aside"),
    lead=(
        _(
            "It leaves the worklists and comes back by itself. No term stands still. Whatever the "
            "customer writes brings it back at once."
        ),
    ),
    button=_("Put it aside"),
    done=_("It is put aside. You find it under “Put aside”."),
    icon="pause",
)
FOLLOW_UP = StepWords(
    heading=_("Look at the case again"),
    lead=(_("A promise to yourself or your team. It moves no term, and the customer sees none."),),
    button=_("Promise it"),
    done=_("It stands under “To look at again”."),
    icon="calendar",
)


def _tomorrow_morning(at: datetime) -> datetime:
    local = timezone.localtime(at) + timedelta(days=1)
    return local.replace(hour=9, minute=0, second=0, microsecond=0)


@employees(Permission.SNOOZE_CASE)
def snooze(request: DeskRequest, number: str) -> HttpResponse:
    """Ask until when or until what a case is put aside."""
    opened = access.case(request, number)
    form = SnoozeForm(request.POST or None, moment=_tomorrow_morning(request.at))
    return step_page(
        request,
        opened,
        form,
        SNOOZE,
        lambda: actions.snooze_case(
            case_id=opened.page.case_id,
            until=form.until(),
            event=WakeEvent(form.cleaned_data["event"]),
            knows_risk=form.cleaned_data["knows_risk"],
            seen_version=seen_in(request.POST).version,
            by=opened.viewer,
            at=request.at,
        ),
        template="desk/casework/snooze.html",
    )


@employees(Permission.SNOOZE_CASE)
@posted
def wake(request: DeskRequest, number: str) -> HttpResponse:
    """Bring a case back."""
    opened = access.case(request, number)
    return carry_out(
        request,
        opened,
        lambda: actions.wake_case(
            case_id=opened.page.case_id, reason="employee", by=opened.viewer, at=request.at
        ),
        _("It is back in the worklists."),
    )


@employees(Permission.SNOOZE_CASE)
def follow_up(request: DeskRequest, number: str) -> HttpResponse:
    """Ask what is to be looked at again, and when."""
    opened = access.case(request, number)
    form = FollowUpForm(request.POST or None, moment=_tomorrow_morning(request.at))
    return step_page(
        request,
        opened,
        form,
        FOLLOW_UP,
        lambda: actions.plan_follow_up(
            case_id=opened.page.case_id,
            words=form.cleaned_data["words"],
            due_at=form.cleaned_data["moment"],
            is_for_team=form.cleaned_data["is_for_team"],
            by=opened.viewer,
            at=request.at,
        ),
        template="desk/casework/follow_up.html",
    )


@employees(Permission.SNOOZE_CASE)
@posted
def end_follow_up(request: DeskRequest, number: str, follow_up_id: int) -> HttpResponse:
    """Say that it was looked at."""
    opened = access.case(request, number)
    return carry_out(
        request,
        opened,
        lambda: actions.end_follow_up(
            follow_up_id=follow_up_id,
            case_id=opened.page.case_id,
            by=opened.viewer,
            at=request.at,
        ),
        _("Done."),
    )


@employees(Permission.SNOOZE_CASE)
def follow_ups(request: DeskRequest) -> HttpResponse:
    """Show what the employee and its teams promised to look at again."""
    scope = frame.scope_of(request)
    found = cases.follow_ups(
        employee_id=scope.employee_id,
        team_ids=scope.team_ids,
        viewer=request.signed_in.actor,
        at=request.at,
        limit=frame.SMALL_BOUND,
    )
    facts = {"follow_ups": found, "is_cut": len(found) == frame.SMALL_BOUND}
    return frame.show(request, "desk/casework/follow_ups.html", facts, current=cases.FOLLOW_UPS)
