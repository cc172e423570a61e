"""The files of a case: to save, and pictures to look at."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.files import queries as files
from debiet.web import downloads


@employees()
def download(request: DeskRequest, number: str, file_id: int) -> HttpResponseBase:
    """Hand out a file of a case, to be saved."""
    info = access.file(request, access.case(request, number), file_id)
    try:
        return downloads.attachment(info, files.handed_out(info))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(frame.case_address(request, number))


@employees()
def preview(request: DeskRequest, number: str, file_id: int) -> HttpResponseBase:
    """Show a picture of a case small and drawn anew; nothing where it cannot be."""
    info = access.file(request, access.case(request, number), file_id)
    try:
        return downloads.drawn(*files.preview(info))
    except Refused:
        return HttpResponse(status=404)
