"""The terms of a complaint: the worked days of the page, and what no change can win."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debiet.jurisdictions import be_flanders
from debiet.rules.complaint_moment import (
    MomentTrouble,
    MovedTerm,
    moment_on_conversion,
    moment_trouble,
    moved_terms,
)
from debiet.rules.complaint_terms import (
    BY_LAW,
    ComplaintPeriods,
    ComplaintTerm,
    TermLonger,
    answered_at,
    days_taken,
    due,
    escalate_until,
    is_in_time,
    office_due,
    periods,
    silent_at,
)
from tests.rules.complaint_law import DAYS, LAW, LENGTHS, table
from tests.rules.worked import moment

MOMENTS = st.datetimes(
    min_value=moment("2026-01-01 00:00").replace(tzinfo=None),
    max_value=moment("2028-12-31 00:00").replace(tzinfo=None),
    timezones=st.just(UTC),
)


def due_of(received):
    return due(received, lengths=LENGTHS, days=DAYS)


def ids(row):
    return " ".join(list(row.values())[:2])


def test_the_page_has_the_terms_of_flanders():
    assert {row["Term"]: (int(row["how long"]), row["in"]) for row in table("how long")} == {
        name: (LAW[name], values[0].unit) for name, values in be_flanders.COMPLAINT_PERIODS.items()
    }
    assert set(LAW) == set(ComplaintTerm)


@pytest.mark.parametrize("row", table("Acknowledge by"), ids=ids)
def test_what_falls_due_when(row):
    found = due_of(moment(row["Received"]))
    assert found.acknowledge_by == found.refuse_by == moment(row["Acknowledge by"])
    assert found.first_line_by == moment(row["First line by"])
    assert found.answer_by == moment(row["Answer by"])


@pytest.mark.parametrize("row", table("Silent from"), ids=ids)
def test_what_follows_an_answer(row):
    left = moment(row["Answer left"])
    assert silent_at(left, lengths=LENGTHS, days=DAYS) == moment(row["Silent from"])
    until = escalate_until(left, lengths=LENGTHS, days=DAYS)
    assert until == moment(row["Escalate until"])


@pytest.mark.parametrize("row", table("In time"), ids=ids)
def test_what_is_in_time(row):
    received, left = moment(row["Received"]), moment(row["Answer left"])
    assert days_taken(received, left, days=DAYS) == int(row["Days"])
    assert is_in_time(left, due_of(received).answer_by) is (row["In time"] == "yes")


@pytest.mark.parametrize("row", table("The office answers by"), ids=ids)
def test_until_when_the_office_decides(row):
    left = moment(row["Answer left"]) if row["Answer left"] else None
    found = office_due(
        expressed_at=moment(row["Received"]),
        answered_at=left,
        escalated_at=moment(row["To the office"]),
        lengths=LENGTHS,
        days=DAYS,
    )
    assert found.answer_by == moment(row["The office answers by"])


@settings(deadline=None)
@given(MOMENTS, st.integers(min_value=0, max_value=100 * 24 * 60))
def test_in_time_is_at_most_45_days(received, minutes):
    left = received + timedelta(minutes=minutes)
    taken = days_taken(received, left, days=DAYS)
    assert is_in_time(left, due_of(received).answer_by) is (taken <= LENGTHS.handled)


@settings(deadline=None)
@given(MOMENTS, st.integers(min_value=0, max_value=500 * 24 * 60))
def test_a_takeover_never_gives_an_unanswered_complaint_more_time(received, minutes):
    found = office_due(
        expressed_at=received,
        answered_at=None,
        escalated_at=received + timedelta(minutes=minutes),
        lengths=LENGTHS,
        days=DAYS,
    )
    assert found == due_of(received)


@settings(deadline=None)
@given(MOMENTS, MOMENTS)
def test_an_earlier_moment_makes_no_term_later(one, other):
    earlier, later = due_of(min(one, other)), due_of(max(one, other))
    for name in ("acknowledge_by", "refuse_by", "answer_by", "first_line_by"):
        assert getattr(earlier, name) <= getattr(later, name)


def test_what_leaves_at_the_midnight_of_its_receipt_took_no_day():
    midnight = moment("2026-03-02 00:00")
    assert days_taken(midnight, midnight, days=DAYS) == 0


def test_an_oral_answer_counts_by_its_confirmation():
    said, left = moment("2026-03-05 10:00"), moment("2026-03-06 16:00")
    assert answered_at(is_oral=True, dispatched_at=said, confirmed_at=left) == left
    assert answered_at(is_oral=True, dispatched_at=said, confirmed_at=None) is None
    assert answered_at(is_oral=False, dispatched_at=said, confirmed_at=left) == said
    assert answered_at(is_oral=False, dispatched_at=None, confirmed_at=None) is None


def test_a_utility_sets_its_own_terms():
    own = {"complaint_first_line": 15, "complaint_silent": 60, "complaint_handled": 30}
    assert periods(LAW, own) == replace(LENGTHS, first_line=15, silent=60, handled=30)


@pytest.mark.parametrize("term", sorted(BY_LAW))
def test_a_utility_gives_itself_no_more_time_than_the_law(term):
    assert periods(LAW, {term: LAW[term]}) == LENGTHS
    with pytest.raises(TermLonger, match=term):
        periods(LAW, {term: LAW[term] + 1})


@pytest.mark.parametrize(
    ("own", "words"),
    [({"complaint_lost": 3}, "no term complaint_lost"), ({"complaint_silent": 0}, "at least 1")],
)
def test_what_is_no_term_is_refused(own, words):
    with pytest.raises(ValueError, match=words):
        periods(LAW, own)


def test_every_term_has_a_length():
    assert len(ComplaintTerm) == len(ComplaintPeriods.__dataclass_fields__)


FIRST = moment("2026-03-02 10:00")


@pytest.mark.parametrize(
    ("chosen", "reason", "trouble"),
    [
        ("2026-03-02 10:00", "", None),
        ("2026-02-27 18:30", "", None),
        ("2026-03-05 09:00", "the first two messages were a question", None),
        ("2026-03-05 09:00", " ", MomentTrouble.NO_REASON),
        ("2026-03-21 09:00", "soon", MomentTrouble.FUTURE),
        ("2026-03-20 14:00", "just now", None),
    ],
)
def test_which_moment_can_be_chosen(chosen, reason, trouble):
    found = moment_trouble(
        moment(chosen), first_message_at=FIRST, reason=reason, at=moment("2026-03-20 14:00")
    )
    assert found is trouble


def test_conversion_wins_no_time():
    kept = None
    for row in table("What happens"):
        what, expected = row["What happens"], row["counts from"]
        if what.startswith("becomes"):
            kept = moment_on_conversion(first_message_at=FIRST, kept=kept)
        elif what.startswith("its moment"):
            kept = moment(expected)
        assert not expected or kept == moment(expected)
    assert kept == moment("2026-02-27 18:30")


def test_a_change_of_the_moment_says_what_it_moves():
    before, after = due_of(FIRST), due_of(moment("2026-03-05 09:00"))
    assert moved_terms(before, after) == (
        MovedTerm("acknowledge_by", moment("2026-03-13 00:00"), moment("2026-03-16 00:00")),
        MovedTerm("refuse_by", moment("2026-03-13 00:00"), moment("2026-03-16 00:00")),
        MovedTerm("answer_by", moment("2026-04-17 00:00"), moment("2026-04-20 00:00")),
        MovedTerm("first_line_by", moment("2026-03-17 00:00"), moment("2026-03-20 00:00")),
    )
    assert moved_terms(before, due_of(moment("2026-03-02 23:59"))) == ()
