"""A complaint whose customer nothing in writing reaches: asking for an address, or refusing."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.complaints import actions
from debiet.desk import access
from debiet.desk.access import DeskRequest, OpenFile, employees
from debiet.desk.casework.pages import StepWords, step_page
from debiet.desk.complaints.forms import AddressForm
from debiet.desk.complaints.letter_form import is_told_last
from debiet.desk.complaints.looking import FIRST_LINE_OWES
from debiet.desk.complaints.pages import ask_reason, complaint_in
from debiet.desk.complaints.telling import letter_of_call
from debiet.rules.access import Permission

ADDRESS = StepWords(
    heading=_("Where does our answer reach the customer?"),
    lead=(
        _(
            "Nothing in writing reaches whoever complains. Until it does, no answer can leave, "
            "what is told by phone does not count as one, and the terms run on."
        ),
    ),
    button=_("Save"),
    done=_("Saved. Answers in this case go there from now on."),
)
UNKNOWN = StepWords(
    heading=_("Nobody knows who complains"),
    lead=(
        _(
            "A complaint of somebody unknown need not be treated. It is refused without a letter, "
            "and the case closes. Read it all the same: what went wrong, went wrong."
        ),
        _("Whoever complained may still say who it is, and go to the ombuds function for a year."),
    ),
    button=_("Refuse"),
    done=_("Refused: nobody knows who complains. The case is closed."),
    icon="flag",
)


@employees(Permission.EDIT_CASE)
def address(request: DeskRequest, number: str) -> HttpResponse:
    """Ask where an answer to a complaint arrives, and go on to the letter that was owed."""
    opened = access.case(request, number)
    found = complaint_in(opened)
    form = AddressForm(request.POST or None)
    is_told = found.step in FIRST_LINE_OWES and is_told_last(opened.page)
    return step_page(
        request,
        opened,
        form,
        ADDRESS,
        lambda: _save(request, opened, form),
        goes_on_to=letter_of_call(opened.page.number) if is_told else "",
    )


def _save(request: DeskRequest, opened: OpenFile, form: AddressForm) -> None:
    cases.tell_address(
        case_id=opened.page.case_id,
        email=form.cleaned_data["email"],
        address=form.cleaned_data["address"],
        by=opened.viewer,
        at=request.at,
    )


@employees(Permission.HANDLE_COMPLAINT)
def unknown(request: DeskRequest, number: str) -> HttpResponse:
    """Ask why a complaint of somebody unknown is not treated, and refuse it."""
    return ask_reason(request, number, UNKNOWN, actions.refuse_unknown)
