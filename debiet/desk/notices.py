"""What an employee was told inside the desk, until it puts it away."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.core.errors import Refused
from debiet.core.references import parts
from debiet.core.words import Words
from debiet.desk import access, frame, labels, person_words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.labels_setup import ROLES
from debiet.rules.access import Permission, Role
from debiet.rules.sla import DUE
from debiet.staff import actions
from debiet.staff import told as told_to

TASK_NOTICES: dict[str, Words] = {
    "task.asked": gettext_lazy("Your team is asked something about it"),
    "task.answered": gettext_lazy("The other team answered"),
    "task.refused": gettext_lazy("The other team refused"),
    "task.disputed": gettext_lazy("Your team's answer is disputed"),
    "task.withdrawn": gettext_lazy("What your team was asked is withdrawn"),
}
OMBUDS_NOTICES: dict[str, Words] = {
    "ombuds.opened": gettext_lazy("The ombuds function has a new file"),
    "ombuds.wanted": gettext_lazy("The customer asks for the ombuds function"),
    "ombuds.asked": gettext_lazy("The ombuds function asks your team for an explanation"),
    "ombuds.late": gettext_lazy("Your team's explanation for the ombuds function is overdue"),
    "ombuds.explained": gettext_lazy("A department gave its explanation"),
    "ombuds.disputed": gettext_lazy(
        "It was called a question. The ombuds function asks to look again: is it a complaint?"
    ),
}
REVIEW_NOTICES: dict[str, Words] = {
    "review.asked": gettext_lazy("A body of the second line asks something about it"),
    "review.near": gettext_lazy("The term that the second line gave is nearly used up"),
    "review.late": gettext_lazy("The term that the second line gave is over"),
}

PLAIN_NOTICES: dict[str, Words] = (
    TASK_NOTICES
    | OMBUDS_NOTICES
    | REVIEW_NOTICES
    | {
        "case.undelivered": gettext_lazy("A message to the customer could not be delivered"),
        "case.sent-on-paper": gettext_lazy(
            "An e-mail to the customer came back; the same words go by letter"
        ),
        "case.letter-rejected": gettext_lazy(
            "The printer did not post a letter; it waits for the next batch"
        ),
        "case.callback-missed": gettext_lazy("A promised call was not made within its window"),
        "complaint.letter-waits": gettext_lazy("A letter waits for you as the second person"),
        "complaint.letter-back": gettext_lazy("Your letter came back with a remark"),
        "case.woken": gettext_lazy("It was put aside and is back"),
        "case.follow-up": gettext_lazy("You meant to look at it again"),
        "return.due": gettext_lazy(
            "The return on the complaints of the year before is owed before 10 February"
        ),
        "customer.locked": gettext_lazy(
            "Somebody failed five times within an hour to prove to be one and the same customer"
        ),
    }
)
HOUSE_NAMES: dict[str, Words] = {
    "employee.last-admin": gettext_lazy("Roles"),
    "employee.role-waits": gettext_lazy("Roles"),
}
HOUSE_PAGES = dict.fromkeys(HOUSE_NAMES, "desk:setup-roles")
HOUSE_NAMES["return.due"] = gettext_lazy("Returns on complaints")
HOUSE_PAGES["return.due"] = "desk:complaint-returns"
UNJUDGED_LATE = "emergency.unjudged-late"
NAMED_NOTICES: dict[str, Words] = {
    "emergency.opened": gettext_lazy("%(name)s opened something that it may not see"),
    UNJUDGED_LATE: gettext_lazy(
        "What %(name)s opened in an emergency should have been judged by now"
    ),
    "emergency.unjudged": gettext_lazy(
        "What %(name)s opened in an emergency is to be judged within a day"
    ),
    "employee.last-admin": gettext_lazy(
        "%(name)s should have left, but is the only admin: make somebody else one"
    ),
    "emergency.tried": gettext_lazy(
        "%(name)s tried to open something of the ombuds office in an emergency"
    ),
}
"""What says of whom it is, and no more."""
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
            words=_words(one.kind, one.facts),
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


def _words(kind: str, facts: dict[str, object]) -> str:
    if kind == "case.level":
        return _("%(level)s %% of the term is used up: %(milestone)s") % {
            "level": facts["level"],
            "milestone": labels.word(facts["milestone"], "milestone"),
        }
    if kind == "quarantine.level":
        return _("%(level)s %% of its term is used up: somebody must look at it") % {
            "level": facts["level"]
        }
    if kind in PLAIN_NOTICES:
        return str(PLAIN_NOTICES[kind])
    if kind == "task.level":
        return _("%(level)s %% of the term of an internal task is used up") % {
            "level": facts["level"]
        }
    if kind == "customer.close-file":
        return _("Somebody opened a customer's file: %(bond)s") % {
            "bond": person_words.word(facts["bond"], "bond")
        }
    if kind == "emergency.unjudged" and facts["is_late"]:
        kind = UNJUDGED_LATE
    if kind in NAMED_NOTICES:
        return str(NAMED_NOTICES[kind]) % {"name": facts["name"]}
    if kind == "employee.role-waits":
        return _("%(name)s would get a role; a second person must agree: %(role)s") % {
            "name": facts["name"],
            "role": ROLES[Role(str(facts["role"]))],
        }
    if kind == "text.waits":
        return _("A second person must approve a text: %(language)s") % {
            "language": labels.word(facts["language"], "text-language")
        }
    if kind == "employee.left":
        count = int(str(facts["count"]))
        return ngettext(
            "%(name)s works here no longer; %(count)s open case has nobody now",
            "%(name)s works here no longer; %(count)s open cases have nobody now",
            count,
        ) % {"name": facts["name"], "count": count}
    if kind == "case.low-rating":
        return _("The customer was not satisfied: %(score)s of 5") % {"score": facts["score"]}
    return kind


def _tone(kind: str, facts: dict[str, object]) -> str:
    soon = ("case.sent-on-paper", "case.woken", "case.follow-up", "review.asked", "review.near")
    if kind in (*soon, *TASK_NOTICES, *WAITING) or facts.get("is_late") is False:
        return "soon"
    level = facts.get("level")
    return "soon" if isinstance(level, int) and level < DUE else "late"
