"""Internal tasks: asking another team, the list of what one's team owes, answering."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.complaints import queries as complaints
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.desk import access, frame, labels_casework
from debiet.desk.access import DeskRequest, employees, posted
from debiet.desk.casework.forms import TaskForm, TaskStepForm
from debiet.desk.casework.pages import StepWords, carry_out, step_page
from debiet.desk.timeline import seen_in
from debiet.rules.access import Permission
from debiet.rules.internal_tasks import BY_ASKED_TEAM, TaskState, may_be_asked
from debiet.staff import queries as staff

ASK = StepWords(
    heading=gettext_lazy("Ask another team"),
    lead=(
        gettext_lazy(
            "The other team gets a term of its own. What we promised the customer runs on "
            "meanwhile, and the case stays yours."
        ),
    ),
    button=gettext_lazy("Ask it"),
    done=gettext_lazy("The other team is asked. You are told when it answers."),
    icon="hands",
)


@employees(Permission.ASK_TASK)
def new(request: DeskRequest, number: str) -> HttpResponse:
    """Ask which team, and what."""
    opened = access.case(request, number)
    teams = [
        (team_id, name)
        for team_id, name, part in staff.teams_with_parts(viewer=opened.viewer)
        if may_be_asked(case_part=opened.page.compartment, team_part=part)
    ]
    form = TaskForm(request.POST or None, teams=teams)
    return step_page(
        request,
        opened,
        form,
        ASK,
        lambda: actions.ask_task(
            case_id=opened.page.case_id,
            team_id=form.cleaned_data["team_id"],
            words=form.cleaned_data["words"],
            by=opened.viewer,
            at=request.at,
        ),
    )


@employees(Permission.ASK_TASK)
def tasks(request: DeskRequest) -> HttpResponse:
    """Show what the employee's teams were asked, and what it asked itself."""
    scope, viewer = frame.scope_of(request), request.signed_in.actor
    facts = {
        "owed": cases.tasks_of_team(team_ids=scope.team_ids, viewer=viewer),
        "asked": cases.tasks_asked_by(scope.employee_id, viewer=viewer),
        "explanations": complaints.explanations_asked(team_ids=scope.team_ids, viewer=viewer),
    }
    return frame.show(request, "desk/casework/tasks.html", facts, current=cases.TASKS)


@employees(Permission.ASK_TASK)
def task(request: DeskRequest, task_id: int) -> HttpResponse:
    """Show a task with all that was said, and take a step."""
    found = cases.internal_task(task_id, viewer=access.actor(request))
    if found is None:
        raise Http404
    row, said = found
    opened = access.case(request, row.number)
    is_ours = row.team_id in frame.scope_of(request).team_ids
    steps = [state for state in TaskState if state in row.steps]
    offered = [state for state in steps if is_ours or state not in BY_ASKED_TEAM]
    step = request.POST.get("step", "")
    form = TaskStepForm(request.POST if step and step != "take" else None)
    if step == "take" or (step in set(TaskState) and form.is_valid()):
        try:
            _carry_out(request, task_id, step, form)
        except ChangedMeanwhile:
            form.add_error(None, _("A colleague took a step meanwhile. See below, then decide."))
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect("desk:task", task_id=task_id)
        row, said = cases.internal_task(task_id, viewer=opened.viewer) or found
    facts = {
        "task": row,
        "said": said,
        "form": form,
        "is_ours": is_ours,
        "offers": [
            one
            for one in cases.conflict_offers(opened.page.case_id, viewer=opened.viewer)
            if one.task_id == task_id
        ],
        "steps": [(state, labels_casework.TASK_STEPS[state]) for state in offered],
    }
    return frame.show(request, "desk/casework/task.html", facts, current=cases.TASKS)


def _carry_out(request: DeskRequest, task_id: int, step: str, form: TaskStepForm) -> None:
    seen = seen_in(request.POST).version
    by = access.actor(request)
    if step == "take":
        actions.take_task(task_id=task_id, seen_version=seen, by=by, at=request.at)
        return
    actions.step_task(
        task_id=task_id,
        state=TaskState(step),
        words=form.cleaned_data["words"],
        seen_version=seen,
        by=by,
        at=request.at,
    )


@employees(Permission.ASK_TASK)
@posted
def settle(request: DeskRequest, number: str, offer_id: int) -> HttpResponse:
    """Say that the two teams agreed."""
    opened = access.case(request, number)
    return carry_out(
        request,
        opened,
        lambda: actions.settle_offer(
            offer_id=offer_id, case_id=opened.page.case_id, by=opened.viewer, at=request.at
        ),
        gettext_lazy("The two teams agreed."),
    )
