"""The yearly return: the worked numbers of the page, and a second, slow count of each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.cases import Carrier, Route, Segment
from debiet.rules.complaint_facts import Answered, ComplaintFacts, Fate, days_of, fate
from debiet.rules.complaint_figures import KEYS, Measure, received_in, yearly_return
from debiet.rules.complaint_rates import (
    changed,
    mean_days,
    per_connections,
    rates,
    report_due,
    shown,
)
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaints import (
    OWED,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Component,
    Ground,
    Outcome,
)
from tests.rules.complaint_law import DAYS, ON, listed, table
from tests.rules.complaint_rows import FRAME, PAGE, ROWS
from tests.rules.worked import BRUSSELS, moment

FOUND = yearly_return(ROWS, FRAME)


def ids(cell):
    return tuple(int(one) for one in listed(cell) if one)


def test_the_page_defines_every_measure():
    assert [row["Measure"] for row in table("Measure", page=PAGE)] == list(Measure)
    assert set(KEYS) == set(Measure)


def test_the_worked_numbers_of_the_page():
    rows = table("Number", page=PAGE)
    assert {(row["Number"], row["key"]): tuple(sorted(ids(row["complaints"]))) for row in rows} == {
        (measure, key): found
        for measure, keys in FOUND.cells.items()
        for key, found in keys.items()
    }
    for row in rows:
        assert FOUND.count(Measure(row["Number"]), row["key"]) == int(row["count"])


def test_the_worked_days_of_the_page():
    taken = {row.id: days_of(row, FRAME) for row in received_in(ROWS, FRAME)}
    known = {one: days for one, days in taken.items() if days is not None}
    assert {int(row["Id"]): int(row["days"]) for row in table("days", page=PAGE)} == known
    assert mean_days(ROWS, FRAME) == Fraction(sum(known.values()), len(known)) == 27


def test_the_worked_rates_of_the_page():
    rows = {row["Place"]: row for row in table("Place", page=PAGE)}
    everywhere = rows.pop("all")
    found = rates(FOUND, {place: int(row["connections"]) for place, row in rows.items()})
    assert {place: shown(rate, places=2) for place, rate in found.by_municipality.items()} == {
        place: Decimal(row["per 10,000"]) for place, row in rows.items()
    }
    assert shown(found.everywhere, places=2) == Decimal(everywhere["per 10,000"])


def test_the_report_is_sent_before_10_february():
    before = value_on(be_flanders.REPORT_BEFORE, on=ON).value
    assert report_due(2026, before=before, days=DAYS) == moment("2027-02-10 00:00")


def test_a_new_version_names_what_it_changes():
    founded = {"assessment": Assessment.FOUNDED, "outcome": Outcome.SOLVED}
    after = [replace(row, **founded) if row.id == 3 else row for row in ROWS]
    rows = table("Changed", page=PAGE)
    assert [
        (one.measure, one.key, one.before, one.after, one.added, one.removed)
        for one in changed(FOUND, yearly_return(after, FRAME))
    ] == [
        (
            row["Changed"],
            row["of key"],
            int(row["from"]),
            int(row["to"]),
            ids(row["came"]),
            ids(row["went"]),
        )
        for row in rows
    ]


def test_a_version_names_a_change_that_leaves_the_count():
    swapped = [
        replace(row, segment=Segment.HOUSEHOLD if row.id == 3 else Segment.ENTERPRISE)
        if row.id in {1, 3}
        else row
        for row in ROWS
    ]
    found = {one.key: one for one in changed(FOUND, yearly_return(swapped, FRAME))}
    assert (found["enterprise"].before, found["enterprise"].after) == (1, 1)
    assert (found["enterprise"].added, found["enterprise"].removed) == ((1,), (3,))


def test_a_version_is_about_the_same_year():
    with pytest.raises(ValueError, match="2026 says nothing about 2027"):
        changed(FOUND, yearly_return(ROWS, replace(FRAME, year=2027)))
    assert changed(FOUND, FOUND) == ()


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(10, 3), 1, "3.3"),
        (Fraction(27), 1, "27.0"),
    ],
)
def test_half_goes_up(number, places, text):
    assert str(shown(number, places=places)) == text


def test_no_rate_without_connections_and_no_mean_without_answers():
    assert per_connections(3, 0) is None
    assert mean_days([], FRAME) is None
    assert yearly_return([], FRAME).count(Measure.TOTAL) == 0


def test_what_is_unknown_is_counted_as_such():
    bare = replace(
        ROWS[0], assessment=Assessment.FOUNDED, outcome=None, component=None, norms=frozenset()
    )
    odd = [
        bare,
        replace(bare, id=50, assessment=None),
        replace(bare, id=51, step=ComplaintStep.REFUSED, ground=None),
        replace(bare, id=52, step=ComplaintStep.NOT_A_COMPLAINT),
    ]
    found = yearly_return(odd, FRAME)
    assert found.ids(Measure.OUTCOME, "unknown") == (1,)
    assert found.ids(Measure.FATE, Fate.NOT_ASSESSED) == (50,)
    assert found.ids(Measure.GROUND, "unknown") == (51,)
    assert found.ids(Measure.CALLED_QUESTION, "unknown") == (52,)
    assert found.ids(Measure.COMPONENT, "unknown") == (1, 50, 51)


# A second count: plain loops over the rows, with days and years worked out another way.

START = datetime(2025, 12, 20, tzinfo=UTC)
MINUTES = st.integers(min_value=0, max_value=400 * 24 * 60)


def subset(kind):
    return st.frozensets(st.sampled_from(list(kind)), max_size=3)


def maybe(kind):
    return st.none() | st.sampled_from(list(kind))


@st.composite
def complaints(draw):
    received = START + timedelta(minutes=draw(MINUTES))
    later = draw(st.none() | st.integers(min_value=0, max_value=60 * 24 * 60))
    return ComplaintFacts(
        id=draw(st.integers(min_value=1, max_value=10_000)),
        expressed_at=received,
        step=draw(st.sampled_from(list(ComplaintStep))),
        assessment=draw(maybe(Assessment)),
        outcome=draw(maybe(Outcome)),
        ground=draw(maybe(Ground)),
        answered_at=None if later is None else received + timedelta(minutes=later),
        is_silent=draw(st.booleans()),
        called_question_by=draw(maybe(ComplaintActor)),
        carriers=draw(subset(Carrier)),
        routes=draw(subset(Route)),
        norms=draw(subset(("law", "time", "privacy"))),
        component=draw(maybe(Component)),
        theme=draw(st.sampled_from(["", "bill"])),
        municipality=draw(st.sampled_from(["", "Aalter", "Deinze"])),
        segment=draw(st.sampled_from(list(Segment))),
        bodies=draw(subset(ReviewBody)),
    )


MANY = st.lists(complaints(), max_size=12, unique_by=lambda row: row.id)


# Many draws a row: on a busy machine slow, never wrong.
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def local(at):
    return at.astimezone(BRUSSELS)


def slow_answered(row):
    """Return how the answer stands, by counting local days one after the other."""
    last = local(row.expressed_at).date()
    for _ in range(FRAME.handled_days):
        last += timedelta(days=1)
    at = local(row.answered_at or FRAME.frozen_at)
    day = at.date()
    midnight = (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
    in_time = day <= last or (midnight and day == last + timedelta(days=1))
    if row.answered_at is not None:
        return Answered.IN_TIME if in_time else Answered.LATE
    if row.step not in ("received", "first-line", "ombuds"):
        return Answered.NONE
    return Answered.OWED if in_time else Answered.OWED_LATE


def slow_count(rows, is_counted):
    found = [
        row.id for row in rows if local(row.expressed_at).year == FRAME.year and is_counted(row)
    ]
    return tuple(sorted(found))


def was_right(row, *kinds):
    ended = row.step in ("answered", "accepted", "silent", "mediated", "decided", "closed")
    return ended and row.assessment in kinds


@SLOW
@given(MANY)
def test_a_slow_count_finds_the_same(rows):
    found = yearly_return(rows, FRAME)
    no, refused = ComplaintStep.NOT_A_COMPLAINT, ComplaintStep.REFUSED
    checks = [
        (Measure.TOTAL, "", lambda row: True),
        (Measure.COMPLAINTS, "", lambda row: row.step != no),
        (Measure.ADMISSIBLE, "", lambda row: row.step not in {no, refused}),
        (Measure.FATE, "open", lambda row: row.step in OWED),
        (Measure.FATE, "withdrawn", lambda row: row.step == "withdrawn"),
        (Measure.SILENT, "", lambda row: row.is_silent and row.step != no),
    ]
    checks += [(Measure.FATE, one, lambda row, one=one: was_right(row, one)) for one in Assessment]
    checks += [
        (Measure.GROUND, one, lambda row, one=one: row.step == refused and row.ground == one)
        for one in Ground
    ]
    checks += [
        (
            Measure.CALLED_QUESTION,
            one,
            lambda row, one=one: row.step == no and row.called_question_by == one,
        )
        for one in ComplaintActor
    ]
    checks += [
        (Measure.ANSWERED, one, lambda row, one=one: row.step != no and slow_answered(row) == one)
        for one in Answered
    ]
    checks += [
        (
            Measure.OUTCOME,
            one,
            lambda row, one=one: was_right(row, "founded", "partly-founded") and row.outcome == one,
        )
        for one in Outcome
    ]
    checks += [
        (
            Measure.NORM,
            f"{kind}/{one}",
            lambda row, one=one, kind=kind: was_right(row, kind) and one in row.norms,
        )
        for one in ("law", "time", "privacy")
        for kind in ("founded", "partly-founded")
    ]
    checks += [
        (Measure.CARRIER, one, lambda row, one=one: row.step != no and one in row.carriers)
        for one in Carrier
    ]
    checks += [
        (Measure.ROUTE, one, lambda row, one=one: row.step != no and one in row.routes)
        for one in Route
    ]
    checks += [
        (Measure.SEGMENT, one, lambda row, one=one: row.step != no and row.segment == one)
        for one in Segment
    ]
    checks += [
        (
            Measure.MUNICIPALITY,
            one,
            lambda row, one=one: row.step != no and row.municipality == one,
        )
        for one in ("", "Aalter", "Deinze")
    ]
    checks += [
        (Measure.THEME, key, lambda row, one=one: row.step != no and row.theme == one)
        for key, one in (("bill", "bill"), ("unknown", ""))
    ]
    checks += [
        (
            Measure.COMPONENT,
            one,
            lambda row, one=one: row.step != no and row.component in (one, "both"),
        )
        for one in ("drinking-water", "sanitation")
    ]
    checks += [
        (
            Measure.COMPONENT_THEME,
            f"{one}/bill",
            lambda row, one=one: (
                row.step != no and row.component in (one, "both") and row.theme == "bill"
            ),
        )
        for one in ("drinking-water", "sanitation")
    ]
    checks += [
        (
            Measure.HOUSEHOLD_PLACE,
            one,
            lambda row, one=one: (
                row.step != no and row.segment == "household" and row.municipality == one
            ),
        )
        for one in ("", "Aalter", "Deinze")
    ]
    checks += [
        (Measure.SECOND_LINE, one, lambda row, one=one: row.step != no and one in row.bodies)
        for one in ReviewBody
    ]
    for measure, key, is_counted in checks:
        assert found.ids(measure, key) == slow_count(rows, is_counted), (measure, key)


@SLOW
@given(MANY)
def test_no_complaint_is_lost_between_the_numbers(rows):
    found = yearly_return(rows, FRAME)

    def total(measure, *keys):
        return sorted(one for key in keys for one in found.ids(measure, key))

    admissible = (
        *(Fate.FOUNDED, Fate.PARTLY_FOUNDED, Fate.UNFOUNDED),
        *(Fate.OPEN, Fate.WITHDRAWN, Fate.NOT_ASSESSED),
    )
    everything = list(found.ids(Measure.TOTAL))
    complaints_only = list(found.ids(Measure.COMPLAINTS))
    assert total(Measure.FATE, *Fate) == everything
    assert total(Measure.FATE, *admissible) == list(found.ids(Measure.ADMISSIBLE))
    assert total(Measure.FATE, *admissible, Fate.NOT_ADMISSIBLE) == complaints_only
    assert total(Measure.ANSWERED, *Answered) == complaints_only
    assert total(Measure.SEGMENT, *Segment) == complaints_only
    assert total(Measure.MUNICIPALITY, "", "Aalter", "Deinze") == complaints_only


@SLOW
@given(MANY)
def test_the_mean_is_that_of_plain_calendar_days(rows):
    taken = []
    for row in rows:
        is_counted = row.answered_at is not None and row.step != "not-a-complaint"
        if is_counted and local(row.expressed_at).year == FRAME.year:
            left = local(row.answered_at - timedelta(microseconds=1)).date()
            taken.append(max(0, (left - local(row.expressed_at).date()).days))
    assert mean_days(rows, FRAME) == (Fraction(sum(taken), len(taken)) if taken else None)


@pytest.mark.parametrize("step", list(ComplaintStep))
def test_each_has_one_fate_whatever_the_first_line_thought(step):
    found = fate(replace(ROWS[0], step=step))
    assert (found is Fate.OPEN) is (step in OWED)
