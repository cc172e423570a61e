"""A submitted return: kept as it was, sealed, and a correction names what it changed."""

import json
from dataclasses import replace
from datetime import UTC, date
from fractions import Fraction

import pytest

from debiet.rules.complaint_facts import days_of
from debiet.rules.complaint_figures import Measure, received_in, yearly_return
from debiet.rules.complaints import Assessment, Outcome
from debiet.rules.frozen_return import (
    ChangedPlace,
    FrozenNumbers,
    ReturnTrouble,
    changes,
    due_years,
    read,
    seal,
    submit_trouble,
    written,
)
from tests.rules.complaint_rows import FRAME, ROWS
from tests.rules.worked import moment

NOW = moment("2027-02-01 09:00")


def numbers(rows=ROWS, **connections):
    taken = {row.id: days_of(row, FRAME) for row in received_in(rows, FRAME)}
    return FrozenNumbers(
        yearly_return(rows, FRAME),
        {one: days for one, days in taken.items() if days is not None},
        connections,
    )


FIRST = numbers(Aalter=12000, Deinze=18500)


def test_what_is_kept_is_read_again_as_it_was():
    kept = json.loads(json.dumps(written(FIRST)))
    assert read(kept) == FIRST
    assert read(kept).mean == 27
    assert numbers([]).mean is None


def test_a_measure_that_this_version_does_not_know_is_left_out():
    kept = written(FIRST)
    kept["cells"]["of-later"] = {"": [1]}
    assert set(read(kept).figures.cells) == set(FIRST.figures.cells)


@pytest.mark.parametrize(
    "other",
    [
        {"version": 2},
        {"reason": "Een fout."},
        {"at": moment("2027-02-01 09:01")},
    ],
)
def test_the_seal_changes_with_all_that_is_said(other):
    said = {"version": 1, "reason": "", "at": NOW}
    first = seal(written(FIRST), **said)
    assert first == seal(written(FIRST), **said)
    assert first == seal(written(FIRST), **(said | {"at": NOW.astimezone(UTC)}))
    assert first != seal(written(FIRST), **(said | other))
    assert first != seal(written(numbers(Aalter=12001, Deinze=18500)), **said)


def test_a_version_names_numbers_days_and_connections_that_changed():
    founded = {"assessment": Assessment.FOUNDED, "outcome": Outcome.SOLVED}
    later = {**founded, "answered_at": moment("2026-06-29 10:00")}
    after = [replace(row, **later) if row.id == 3 else row for row in ROWS]
    found = changes(FIRST, numbers(after, Aalter=12100, Eeklo=9000))

    assert {one.measure for one in found.figures} >= {Measure.FATE, Measure.OUTCOME}
    assert found.days == (3,)
    assert found.places == (
        ChangedPlace("Aalter", 12000, 12100),
        ChangedPlace("Deinze", 18500, None),
        ChangedPlace("Eeklo", None, 9000),
    )
    assert found.is_any
    assert not changes(FIRST, FIRST).is_any
    assert FIRST.mean == Fraction(27)


@pytest.mark.parametrize(
    ("before", "now", "reason", "day", "trouble"),
    [
        (None, FIRST, "", date(2027, 1, 1), None),
        (None, FIRST, "", date(2026, 12, 31), ReturnTrouble.YEAR_NOT_OVER),
        (FIRST, FIRST, "Daarom.", date(2027, 3, 1), ReturnTrouble.NOTHING_CHANGED),
        (FIRST, numbers(), " ", date(2027, 3, 1), ReturnTrouble.NO_REASON),
        (FIRST, numbers(), "Daarom.", date(2027, 3, 1), None),
    ],
)
def test_when_a_version_can_be_submitted(before, now, reason, day, trouble):
    assert submit_trouble(now, before, reason=reason, on=day) == trouble


def test_a_return_is_owed_for_each_year_that_is_over():
    assert due_years([2025], on=date(2027, 1, 2), first=2024) == [2024, 2026]
    assert due_years([], on=date(2027, 1, 2), first=2027) == []
    assert due_years([], on=date(2027, 1, 2), first=None) == []
