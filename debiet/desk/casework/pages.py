"""One page for each step of case work: a heading, what it means, a form, one button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, OpenFile
from debiet.desk.doing import is_done
from debiet.desk.forms import Form


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a page of a step says.

    :param lead: what the step does, a paragraph each
    :param done: said on the case page once it is done
    """

    heading: Words
    button: Words
    done: Words
    lead: Sequence[Words] = ()
    icon: str = "check"


def step_page(
    request: DeskRequest,
    opened: OpenFile,
    form: Form,
    words: StepWords,
    carry_out: Callable[[], object],
    *,
    template: str = "desk/casework/step.html",
    goes_on_to: str = "",
    **facts: object,
) -> HttpResponse:
    """Show a step's form, or carry it out and return to the case, or go on to another page."""
    if form.is_valid() and is_done(form, carry_out):
        messages.success(request, str(words.done))
        return redirect(goes_on_to or frame.case_address(request, opened.page.number))
    shown = {"case": opened.page, "form": form, "words": words, "place": frame.place_of(request)}
    return frame.show(request, template, shown | facts)


def carry_out(
    request: DeskRequest, opened: OpenFile, act: Callable[[], object], done: Words
) -> HttpResponse:
    """Carry a step out that asks nothing, and return to the case with what happened in words."""
    try:
        act()
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return redirect(frame.case_address(request, opened.page.number))
