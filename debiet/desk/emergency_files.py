"""The files of a case that is open in an emergency: to be read for as long as it is open."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from debiet.core.errors import Refused
from debiet.desk.access import DeskRequest, employees
from debiet.desk.access_emergency import file
from debiet.files import queries as files
from debiet.rules.access import Permission
from debiet.web import downloads


@employees(Permission.BREAK_GLASS)
def download(request: DeskRequest, emergency_id: int, file_id: int) -> HttpResponseBase:
    """Hand out a file of what is open in an emergency."""
    info = file(request, emergency_id, file_id)
    try:
        return _kept_nowhere(downloads.attachment(info, files.handed_out(info)))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:emergency-open", emergency_id=emergency_id)


@employees(Permission.BREAK_GLASS)
def preview(request: DeskRequest, emergency_id: int, file_id: int) -> HttpResponseBase:
    """Show a picture of it small and drawn anew; nothing where it cannot be."""
    info = file(request, emergency_id, file_id)
    try:
        return _kept_nowhere(downloads.drawn(*files.preview(info)))
    except Refused:
        return HttpResponse(status=404)


def _kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "no-store, private"
    return response
