"""What is told by phone or at a counter in a complaint goes on to the letter that confirms it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.complaints import queries as complaints
from debiet.core.actor import Actor
from debiet.desk import access
from debiet.desk.access import DeskRequest
from debiet.rules.cases import Direction

NO_ANSWER_YET = gettext_lazy(
    "What you told is no answer yet: nothing in writing reaches the customer. Ask where to send "
    "the letter that confirms it."
)


def waits_for_letter(
    number: str, *, direction: Direction = Direction.OUT, is_substantive: bool, viewer: Actor
) -> bool:
    """Return whether what is told in a case answers a complaint once a letter confirmed it."""
    is_answer = direction is Direction.OUT and is_substantive
    return is_answer and complaints.is_with_first_line(number, viewer=viewer)


def go_confirm(request: DeskRequest, number: str) -> HttpResponse:
    """Go on to the letter that confirms what was told last, filled in.

    Where nothing in writing reaches the customer, on to where it is asked for first.
    """
    if not reaches(request, number):
        messages.warning(request, _("It is written down. ") + str(NO_ANSWER_YET))
        return redirect("desk:complaint-address", number=number)
    words = _("It is written down. What you told is an answer once this letter has left.")
    messages.info(request, words)
    return redirect(letter_of_call(number))


def letter_of_call(number: str) -> str:
    """Return the address of the letter that confirms what was told last."""
    return reverse("desk:complaint-letter", args=[number]) + "?confirms=call"


def reaches(request: DeskRequest, number: str) -> bool:
    """Return whether something in writing reaches the customer of a case."""
    return access.case(request, number).page.ways.written is not None
