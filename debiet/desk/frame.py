"""What stands around every page of the desk: the worklists with their counts, and who is here."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.cases import queries as cases
from debiet.cases.queries import COUNT_BOUND, Scope, Worklist
from debiet.core.actor import Actor
from debiet.core.counting import counts_of
from debiet.core.words import Words
from debiet.correspondence import queries as correspondence
from debiet.desk.access import DeskRequest
from debiet.desk.setup import subjects
from debiet.rules.access import Permission
from debiet.rules.complaints import Regime
from debiet.staff import told
from debiet.web.keys import KEYS

LISTS: dict[Worklist, tuple[Words, str]] = {
    Worklist.MINE: (_("My work"), "inbox"),
    Worklist.TEAM: (_("My team"), "people"),
    Worklist.AT_RISK: (_("Nearly too late"), "clock"),
    Worklist.BREACHED: (_("Too late"), "warn"),
    Worklist.UNASSIGNED: (_("Nobody's yet"), "mail"),
    Worklist.OPEN: (_("All open"), "speech"),
    Worklist.ASIDE: (_("Put aside"), "pause"),
}
REGIMES: tuple[tuple[str, Words], ...] = (
    ("", pgettext_lazy("of cases", "All")),
    (Regime.ORDINARY, _("Questions")),
    (Regime.COMPLAINT, _("Complaints")),
    (Regime.OMBUDS, _("Ombuds files")),
)
WITHOUT = "without"
"""A list without the cases of any incident."""
NOTICES = "notices"
SMALL_BOUND = 100
"""What is counted to be put away by one person stops here."""


@dataclass(frozen=True, slots=True)
class Place:
    """The worklist that a case was opened from, so that the list stays beside it."""

    worklist: Worklist
    cursor: str = ""
    incidents: str = ""
    regime: str = ""

    @property
    def query(self) -> str:
        """Return the place as the query of an address, from its question mark on."""
        return "?" + urlencode({"list": str(self.worklist)} | self._narrowed)

    @property
    def address(self) -> str:
        """Return the address of the list itself."""
        page = reverse("desk:worklist", args=[self.worklist])
        return page + (f"?{urlencode(self._narrowed)}" if self._narrowed else "")

    @property
    def _narrowed(self) -> dict[str, str]:
        """Return what of the list is shown, if not its beginning and all of it."""
        values = {"cursor": self.cursor, "incidents": self.incidents, "regime": self.regime}
        return {name: value for name, value in values.items() if value}

    @property
    def narrowed(self) -> str:
        """Return what the list is narrowed to, as the query of an address."""
        return urlencode({k: v for k, v in self._narrowed.items() if k != "cursor"})

    @property
    def elsewhere(self) -> list[tuple[str, Words, str]]:
        """Return by which regimes the list can be narrowed: code, words and address."""
        start = replace(self, cursor="")
        return [(code, words, replace(start, regime=code).address) for code, words in REGIMES]

    @property
    def title(self) -> Words:
        """Return the name of the list."""
        return LISTS[self.worklist][0]


def place_of(request: DeskRequest) -> Place:
    """Return the place that an address carries, else the employee's own work."""
    named = request.GET.get("list", "")
    worklist = Worklist(named) if named in set(Worklist) else Worklist.MINE
    cursor = request.GET.get("cursor", "")[:400]
    return Place(worklist, cursor, incidents_of(request), regime_of(request))


def incidents_of(request: DeskRequest) -> str:
    """Return which cases of incidents a list shows: "" for all, `without`, or one incident's id."""
    named = request.GET.get("incidents", "")[:12]
    return named if named == WITHOUT or named.isdecimal() else ""


def regime_of(request: DeskRequest) -> str:
    """Return by which rules the cases of a list are answered: "" for all of them."""
    named = request.GET.get("regime", "")
    return named if named in set(Regime) else ""


def scope_of(request: DeskRequest) -> Scope:
    """Return whose worklists are shown."""
    colleague = request.signed_in.colleague
    return Scope(colleague.employee_id, colleague.team_ids)


def navigation(request: DeskRequest, *, current: str) -> list[dict[str, Any]]:
    """Return the entries of the rail with their counts, bounded so that they stay quick."""
    viewer = request.signed_in.actor
    counts = counts_of(_counted(request))
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
    return [
        *_first_items(viewer, counts, items, current),
        *_own_items(viewer, counts, current=current),
    ]


def _counted(request: DeskRequest) -> dict[str, Any]:
    """Return all that the rail counts, so that it is counted in one statement."""
    viewer, at = request.signed_in.actor, request.at
    listed: dict[str, Any] = {
        **cases.counted(scope=scope_of(request), viewer=viewer, at=at),
        **correspondence.to_do(viewer=viewer, at=at, bound=SMALL_BOUND),
        **cases.to_judge(viewer=viewer, at=at, bound=SMALL_BOUND),
    }
    if Permission.READ_NOTICES in viewer.permissions:
        employee_id = request.signed_in.colleague.employee_id
        listed[NOTICES] = told.unread(employee_id, viewer=viewer, bound=SMALL_BOUND)
    return listed


