"""Requests about one's own data: the month, the steps, what is hidden."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.day_terms import DayCalendar, months_later
from debiet.rules.rights import (
    STEPS,
    Hidden,
    RightsKind,
    RightsState,
    may_extend,
    may_step,
    redacted,
)
from debiet.rules.sla import (
    Entry,
    EntryKind,
    Milestone,
    Target,
    Term,
    TermUnit,
    clock_state,
)
from tests.rules.worked import HOLIDAYS, WORKDAYS, moment, rows

PAGE = "rights.md"
DAYS = DayCalendar(open_weekdays=WORKDAYS, holidays=HOLIDAYS)


def target(months=1):
    return Target(
        Milestone.RESOLUTION,
        Term(months, TermUnit.CALENDAR_MONTHS, roll_forward=True),
        calendar="days",
    )


def due(received, *more):
    entries = [Entry(1, EntryKind.OPENED, received, received), *more]
    return clock_state(target=target(), entries=entries, calendar=DAYS).due_at


@pytest.mark.parametrize("row", rows(PAGE, heading="## The month"), ids=lambda row: row["Received"])
def test_the_worked_numbers_of_the_page(row):
    received, months = moment(row["Received"]), int(row["Months"])
    assert DAYS.calendar_months_due(received, months, True) == moment(row["Due"])
    state = clock_state(
        target=target(months),
        entries=[Entry(1, EntryKind.OPENED, received, received)],
        calendar=DAYS,
    )
    assert state.due_at == moment(row["Due"])


def test_without_rolling_the_last_day_may_be_a_sunday():
    received = moment("2026-03-05 10:00")
    assert DAYS.calendar_months_due(received, 1) == moment("2026-04-06 00:00")
    plain = Target(Milestone.RESOLUTION, Term(1, TermUnit.CALENDAR_MONTHS), calendar="days")
    state = clock_state(
        target=plain, entries=[Entry(1, EntryKind.OPENED, received, received)], calendar=DAYS
    )
    assert state.due_at == moment("2026-04-06 00:00")


def extended(at, months=2):
    return Entry(9, EntryKind.EXTENDED, at, at, months=months)


def test_two_months_more_are_counted_from_receipt():
    received = moment("2026-01-31 12:00")
    assert due(received, extended(moment("2026-02-20 09:00"))) == moment("2026-05-01 00:00")


def test_an_extension_after_the_end_changes_nothing():
    received = moment("2026-03-02 09:00")
    closed = moment("2026-03-20 09:00")
    resolved = Entry(2, EntryKind.RESOLVED, closed, closed)
    late = extended(moment("2026-03-25 09:00"))
    assert due(received, resolved, late) == due(received, resolved)


def test_an_extension_touches_terms_in_months_only():
    received = moment("2026-03-02 09:00")
    in_days = Target(Milestone.RESOLUTION, Term(10, TermUnit.CALENDAR_DAYS), calendar="days")
    entries = [Entry(1, EntryKind.OPENED, received, received), extended(received)]
    state = clock_state(target=in_days, entries=entries, calendar=DAYS)
    assert state.due_at == moment("2026-03-13 00:00")


@given(
    st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)),
    st.integers(min_value=1, max_value=12),
)
def test_the_engine_and_the_plain_count_say_the_same(day, months):
    received = moment(f"{day} 15:30")
    state = clock_state(
        target=target(months),
        entries=[Entry(1, EntryKind.OPENED, received, received)],
        calendar=DAYS,
    )
    assert state.due_at == DAYS.calendar_months_due(received, months, True)
    assert state.due_at > moment(f"{months_later(received.date(), months)} 00:00")


@pytest.mark.parametrize("kind", list(RightsKind))
def test_nothing_is_given_before_it_is_known_who_asks(kind):
    reachable_first = {end for end in RightsState if may_step(RightsState.RECEIVED, end, kind=kind)}
    assert reachable_first == {RightsState.IDENTIFIED, RightsState.REFUSED}


def test_access_is_given_only_after_a_person_looked():
    to_done = [
        start for start in RightsState if may_step(start, RightsState.DONE, kind=RightsKind.ACCESS)
    ]
    assert to_done == [RightsState.REVIEWED]


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    list(itertools.product(RightsKind, (RightsState.DONE, RightsState.REFUSED), RightsState)),
)
def test_what_is_done_or_refused_stays_so(kind, start, end):
    assert not may_step(start, end, kind=kind)


def test_every_state_has_its_steps():
    assert set(STEPS) == set(RightsState)


def test_it_is_made_longer_once_and_in_time():
    due_at = moment("2026-04-03 00:00")
    assert may_extend(at=due_at, due_at=due_at, is_extended=False)
    assert not may_extend(at=due_at, due_at=due_at, is_extended=True)
    assert not may_extend(at=due_at + timedelta(microseconds=1), due_at=due_at, is_extended=False)
    assert not may_extend(at=due_at, due_at=None, is_extended=False)


OWN = ("Ann De Smet", "ann@example.be", "0470 12 34 56", "BE68 5390 0754 7034")
HIDDEN = (
    Hidden("Jan Peeters", "[employee of Facturen]"),
    Hidden("Jan Peeters-Maes", "[somebody else]"),
    Hidden("Ann De Smet", "[somebody else]"),
    Hidden("  ", "[nothing]"),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jan Peeters belde.", "[employee of Facturen] belde."),
        ("jan  peeters\nbelde", "[employee of Facturen]\nbelde"),
        ("Jan Peeters-Maes woont daar", "[somebody else] woont daar"),
        ("Jan Peetersen", "Jan Peetersen"),
        ("Ann De Smet, ann@example.be", "Ann De Smet, ann@example.be"),
        ("mail naar ANN@EXAMPLE.BE", "mail naar ANN@EXAMPLE.BE"),
        ("mail naar buur@example.be.", "mail naar [e-mail]."),
        ("bel +32 470 12 34 56", "bel +32 470 12 34 56"),
        ("bel 0470/12.34.56", "bel 0470/12.34.56"),
        ("bel 0471 12 34 56", "bel [phone]"),
        ("rekening BE68 5390 0754 7034", "rekening BE68 5390 0754 7034"),
        ("rekening BE71 0961 2345 6769", "rekening [account]"),
        ("vraag 2026-000123 van 2 maart 2026", "vraag 2026-000123 van 2 maart 2026"),
        ("123 m³ in 2025", "123 m³ in 2025"),
    ],
)
def test_what_is_of_others_is_hidden_and_what_is_the_askers_own_stays(text, shown):
    assert redacted(text, hidden=HIDDEN, own=OWN) == shown


@given(st.text(max_size=80), st.sampled_from(["Jan Peeters", "Jan Peeters-Maes"]))
def test_a_known_name_between_spaces_is_never_shown(text, name):
    shown = redacted(f"{text} {name} {text}", hidden=HIDDEN, own=OWN)
    assert f" {name} " not in shown


@given(st.text(alphabet="abc .,\n", max_size=60))
def test_a_text_without_anybody_in_it_stays_as_it_is(text):
    assert redacted(text, hidden=HIDDEN, own=OWN) == text
