"""The clocks of a complaint, whatever happens to it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.sla import (
    OF_COMPLAINTS,
    ClockStatus,
    Entry,
    EntryKind,
    Milestone,
    PauseReason,
    clock_state,
)
from tests.rules.ledgers import calendar, target
from tests.rules.worked import moment

START = moment("2026-03-02 10:00")
DAYS = calendar("days")
TARGETS = [
    target("COMPLAINT_ACKNOWLEDGED", "10 calendar days"),
    target("FIRST_LINE", "10 working days"),
    target("COMPLAINT_ANSWER", "45 calendar days"),
]
HAPPENING = (
    EntryKind.ACKNOWLEDGED,
    EntryKind.ASKED,
    EntryKind.REPLIED,
    EntryKind.RESOLVED,
    EntryKind.REOPENED,
    EntryKind.HANDED_OVER,
)
WAITING = (EntryKind.PAUSED, EntryKind.RESUMED)


def entry(number, kind, hours, **facts):
    at = START + timedelta(hours=hours)
    reason = PauseReason.WAITING_FOR_WORKS if kind is EntryKind.PAUSED else None
    return Entry(number, kind, at, at, reason=reason, is_substantive=True, **facts)


def stand(what, entries):
    found = clock_state(target=what, entries=entries, calendar=DAYS)
    return (found.status, found.started_at, found.due_at, found.ended_at, found.in_time)


def a_ledger(kinds):
    happened = st.tuples(st.sampled_from(kinds), st.integers(0, 24 * 70))
    return st.lists(happened, max_size=8).map(
        lambda told: [
            entry(1, EntryKind.OPENED, 0),
            *(entry(number, kind, hours) for number, (kind, hours) in enumerate(told, start=2)),
        ]
    )


@given(ledger=a_ledger(HAPPENING + WAITING))
def test_whatever_waits_no_clock_of_a_complaint_does(ledger):
    without = [one for one in ledger if one.kind not in WAITING]
    for what in TARGETS:
        assert stand(what, ledger) == stand(what, without)
        assert clock_state(target=what, entries=ledger, calendar=DAYS).paused_at is None


@given(ledger=a_ledger(HAPPENING), days=st.integers(1, 60))
def test_another_moment_of_the_complaint_moves_all_its_clocks(ledger, days):
    corrected = Entry(
        99,
        EntryKind.CORRECTED,
        START,
        START + timedelta(days=99),
        refers_to=1,
        corrected_to=START - timedelta(days=days),
    )
    from_then = [entry(1, EntryKind.OPENED, -24 * days), *ledger[1:]]
    for what in TARGETS:
        assert stand(what, [*ledger, corrected]) == stand(what, from_then)
        assert stand(what, from_then)[2] < stand(what, ledger)[2]


@given(
    hours=st.integers(1, 24 * 60),
    kind=st.sampled_from([EntryKind.REPLIED, EntryKind.ACKNOWLEDGED]),
    ledger=a_ledger((*WAITING, EntryKind.ASKED)),
)
def test_a_message_that_came_back_leaves_all_clocks_running_on(hours, kind, ledger):
    said, back = entry(50, kind, hours), entry(51, EntryKind.BOUNCED, hours + 1, refers_to=50)
    for what in TARGETS:
        assert stand(what, [*ledger, said, back]) == stand(what, ledger)
        assert stand(what, ledger)[0] is ClockStatus.RUNNING


@given(ledger=a_ledger(HAPPENING + WAITING))
def test_nothing_but_a_handover_stops_a_clock_without_its_answer_for_good(ledger):
    """No term is lost: opened again it runs from its own moment, unless an answer reached it."""
    again = entry(99, EntryKind.REOPENED, 24 * 71)
    is_handed_over = any(one.kind is EntryKind.HANDED_OVER for one in ledger)
    for what in TARGETS:
        status, started_at, due_at, _ended_at, _in_time = stand(what, [*ledger, again])
        if status is ClockStatus.ENDED:
            assert (what.milestone, is_handed_over) == (Milestone.FIRST_LINE, True)
        assert (started_at, due_at) == (START, stand(what, ledger[:1])[2])


@pytest.mark.parametrize("hours", [-30, 0, 30])
def test_what_the_ombuds_function_has_the_first_line_never_owes_again(hours):
    """Also where the moment of the complaint was put after the takeover."""
    over = [entry(1, EntryKind.OPENED, 0), entry(2, EntryKind.HANDED_OVER, hours)]
    later = [
        entry(3, EntryKind.REPLIED, 100),
        entry(4, EntryKind.RESOLVED, 101),
        entry(5, EntryKind.REOPENED, 102),
    ]
    first_line, answer = TARGETS[1], TARGETS[2]
    assert stand(first_line, over) == stand(first_line, over + later)
    assert stand(first_line, over)[0] is ClockStatus.ENDED
    assert stand(answer, over)[0] is ClockStatus.RUNNING
    assert stand(answer, over + later)[0] is ClockStatus.MET


def test_these_are_all_clocks_of_a_complaint():
    assert {what.milestone for what in TARGETS} == OF_COMPLAINTS
