"""Files that employees opened of themselves, a housemate, a relative or a colleague."""

from django.http import HttpResponse

from debiet.customers import queries
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.rules.access import Permission


@employees(Permission.SEE_AUDIT)
def close_looks(request: DeskRequest) -> HttpResponse:
    """List them, newest first, with what was said."""
    found = queries.close_looks(viewer=access.actor(request))
    return frame.show(request, "desk/close_looks.html", {"looks": found}, current="close-looks")
