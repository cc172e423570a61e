"""The sheet of keys as a page, for who opens it without scripts."""

from django.http import HttpResponse

from debiet.desk import frame
from debiet.desk.access import DeskRequest, employees


@employees()
def keys(request: DeskRequest) -> HttpResponse:
    """Show every key of the desk."""
    return frame.show(request, "desk/keys.html", {}, current="keys")
