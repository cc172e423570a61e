"""Reads the ledgers of the documentation, and makes entries for tests in the same words."""

import re

from debiet.rules.day_terms import DayCalendar
from debiet.rules.sla import (
    Entry,
    EntryKind,
    Milestone,
    OnReopen,
    PauseReason,
    Target,
    Term,
    TermUnit,
    clock_state,
)
from tests.rules.worked import HOLIDAYS, WORKDAYS, moment, office

_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"
_ENTRY = re.compile(
    rf"(?P<id>\d+) (?P<kind>[A-Z_]+)"
    rf"(?: (?P<refers_to>\d+))?(?: (?P<said>holding|never|long|{_MOMENT}))?"
    rf" (?P<at>{_MOMENT})"
    rf"(?: recorded (?P<recorded>{_MOMENT}))?(?: dispatched (?P<dispatched>{_MOMENT}))?"
)
LONG = office(weekly={day: [("08:00", "18:00")] for day in WORKDAYS})
CALENDARS = {"long": LONG}


def ledger(text):
    """Read ``1 OPENED 2026-03-02 16:00; 2 BOUNCED 1 2026-03-03 11:05``."""
    return [_entry(_ENTRY.fullmatch(part)) for part in text.split("; ")]


def _entry(found):
    kind, said = EntryKind[found["kind"]], found["said"]
    at = moment(found["at"])
    is_moment = kind is EntryKind.CORRECTED and said != "never"
    return Entry(
        int(found["id"]),
        kind,
        at,
        moment(found["recorded"]) if found["recorded"] else at,
        reason=PauseReason.WAITING_FOR_CUSTOMER if kind is EntryKind.PAUSED else None,
        is_substantive=kind is EntryKind.REPLIED and said != "holding",
        dispatched_at=moment(found["dispatched"]) if found["dispatched"] else None,
        refers_to=int(found["refers_to"]) if found["refers_to"] else None,
        corrected_to=moment(said) if is_moment else None,
        calendar=said if kind is EntryKind.MOVED else "",
    )


def target(milestone, term):
    """Read a term such as ``16 h, anew`` or ``10 calendar days, rolling``."""
    amount, unit = re.findall(r"(\d+) (h|working days|calendar days)", term)[0]
    return Target(
        Milestone[milestone],
        Term(
            int(amount),
            TermUnit("working_hours" if unit == "h" else unit.replace(" ", "_")),
            roll_forward="rolling" in term,
        ),
        on_reopen=OnReopen.RESTART if "anew" in term else OnReopen.RESUME,
        counts_dispatch="dispatched" in term,
    )


def calendar(term):
    """Return the calendar a term of the documentation is counted on."""
    years = [2026] if "2026 only" in term else None
    if " h" in term:
        return office(known_years=years)
    return DayCalendar(open_weekdays=WORKDAYS, holidays=HOLIDAYS, known_years=years)


EIGHT_HOURS = target("FIRST_REPLY", "8 h")
SIXTEEN_HOURS = target("RESOLUTION", "16 h")
TEN_DAYS = target("RESOLUTION", "10 working days")
OPENED = "1 OPENED 2026-03-02 09:00"


def state(entries, what=EIGHT_HOURS, *, on=None, **options):
    """Return how a clock stands by a ledger in words, on its usual calendar unless told."""
    return clock_state(
        target=what,
        entries=ledger(entries),
        calendar=on or calendar("8 h" if what.term.unit is TermUnit.WORKING_HOURS else "days"),
        calendars=CALENDARS,
        **options,
    )
