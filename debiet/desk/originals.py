"""The mail behind a contact: its page as it was sent, cleaned, and the file as it came."""

import base64
import hashlib
from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.desk import access
from debiet.desk.access import DeskRequest, employees
from debiet.desk.mail_page import cleaned
from debiet.files import queries as files
from debiet.files.queries import FileInfo

STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; margin: 16px auto; max-width: 60rem; padding: 0 16px;
  color: #1a2b33; background: #fff; overflow-wrap: anywhere; }
table { border-collapse: collapse; } td, th { padding: 2px 6px; vertical-align: top; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid #9fb3bd; }
pre { white-space: pre-wrap; } .from { border-bottom: 1px solid #9fb3bd; padding-bottom: 12px; }
img { max-width: 100%; height: auto; }
.away { color: #5a3d00; background: #fff3d6; padding: 0 4px; } .where { color: #4a5a63; }
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
STYLE_TAG = mark_safe(f"<style>{STYLE}</style>")  # noqa: S308 (a constant of ours)
"""In the page itself: inside its sandbox it is of no site, so no file of ours may style it."""
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Nothing is loaded, nothing runs, nothing is sent; a link opens in a window of its own.

Pictures stand in the page itself: what its sandbox asks for comes without the employee's session.
"""
MAX_PICTURE_BYTES = 5 * 1024 * 1024
"""Of all pictures in a page, each as often as it stands there."""
MAX_DRAWN = 20
"""Different ones: drawing a large one anew takes a second."""


@employees()
def as_sent(request: DeskRequest, number: str, contact_id: int) -> HttpResponse:
    """Show a mail's page as its sender made it, without all that loads or acts."""
    opened = access.case(request, number)
    found = cases.mail_as_sent(contact_id, case_id=opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    # Cleaned just above: it holds only what the closed list lets through.
    page = mark_safe(cleaned(found.html, picture=_Pictures(found.pictures)))  # noqa: S308
    facts = {"mail": found, "page": page, "style": STYLE_TAG, "number": number}
    response = HttpResponse(render_to_string("desk/as_sent.html", facts, request))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


class _Pictures:
    """Holds the pictures of a mail, each drawn anew once; what is drawn is all that is shown."""

    def __init__(self, kept: Mapping[str, FileInfo]) -> None:
        self._kept, self._bytes_left = kept, MAX_PICTURE_BYTES
        self._drawn: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        may_draw = len(self._drawn) < MAX_DRAWN and self._bytes_left > 0
        if name in self._kept and name not in self._drawn and may_draw:
            self._drawn[name] = _drawn(self._kept[name])
        address = self._drawn.get(name, "")
        self._bytes_left -= len(address)
        return address if self._bytes_left >= 0 else ""


def _drawn(info: FileInfo) -> str:
    try:
        content, media_type = files.preview(info)
    except Refused:
        return ""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@employees()
def original(request: DeskRequest, number: str, contact_id: int) -> HttpResponse:
    """Hand out a mail byte for byte as it came."""
    opened = access.case(request, number)
    content = cases.original_mail(contact_id, case_id=opened.page.case_id, viewer=opened.viewer)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-{contact_id}.eml"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
