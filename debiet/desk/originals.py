"""The mail behind a contact: its page as it was sent, cleaned, and the file as it came."""

import base64
import hashlib

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from debiet.cases import queries as cases
from debiet.desk import access
from debiet.desk.access import DeskRequest, employees
from debiet.desk.mail_page import cleaned

STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; margin: 16px auto; max-width: 60rem; padding: 0 16px;
  color: #1a2b33; background: #fff; overflow-wrap: anywhere; }
table { border-collapse: collapse; } td, th { padding: 2px 6px; vertical-align: top; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid #9fb3bd; }
pre { white-space: pre-wrap; } .from { border-bottom: 1px solid #9fb3bd; padding-bottom: 12px; }
.away { color: #5a3d00; background: #fff3d6; padding: 0 4px; } .where { color: #4a5a63; }
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
STYLE_TAG = mark_safe(f"<style>{STYLE}</style>")  # noqa: S308 (a constant of ours)
"""In the page itself: inside its sandbox it is of no site, so no file of ours may style it."""
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Nothing is loaded, nothing runs, nothing is sent; a link opens in a window of its own."""


@employees()
def as_sent(request: DeskRequest, number: str, contact_id: int) -> HttpResponse:
    """Show a mail's page as its sender made it, without all that loads or acts."""
    opened = access.case(request, number)
    found = cases.mail_as_sent(contact_id, case_id=opened.page.case_id, viewer=opened.viewer)
    if found is None:
        raise Http404
    # Cleaned just above: it holds only what the closed list lets through.
    page = mark_safe(cleaned(found.html)) if found.html else ""  # noqa: S308
    facts = {"mail": found, "page": page, "style": STYLE_TAG, "number": number}
    response = HttpResponse(render_to_string("desk/as_sent.html", facts, request))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


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
