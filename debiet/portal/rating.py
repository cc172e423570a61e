"""How did we do? Asked after a question was closed; opening a link changes nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.portal import access, limits
from debiet.portal.access import OwnCase, Proof
from debiet.portal.forms import RatingForm
from debiet.portal.show import own_page, page
from debiet.portal.status import REFUSED
from debiet.rules.cases import CaseState, tidy_number
from debiet.rules.rating import LOW, SCORES

WORDS = {
    1: _("Very badly"),
    2: _("Badly"),
    3: _("Neither well nor badly"),
    4: _("Well"),
    5: _("Very well"),
}
TOO_OFTEN = _(
    "You changed your answer many times within an hour. Wait an hour and try again, or call us. "
    "Our number is on your invoice."
)


@own_page
def link(request: HttpRequest, number: str, code: str, score: int = 0) -> HttpResponse:
    """Take number and code from a mail or letter, and go on to an address without the code.

    Mail programs open links to look at them: the score of the link is only shown as chosen.
    """
    proof = access.prove(request, number=number, code=code, at=timezone.now())
    if proof is Proof.RIGHT:
        chosen = f"?score={score}" if score in SCORES else ""
        response = redirect(reverse("portal:rate", args=[tidy_number(number)]) + chosen)
    else:
        messages.error(request, REFUSED[proof])
        response = redirect("portal:find")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@own_page
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how it went, and take the one click that says it."""
    own, at = access.case(request, number), timezone.now()
    if request.method != "POST":
        return _shown(request, own, RatingForm())
    form = RatingForm(request.POST)
    if form.is_valid() and limits.spent(limits.rating(own.case.number), at=at):
        form.add_error(None, TOO_OFTEN)
        return _shown(request, own, form, status=429)
    if form.is_valid():
        try:
            actions.rate_case(
                case_id=own.case.case_id,
                score=form.cleaned_data["score"],
                words=form.cleaned_data["words"],
                by=own.visitor,
                at=at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("portal:rate", number=own.case.number)
    return _shown(request, own, form)


def _shown(
    request: HttpRequest, own: OwnCase, form: RatingForm, *, status: int = 200
) -> HttpResponse:
    closed_at = own.case.resolved_at
    given = (
        cases.own_rating(closed_at=closed_at, viewer=own.visitor, at=timezone.now())
        if closed_at
        else None
    )
    if given is not None and not form.is_bound:
        form = RatingForm(initial={"words": given.words})
    chosen = str(given.score) if given else request.GET.get("score", "")
    facts = {
        "case": own.case,
        "form": form,
        "given": given,
        "given_words": WORDS[given.score] if given else "",
        "is_low": given is not None and given.score <= LOW,
        "is_closed": own.case.state == CaseState.RESOLVED,
        "scores": [
            (score, words, str(score) == chosen) for score, words in reversed(WORDS.items())
        ],
        "chosen_words": WORDS.get(int(chosen)) if chosen in map(str, SCORES) else "",
        "chosen": chosen,
    }
    return page(request, "rate", facts, status=status)
