"""What stands around every page of the desk: the worklists with their counts, and who is here."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from debiet.cases import queries as cases
from debiet.cases.queries import COUNT_BOUND, Scope, Worklist
from debiet.core.actor import Actor
from debiet.core.words import Words
from debiet.correspondence import queries as correspondence
from debiet.desk.access import DeskRequest
from debiet.rules.access import Permission
from debiet.staff import queries as staff

LISTS: dict[Worklist, tuple[Words, str]] = {
    Worklist.MINE: (_("My work"), "inbox"),
    Worklist.TEAM: (_("My team"), "people"),
    Worklist.AT_RISK: (_("Nearly too late"), "clock"),
    Worklist.BREACHED: (_("Too late"), "warn"),
    Worklist.UNASSIGNED: (_("Nobody's yet"), "mail"),
    Worklist.OPEN: (_("All open"), "speech"),
}
SMALL_BOUND = 100
"""What is counted to be put away by one person stops here."""


@dataclass(frozen=True, slots=True)
class Place:
    """The worklist that a case was opened from, so that the list stays beside it."""

    worklist: Worklist
    cursor: str = ""

    @property
    def query(self) -> str:
        """Return the place as the query of an address, from its question mark on."""
        values = {"list": str(self.worklist)} | ({"cursor": self.cursor} if self.cursor else {})
        return "?" + urlencode(values)

    @property
    def address(self) -> str:
        """Return the address of the list itself."""
        page = reverse("desk:worklist", args=[self.worklist])
        return page + (f"?{urlencode({'cursor': self.cursor})}" if self.cursor else "")

    @property
    def title(self) -> Words:
        """Return the name of the list."""
        return LISTS[self.worklist][0]


def place_of(request: DeskRequest) -> Place:
    """Return the place that an address carries, else the employee's own work."""
    named = request.GET.get("list", "")
    worklist = Worklist(named) if named in set(Worklist) else Worklist.MINE
    return Place(worklist, request.GET.get("cursor", "")[:400])


def scope_of(request: DeskRequest) -> Scope:
    """Return whose worklists are shown."""
    colleague = request.signed_in.colleague
    return Scope(colleague.employee_id, colleague.team_ids)


def navigation(request: DeskRequest, *, current: str) -> list[dict[str, Any]]:
    """Return the entries of the rail with their counts, bounded so that they stay quick."""
    viewer = request.signed_in.actor
    counts = cases.counts(scope=scope_of(request), viewer=viewer, at=request.at)
    items = [
        {
            "id": f"nav-{worklist}",
            "label": label,
            "url": reverse("desk:worklist", args=[worklist]),
            "icon": icon,
            "count": bounded(counts[worklist], COUNT_BOUND),
            "late": worklist is Worklist.BREACHED and counts[worklist] > 0,
            "current": current == worklist,
        }
        for worklist, (label, icon) in LISTS.items()
    ]
    return [*_first_items(viewer, counts, items, current), *_own_items(request, current=current)]


def _first_items(
    viewer: Actor, counts: dict[str, int], lists: list[dict[str, Any]], current: str
) -> list[dict[str, Any]]:
    """Return the worklists with the quick screen above and the calls to make below."""
    found = list(lists)
    if Permission.OPEN_CASE in viewer.permissions:
        found.insert(
            0,
            {
                "id": "nav-contact-new",
                "label": _("New contact"),
                "url": reverse("desk:contact-new"),
                "icon": "plus",
                "count": None,
                "current": current == "contact-new",
                "key": "c",
            },
        )
    if Permission.PROMISE_CALLBACK in viewer.permissions:
        found.append(
            {
                "id": "nav-callbacks",
                "label": _("Calls to make"),
                "url": reverse("desk:callbacks"),
                "icon": "undo",
                "count": bounded(counts[cases.CALLBACKS], COUNT_BOUND),
                "late": counts[cases.BROKEN_CALLBACKS] > 0,
                "current": current == cases.CALLBACKS,
            }
        )
    if Permission.SETTLE_RATING in viewer.permissions:
        found.append(
            {
                "id": "nav-ratings",
                "label": _("Not satisfied"),
                "url": reverse("desk:ratings"),
                "icon": "flag",
                "count": bounded(counts[cases.LOW_RATINGS], COUNT_BOUND),
                "current": current == cases.LOW_RATINGS,
            }
        )
    return found


def _own_items(request: DeskRequest, *, current: str) -> list[dict[str, Any]]:
    viewer = request.signed_in.actor
    items: list[tuple[str, Words, str, int | None]] = []
    if Permission.READ_NOTICES in viewer.permissions:
        employee_id = request.signed_in.colleague.employee_id
        told = staff.unread_notifications(employee_id, viewer=viewer, limit=SMALL_BOUND)
        items.append(("notices", _("Told to you"), "bell", len(told)))
    waiting = correspondence.to_do_counts(viewer=viewer, at=request.at, bound=SMALL_BOUND)
    for name, label, icon in (
        ("quarantine", _("Quarantine"), "shield"),
        ("letters", _("Letters in"), "letter"),
        ("print", _("Letters out"), "print"),
        ("calls", _("Phone calls"), "phone"),
    ):
        if name in waiting:
            items.append((name, label, icon, waiting[name]))
    if Permission.SEE_AUDIT in viewer.permissions:
        items.append(("proof", _("Proof"), "check", None))
    if Permission.SEE_RIGHTS in viewer.permissions:
        items.append(("rights", _("Privacy requests"), "hands", None))
    if Permission.SEE_RETENTION in viewer.permissions:
        items.append(("retention", _("Kept and erased"), "calendar", None))
    return [
        {
            "id": f"nav-{name}",
            "label": label,
            "url": reverse(f"desk:{name}"),
            "icon": icon,
            "count": None if count is None else bounded(count, SMALL_BOUND),
            "current": current == name,
            "apart": position == 0,
        }
        for position, (name, label, icon, count) in enumerate(items)
    ]


def bounded(count: int, bound: int) -> str:
    """Return a count as it is shown: "1000+" says that counting stopped there."""
    return f"{bound}+" if count >= bound else str(count)


def may(request: DeskRequest) -> dict[str, bool]:
    """Return what the employee may do, by the names of the permissions: `may.answer_case`."""
    return {permission.name.lower(): True for permission in request.signed_in.actor.permissions}


def show(
    request: DeskRequest,
    template: str,
    facts: dict[str, Any],
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return a page of the desk with everything that stands around it."""
    colleague = request.signed_in.colleague
    around = {
        "navigation": navigation(request, current=current),
        "current": current,
        "signed_in": {"name": colleague.name, "detail": colleague.organization},
        "may": may(request),
        "now": request.at,
        "outgoing_off": request.signed_in.is_outgoing_off,
        "listens_to_calls": bool(settings.CALLS_TOKENS)
        and Permission.RECORD_CALL in request.signed_in.actor.permissions,
    }
    return render(request, template, around | facts, status=status)


def case_address(request: DeskRequest, number: str) -> str:
    """Return the address of a case with the same list beside it."""
    return reverse("desk:case", args=[number]) + place_of(request).query
