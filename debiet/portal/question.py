"""Asking a question, and the page that says what becomes of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.cases.actions import TakeOutcome
from debiet.core.actor import Actor
from debiet.core.dates import latest_day
from debiet.core.errors import Refused
from debiet.portal import access, limits
from debiet.portal.forms import QuestionForm
from debiet.portal.show import open_page, own_page, page
from debiet.rules.cases import spoken_code, tidy_number
from debiet.terms import queries as terms

TOO_MANY = _(
    "Many questions came from your internet connection within an hour. What you wrote is still "
    "here: send it an hour from now, or call us. Our number is on your invoice."
)


@open_page
def ask(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or take in what somebody asks."""
    at = timezone.now()
    form = QuestionForm()
    if request.method == "POST":
        keeper = access.keeper(request, by=access.visitor(), at=at)
        form = QuestionForm(request.POST, request.FILES, keeper=keeper)
    status = 200
    if form.is_valid():
        if limits.spent(limits.question(request), at=at):
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            try:
                outcome = actions.ask_question(
                    question=form.question(language=(get_language() or "nl")[:2]),
                    by=access.visitor(),
                    at=at,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _taken(request, form, outcome)
    if form.is_bound:
        form.keep_files()
    facts = {
        "form": form,
        "promises": terms.promises(at=at),
        "notices": cases.public_notices(at=at),
    }
    return page(request, "ask", facts, status=status)


def _taken(request: HttpRequest, form: QuestionForm, outcome: TakeOutcome) -> HttpResponseBase:
    told = (
        cases.status_code_of(viewer=Actor.visitor(outcome.case_id))
        if outcome.case_id is not None
        else None
    )
    if told is None:
        # Kept, but no case could be made of it. Reloading this page finds the same again.
        return own_page(page)(request, "kept", {"sent": form.cleaned_data})
    number, code = told
    access.remember(request, number=number, code=code, has_asked=True)
    return redirect("portal:asked", number=number)


@own_page
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """Show number, code, term, what happens next and a copy, to the browser that just asked."""
    own = access.case(request, tidy_number(number))
    if not own.has_asked:
        raise Http404
    return page(
        request,
        "asked",
        {
            "case": own.case,
            "notices": cases.own_notices(viewer=own.visitor, at=timezone.now()),
            "code": spoken_code(own.code),
            "owed_on": latest_day(own.case.owed_at) if own.case.owed_at else None,
            "sent": next(contact for contact in own.case.contacts if not contact.is_ours),
        },
    )
