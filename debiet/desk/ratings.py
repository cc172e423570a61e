"""Low scores as complaints that nobody registered: looked at by who leads, and settled."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.rules.access import Permission
from debiet.rules.rating import Settled


@employees(Permission.SETTLE_RATING)
def ratings(request: DeskRequest) -> HttpResponse:
    """Show the low scores that nobody settled, oldest first."""
    found = cases.low_ratings(viewer=access.actor(request), limit=frame.SMALL_BOUND)
    facts = {"low": found, "is_cut": len(found) == frame.SMALL_BOUND}
    return frame.show(request, "desk/ratings.html", facts, current="ratings")


@employees(Permission.SETTLE_RATING)
def settle(request: DeskRequest, rating_id: int) -> HttpResponse:
    """Make a complaint of a low score, or say why it is none."""
    as_what = request.POST.get("as", "")
    if request.method != "POST" or as_what not in set(Settled):
        return redirect("desk:ratings")
    try:
        actions.settle_rating(
            rating_id=rating_id,
            as_what=Settled(as_what),
            reason=request.POST.get("reason", "")[:1000],
            by=access.actor(request, purpose="rating"),
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        done = {
            Settled.COMPLAINT: _("It is a complaint now, and the case is open again."),
            Settled.DISMISSED: _("It is no complaint. The reason stands on the case as a note."),
        }
        messages.success(request, done[Settled(as_what)])
    return redirect("desk:ratings")
