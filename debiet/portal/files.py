"""The files of somebody's own question, to be saved."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from debiet.core.errors import Refused
from debiet.files import queries as files
from debiet.portal import access
from debiet.portal.show import own_page
from debiet.web import downloads


@own_page
def download(request: HttpRequest, number: str, file_id: int) -> HttpResponseBase:
    """Hand out a file of the visitor's own question."""
    own = access.case(request, number)
    info = access.file(request, own, file_id)
    try:
        return downloads.attachment(info, files.handed_out(info))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:status", number=own.case.number)
