"""Saying that an incident is over, with its cases or without, and taking that back."""

from collections import Counter

from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _

from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.incidents.pages import HANDLE, page_of, refused, to_incident
from debiet.incidents import actions, queries
from debiet.rules.incidents import Closing

_SALT = "debiet.desk.incidents.closing"
VALID = 24 * 3600
"""A preview older than this many seconds is looked at anew."""


@employees(HANDLE)
def close(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Show what closing means for each case, or close as it was shown."""
    page, viewer = page_of(request, incident_id), access.actor(request)
    if request.method == "POST":
        return _close(request, incident_id)
    planned = queries.closing_preview(incident_id, viewer=viewer)
    closes = [one.line for one in planned if one.becomes is Closing.CLOSES]
    token = signing.dumps(
        [incident_id, page.version, {line.case_id: line.version for line in closes}],
        salt=_SALT,
        compress=True,
    )
    counts = Counter(one.becomes for one in planned)
    facts = {
        "incident": page,
        "token": token,
        "closes": closes,
        "stays": [one for one in planned if one.becomes in (Closing.NOT_TOLD, Closing.WROTE_SINCE)],
        "already": counts[Closing.CLOSED_ALREADY],
    }
    return frame.show(request, "desk/incidents/close.html", facts, current="incidents")


def _close(request: DeskRequest, incident_id: int) -> HttpResponse:
    try:
        seen_id, version, closes = signing.loads(
            request.POST.get("token", ""), salt=_SALT, max_age=VALID
        )
    except (signing.BadSignature, ValueError):
        seen_id, version, closes = None, 0, {}
    if seen_id != incident_id:
        version, closes = 0, {}
    wanted = closes if request.POST.get("cases") == "yes" else {}
    try:
        planned = actions.resolve_incident(
            incident_id=incident_id,
            seen_version=version,
            closes={int(case_id): seen for case_id, seen in wanted.items()},
            by=access.actor(request),
            at=request.at,
        )
    except Refused as refusal:
        refused(request, refusal)
        return to_incident(request, incident_id)
    words = _("It is over. %(count)s cases are being closed with it.") % {"count": planned}
    return to_incident(request, incident_id, words if planned else _("It is over."))


@employees(HANDLE)
def reopen(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Take back that an incident is over; the cases that nobody touched open again."""
    page = page_of(request, incident_id)
    if request.method != "POST":
        return to_incident(request, incident_id)
    try:
        actions.reopen_incident(
            incident_id=incident_id,
            seen_version=page.version,
            by=access.actor(request),
            at=request.at,
        )
    except Refused as refusal:
        refused(request, refusal)
        return to_incident(request, incident_id)
    return to_incident(request, incident_id, _("It is open again, and so are its cases."))