_MORE_LISTS = (
    (cases.ABSENT, _("Of absent colleagues"), "out", Permission.SEE_BOARD, cases.ABSENT),
    (
        cases.CALLBACKS,
        _("Calls to make"),
        "undo",
        Permission.PROMISE_CALLBACK,
        cases.BROKEN_CALLBACKS,
    ),
    (
        cases.FOLLOW_UPS,
        _("To look at again"),
        "calendar",
        Permission.SNOOZE_CASE,
        cases.DUE_FOLLOW_UPS,
    ),
    (cases.TASKS, _("Asked of my team"), "hands", Permission.ASK_TASK, cases.LATE_TASKS),
    (cases.LOW_RATINGS, _("Not satisfied"), "flag", Permission.SETTLE_RATING, None),
)
"""The lists below the worklists: what each is called, who has it, and what of it is late."""


def _first_items(
    viewer: Actor, counts: dict[str, int], lists: list[dict[str, Any]], current: str
) -> list[dict[str, Any]]:
    """Return the worklists with the quick screen above and the calls to make below."""
    new: list[dict[str, Any]] = []
    if Permission.OPEN_CASE in viewer.permissions:
        new = [
            _item("contact-new", _("New contact"), "plus", current)
            | {"key": KEYS["new-contact"].press}
        ]
    more = [
        _item(name, label, icon, current)
        | {
            "count": bounded(counts[name], COUNT_BOUND),
            "late": bool(late and counts[late]),
        }
        for name, label, icon, permission, late in _MORE_LISTS
        if permission in viewer.permissions and (name != cases.ABSENT or counts[name])
    ]
    if Permission.HANDLE_COMPLAINT in viewer.permissions:
        more.append(_item("complaints", _("Complaints"), "flag", current))
    if Permission.HANDLE_OMBUDS in viewer.permissions:
        more.append(_item("ombuds", _("Ombuds function"), "shield", current))
    if Permission.HANDLE_INCIDENT in viewer.permissions:
        more.append(_item("incidents", _("Incidents"), "warn", current))
    return [*new, *lists, *more]


def _item(name: str, label: Words, icon: str, current: str) -> dict[str, Any]:
    """Return an entry of the rail for a page of its own."""
    return {
        "id": f"nav-{name}",
        "label": label,
        "url": reverse(f"desk:{name}"),
        "icon": icon,
        "count": None,
        "current": current == name,
    }


def _own_items(viewer: Actor, counts: dict[str, int], *, current: str) -> list[dict[str, Any]]:
    items: list[tuple[str, Words, str, int | None]] = []
    for name, label, icon in (
        (NOTICES, _("Told to you"), "bell"),
        ("quarantine", _("Quarantine"), "shield"),
        ("letters", _("Letters in"), "letter"),
        ("print", _("Letters out"), "print"),
        ("calls", _("Phone calls"), "phone"),
    ):
        if name in counts:
            items.append((name, label, icon, counts[name]))
    if Permission.SEE_BOARD in viewer.permissions:
        items.append(("board", _("Team board"), "more", None))
    if Permission.SET_ASSIGNMENT in viewer.permissions:
        items.append(("assignment", _("Who gets new cases"), "hands", None))
    if Permission.RECORD_ABSENCE in viewer.permissions:
        items.append(("absences", _("Absence"), "calendar", None))
    if Permission.SEE_MOVES in viewer.permissions:
        items.append(("moves", _("Moving clocks"), "clock", None))
    if Permission.EDIT_CUSTOMERS in viewer.permissions:
        items.append(("duplicates", _("Perhaps one customer"), "people", None))
    if Permission.READ_KNOWLEDGE in viewer.permissions:
        items.append(("knowledge", _("Knowledge"), "note", None))
    if Permission.BREAK_GLASS in viewer.permissions:
        items.append(("emergency", _("Open in an emergency"), "warn", None))
    if Permission.SEE_AUDIT in viewer.permissions:
        waiting = counts.get(cases.EMERGENCIES)
        items.append(("emergencies", _("Opened in an emergency"), "eye", waiting))
        items.append(("close-looks", _("Files of somebody close"), "eye", None))
        items.append(("proof", _("Proof"), "check", None))
    if Permission.SEE_RIGHTS in viewer.permissions:
        items.append(("rights", _("Privacy requests"), "hands", None))
    if Permission.SEE_RETENTION in viewer.permissions:
        items.append(("retention", _("Kept and erased"), "calendar", None))
    if subjects.open_to(viewer):
        items.append(("setup", _("Setting up"), "pen", None))
    shown = [
        _item(name, label, icon, current)
        | {
            "count": None if count is None else bounded(count, SMALL_BOUND),
            "late": name == cases.EMERGENCIES and bool(counts.get(cases.LATE_EMERGENCIES)),
        }
        for name, label, icon, count in items
    ]
    return _folded(shown)


_SELDOM = frozenset(
    {
        "assignment", "absences", "moves", "duplicates", "emergency", "emergencies", "proof",
        "rights", "retention", "close-looks", "setup",
    }
)  # fmt: skip
"""Pages that nobody opens all day: they stand behind one line, open while one of them is shown."""
_FEW = 2


def _folded(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seldom = [
        item
        for item in items
        # What waits for somebody is not folded away.
        if item["id"].removeprefix("nav-") in _SELDOM and item["count"] in (None, "0")
    ]
    if len(seldom) <= _FEW:
        seldom = []
    first = [item for item in items if item not in seldom]
    for item in first[:1]:
        item["apart"] = True
    more = {
        "label": _("More pages"),
        "pages": seldom,
        "open": any(item["current"] for item in seldom),
        "apart": not first,
    }
    return [*first, more] if seldom else first


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
