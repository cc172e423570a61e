"""Saying what another case is to this one, and taking it back."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions
from debiet.desk import access
from debiet.desk.access import DeskRequest, employees, posted
from debiet.desk.casework.forms import RelateForm
from debiet.desk.casework.pages import StepWords, carry_out, step_page
from debiet.rules.access import Permission
from debiet.rules.case_links import LinkSide

WORDS = StepWords(
    heading=_("Link to another case"),
    lead=(
        _("Both cases then show each other, and what they are to each other. Nothing moves."),
        _("Whoever may not see the other case is shown no link."),
    ),
    button=_("Link"),
    done=_("The two cases show each other now."),
    icon="link",
)


@employees(Permission.RELATE_CASES)
def relate(request: DeskRequest, number: str) -> HttpResponse:
    """Ask which other case, and what it is to this one."""
    opened = access.case(request, number)
    form = RelateForm(request.POST or None)
    return step_page(
        request,
        opened,
        form,
        WORDS,
        lambda: actions.relate_cases(
            case_id=opened.page.case_id,
            other_number=form.cleaned_data["other"],
            side=LinkSide(form.cleaned_data["side"]),
            by=opened.viewer,
            at=request.at,
        ),
    )


@employees(Permission.RELATE_CASES)
@posted
def unrelate(request: DeskRequest, number: str, link_id: int) -> HttpResponse:
    """Take a link back."""
    opened = access.case(request, number)
    return carry_out(
        request,
        opened,
        lambda: actions.unrelate_cases(
            case_id=opened.page.case_id, link_id=link_id, by=opened.viewer, at=request.at
        ),
        _("The link is gone."),
    )
