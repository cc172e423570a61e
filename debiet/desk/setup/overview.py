"""Everything that can be set up, on one page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.setup.subjects import GROUPS, open_to


@employees()
def overview(request: DeskRequest) -> HttpResponse:
    """Show what this employee may set up."""
    subjects = open_to(access.actor(request))
    if not subjects:
        raise PermissionDenied
    groups = [
        (heading, [(one, reverse(f"desk:{one.address}")) for one in subjects if one.group == group])
        for group, heading in GROUPS.items()
    ]
    facts = {"groups": [(heading, rows) for heading, rows in groups if rows]}
    return frame.show(request, "desk/setup/overview.html", facts, current="setup")
