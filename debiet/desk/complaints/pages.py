"""The steps of a complaint at the desk, a page each; all begin at its case."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.queries import ComplaintPage
from debiet.desk import access
from debiet.desk.access import DeskRequest, OpenFile, employees, posted
from debiet.desk.casework.pages import StepWords, carry_out, step_page
from debiet.desk.complaints.forms import CountsFromForm, ReasonForm, RegisterForm, WishForm
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.complaints import Component

REGISTER = StepWords(
    heading=_("Register as a complaint"),
    lead=(
        _(
            "Nothing of the case is lost. From now on every answer says where the customer can "
            "turn next, and the terms of complaints run beside those of the question."
        ),
    ),
    button=_("Register"),
    done=_("It is registered as a complaint."),
    icon="flag",
)
QUESTION = StepWords(
    heading=_("It is a question after all"),
    lead=(_("The case goes on under the terms of a question, which never stood still."),),
    button=_("It is a question"),
    done=_("It is a question again. Who said so and why is kept."),
    icon="undo",
)
MOMENT = StepWords(
    heading=_("Since when does it count?"),
    lead=(
        _(
            "From the receipt of the message in which the customer was first dissatisfied: the "
            "first message of the case, unless something else is known. All terms move with it."
        ),
    ),
    button=_("Save"),
    done=_("Saved. All terms are counted anew; what it was before is kept."),
)
ACCEPTED = StepWords(
    heading=_("The customer accepts the answer"),
    button=_("Accepted"),
    done=_("Written down: the customer accepts the answer."),
)
WITHDRAWN = StepWords(
    heading=_("The customer takes the complaint back"),
    lead=(_("Nothing is owed any more. It stays in the register as withdrawn."),),
    button=_("Withdrawn"),
    done=_("Written down: the customer took the complaint back."),
)


def complaint_in(opened: OpenFile) -> ComplaintPage:
    """Return the complaint of an open case; there is no such page where it has none."""
    found = complaints.complaint_of_case(opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    return found


@employees(Permission.REGISTER_COMPLAINT)
def register(request: DeskRequest, number: str) -> HttpResponse:
    """Ask why a case is a complaint and since when, and make it one."""
    opened = access.case(request, number)
    form = RegisterForm(request.POST or None, page=opened.page)
    return step_page(
        request,
        opened,
        form,
        REGISTER,
        lambda: actions.register_complaint(
            case_id=opened.page.case_id, said=_said(form), by=opened.viewer, at=request.at
        ),
        template="desk/complaints/register_one.html",
        beside=complaints.complaints_beside(opened.page.case_id, viewer=opened.viewer),
    )


def _said(form: RegisterForm) -> actions.Said:
    data = form.cleaned_data
    return actions.Said(
        reason=data["reason"],
        wish_id=data["wish"],
        expressed_at=data["moment"],
        moment_reason=data["moment_reason"],
        facts_on=data["facts_on"],
        is_oral=data["is_oral"],
        theme=data["theme"],
        component=Component(data["component"]),
        municipality=data["municipality"],
    )


@employees(Permission.HANDLE_COMPLAINT)
@posted
def take_up(request: DeskRequest, number: str) -> HttpResponse:
    """Find a complaint admissible."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    return carry_out(
        request,
        opened,
        lambda: actions.take_up(
            complaint_id=found.complaint_id,
            seen_version=whole_number(request.POST.get("seen", "")),
            by=opened.viewer,
            at=request.at,
        ),
        _("The complaint is admissible: the first line treats it."),
    )


@employees(Permission.HANDLE_COMPLAINT)
def question(request: DeskRequest, number: str) -> HttpResponse:
    """Ask why a complaint is a question after all."""
    return ask_reason(request, number, QUESTION, actions.call_question)


def ask_reason(
    request: DeskRequest, number: str, words: StepWords, act: Callable[..., object]
) -> HttpResponse:
    """Ask for the reason of a step of a complaint, and take it."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    form = ReasonForm(request.POST or None, seen=found.version)
    return step_page(
        request,
        opened,
        form,
        words,
        lambda: act(
            complaint_id=found.complaint_id,
            reason=form.cleaned_data["reason"],
            seen_version=form.seen_version,
            by=opened.viewer,
            at=request.at,
        ),
    )


@employees(Permission.REGISTER_COMPLAINT)
def moment(request: DeskRequest, number: str) -> HttpResponse:
    """Ask since when a complaint counts, and correct it."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    form = CountsFromForm(request.POST or None, moment=found.expressed_at, seen=found.version)
    return step_page(
        request,
        opened,
        form,
        MOMENT,
        lambda: actions.change_moment(
            complaint_id=found.complaint_id,
            expressed_at=form.cleaned_data["moment"],
            reason=form.cleaned_data["reason"],
            seen_version=form.cleaned_data["seen"],
            by=opened.viewer,
            at=request.at,
        ),
    )


@employees(Permission.HANDLE_COMPLAINT)
@posted
def close(request: DeskRequest, number: str) -> HttpResponse:
    """Close a complaint whose answer the customer accepted, or was silent on."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    return carry_out(
        request,
        opened,
        lambda: actions.close_complaint(
            complaint_id=found.complaint_id,
            seen_version=whole_number(request.POST.get("seen", "")),
            by=opened.viewer,
            at=request.at,
        ),
        _("The complaint is closed. Until a year after our answer the customer may go further."),
    )


@employees(Permission.NOTE_WISH)
def accepted(request: DeskRequest, number: str) -> HttpResponse:
    """Ask in which contact the customer accepts the answer."""
    return _wish_page(request, number, ACCEPTED, actions.accept_answer)


@employees(Permission.NOTE_WISH)
def withdrawn(request: DeskRequest, number: str) -> HttpResponse:
    """Ask in which contact the customer takes its complaint back."""
    return _wish_page(request, number, WITHDRAWN, actions.withdraw_complaint)


def _wish_page(
    request: DeskRequest, number: str, words: StepWords, note: Callable[..., object]
) -> HttpResponse:
    """Ask in which contact the customer says so, and note it down."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    form = WishForm(request.POST or None, page=opened.page)
    return step_page(
        request,
        opened,
        form,
        words,
        lambda: note(
            complaint_id=found.complaint_id,
            wish_id=form.cleaned_data["wish"],
            by=opened.viewer,
            at=request.at,
        ),
    )
