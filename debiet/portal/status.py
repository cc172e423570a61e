"""How a question stands: found by number and code, judged and added to by whoever asked it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.cases.queries import PublicCase, PublicContact
from debiet.complaints import queries as complaints
from debiet.core.dates import latest_day
from debiet.core.errors import Refused
from debiet.portal import access, limits
from debiet.portal.access import OwnCase, Proof
from debiet.portal.complaint_forms import MakeComplaintForm
from debiet.portal.complaint_steps import standing
from debiet.portal.forms import AddForm, SolvedForm, StatusForm
from debiet.portal.show import own_page, page
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier, CaseState, tidy_number
from debiet.rules.complaints import ComplaintStep

REFUSED = {
    Proof.WRONG: _(
        "We found no question with this number and this code. Check both: they are in the mail "
        "that we sent you, and on the page you saw after asking."
    ),
    Proof.TOO_MANY: _(
        "There were many tries that did not succeed. Wait an hour and try again, or call us. Our "
        "number is on your invoice."
    ),
}
TOO_MUCH = _(
    "You added a lot within an hour. What you wrote is still here: send it an hour from now, or "
    "call us. Our number is on your invoice."
)
TOO_OFTEN = _(
    "You changed your answer many times within an hour. Wait an hour and try again, or call us. "
    "Our number is on your invoice."
)
WAYS = {
    Carrier.WEB_FORM: _("on this website"),
    Carrier.PORTAL: _("on this website"),
    Carrier.EMAIL: _("by e-mail"),
    Carrier.PHONE: _("by phone"),
    Carrier.COUNTER: _("at the counter"),
    Carrier.POST: _("by post"),
    Carrier.SMS: _("by text message"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a question stands, for the page.

    :param answer: our latest answer, None before it
    :param is_ours_to_move: something is owed: the question is not closed
    :param asks_verdict: whether to ask "is this solved?": there is an answer and nothing after it
    """

    answer: PublicContact | None
    is_closed: bool
    is_waiting: bool
    owed_on: date | None
    is_late: bool
    asks_verdict: bool


def progress(case: PublicCase, *, at: datetime) -> Progress:
    """Return where a question stands at a moment."""
    answers = [contact for contact in case.contacts if contact.is_answer]
    people = [contact for contact in case.contacts if not contact.is_automatic]
    return Progress(
        answer=answers[-1] if answers else None,
        is_closed=case.state == CaseState.RESOLVED,
        is_waiting=case.state == CaseState.WAITING,
        owed_on=latest_day(case.owed_at) if case.owed_at else None,
        is_late=case.owed_at is not None and at > case.owed_at,
        asks_verdict=bool(answers) and people[-1].is_ours,
    )


@own_page
def find(request: HttpRequest) -> HttpResponse:
    """Show the form for number and code, or go to the question they belong to."""
    form = StatusForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        number = form.cleaned_data["number"]
        code = form.cleaned_data["code"]
        proof = access.prove(request, number=number, code=code, at=timezone.now())
        if proof is Proof.RIGHT:
            return redirect("portal:status", number=tidy_number(number))
        form.add_error(None, REFUSED[proof])
        status = 429 if proof is Proof.TOO_MANY else 200
    return page(request, "find", {"form": form}, status=status)


@own_page
def link(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Take number and code from a mail, and go on to an address without the code.

    It always redirects: a page with a form may not be shown with this referrer policy, because
    browsers then send forms without their origin. Nothing is changed on the case.
    """
    proof = access.prove(request, number=number, code=code, at=timezone.now())
    if proof is Proof.RIGHT:
        response = redirect("portal:status", number=tidy_number(number))
    else:
        messages.error(request, REFUSED[proof])
        response = redirect("portal:find")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@own_page
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Show how a question stands and what was said."""
    return shown(request, access.case(request, number), AddForm())


@own_page
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add words to a question; a closed one opens again."""
    own = access.case(request, number)
    if request.method != "POST":
        return redirect("portal:status", number=own.case.number)
    at = timezone.now()
    keeper = access.keeper(request, by=own.visitor, at=at)
    form = AddForm(request.POST, request.FILES, keeper=keeper)
    if not form.is_valid():
        return shown(request, own, form)
    if limits.spent(limits.addition(own.case.number), at=at):
        form.add_error(None, TOO_MUCH)
        return shown(request, own, form, status=429)
    try:
        actions.add_words(
            case_id=own.case.case_id,
            text=form.cleaned_data["text"],
            files=form.cleaned_data["sent_files"],
            by=own.visitor,
            at=at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return shown(request, own, form)
    messages.success(request, _("We have what you added. We look at it together with the rest."))
    return redirect("portal:status", number=own.case.number)


@own_page
def solved(request: HttpRequest, number: str) -> HttpResponse:
    """Take the answer to "is this solved?"; only a click does this, never a link."""
    own = access.case(request, number)
    at = timezone.now()
    form = SolvedForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and limits.spent(limits.verdict(own.case.number), at=at):
        messages.error(request, TOO_OFTEN)
    elif form.is_valid():
        is_solved = form.cleaned_data["solved"] == "yes"
        try:
            actions.confirm_solved(
                case_id=own.case.case_id, is_solved=is_solved, by=own.visitor, at=at
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            access.remember_verdict(request, own, is_solved=is_solved)
    return redirect("portal:status", number=own.case.number)


@own_page
def leave(request: HttpRequest) -> HttpResponse:
    """Close all questions to this browser, for whoever uses a computer of others."""
    if request.method == "POST":
        access.forget(request)
        messages.success(request, _("Your question is no longer open on this device."))
    return redirect("portal:front")


def shown(
    request: HttpRequest,
    own: OwnCase,
    form: AddForm,
    *,
    complaining: MakeComplaintForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the status page: of a complaint with its three steps, else of a question.

    :param complaining: what was filled in to make a complaint of a question, which was not right
    """
    if form.is_bound:
        form.keep_files()
    at = timezone.now()
    complaint = complaints.own_complaint(viewer=own.visitor, at=at)
    is_complaint = complaint is not None and complaint.step is not ComplaintStep.NOT_A_COMPLAINT
    facts = {
        "case": own.case,
        "notices": cases.own_notices(viewer=own.visitor, at=at),
        "progress": progress(own.case, at=at),
        "verdict": own.verdict,
        "has_asked": own.has_asked,
        "contacts": [(contact, WAYS[contact.carrier]) for contact in own.case.contacts],
        "form": form,
    }
    if complaint is not None and is_complaint:
        facts |= {"complaint": complaint, "standing": standing(complaint, at=at)}
        return page(request, "complaint", facts, status=status)
    facts |= {
        "may_complain": may_complain(own),
        "complaint_form": complaining or MakeComplaintForm(),
    }
    return page(request, "status", facts, status=status)


def may_complain(own: OwnCase) -> bool:
    """Return whether a question can become a complaint here.

    Not where another one is handled in its place, and what the ombuds function has is beyond that.
    """
    return own.case.handled_in is None and own.case.compartment != Compartment.OMBUDS
