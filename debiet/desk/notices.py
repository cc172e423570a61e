"""What an employee was told inside the desk, until it puts it away."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.errors import Refused
from debiet.core.references import parts
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.notice_words import TASK_NOTICES, said
from debiet.rules.access import Permission
from debiet.rules.sla import DUE
from debiet.staff import actions
from debiet.staff import told as told_to

HOUSE_NAMES: dict[str, Words] = {
    "employee.last-admin": gettext_lazy("Roles"),
    "employee.role-waits": gettext_lazy("Roles"),
}
HOUSE_PAGES = dict.fromkeys(HOUSE_NAMES, "desk:setup-roles")
HOUSE_NAMES["return.due"] = gettext_lazy("Returns on complaints")
HOUSE_PAGES["return.due"] = "desk:complaint-returns"
WAITING = ("employee.role-waits", "text.waits")
"""What is told of the house itself leads to where something can be done about it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something told, in words."""

    notification_id: int
    words: Words
    tone: str
    name: Words
    address: str
    happened_at: datetime


@employees(Permission.READ_NOTICES)
def notices(request: DeskRequest) -> HttpResponse:
    """Show what is not put away yet, newest first."""
    told = told_to.unread_notifications(
        request.signed_in.colleague.employee_id,
        viewer=request.signed_in.actor,
        limit=frame.SMALL_BOUND,
    )
    found = [
        Notice(
            notification_id=one.pk,
            words=said(one.kind, one.facts),
            tone=_tone(one.kind, one.facts),
            name=HOUSE_NAMES.get(one.kind) or one.facts.get("title") or _name(one.about),
            address=_address(one.kind, one.about, one.facts),
            happened_at=one.happened_at,
        )
        for one in told
    ]
    return frame.show(request, "desk/notices.html", {"notices": found}, current="notices")


@employees(Permission.READ_NOTICES)
def put_away(request: DeskRequest, notification_id: int) -> HttpResponse:
    """Put one away."""
    if request.method == "POST":
        try:
            actions.put_notification_away(
                notification_id=notification_id, by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            raise Http404 from refusal
    return redirect("desk:notices")


def _name(about: str) -> Words:
    kind, identity = parts(about)
    return {
        "raw": _("A held message"),
        "case": identity,
        "opening": _("Files of somebody close"),
        "employee": _("Open cases"),
        "emergency": _("Opened in an emergency"),
        "ombuds-question": _("Explanations"),
    }.get(kind, "")


def _address(told: str, about: str, facts: dict[str, object]) -> str:
    kind, identity = parts(about)
    if told == "emergency.tried":
        return ""
    if kind == "clause-version":
        return reverse("desk:text", args=[facts["code"]])
    if told in HOUSE_PAGES:
        return reverse(HOUSE_PAGES[told])
    if kind == "opening":
        return reverse("desk:close-looks")
    if kind == "ombuds-question":
        return reverse("desk:explanations")
    if kind == "emergency":
        return reverse("desk:emergencies")
    if kind == "employee":
        return f"{reverse('desk:board-cases')}?assignee={identity}"
    page = {"raw": "desk:held", "case": "desk:case"}.get(kind)
    return reverse(page, args=[identity]) if page else ""


def _tone(kind: str, facts: dict[str, object]) -> str:
    soon = ("case.sent-on-paper", "case.woken", "case.follow-up", "review.asked", "review.near")
    if kind in (*soon, *TASK_NOTICES, *WAITING) or facts.get("is_late") is False:
        return "soon"
    level = facts.get("level")
    return "soon" if isinstance(level, int) and level < DUE else "late"
