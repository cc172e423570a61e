"""What a customer's file holds: relations from both sides, notes that end, periods in a row."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.customer_file import (
    INVERSE,
    Bond,
    Placed,
    RelationKind,
    bond,
    holds,
    is_open,
    may_expire,
    note_days,
    placed,
    stored_as,
)

TODAY = date(2026, 3, 2)


def test_the_inverse_of_the_inverse_is_the_relation_itself():
    assert set(INVERSE) == set(RelationKind)
    assert all(INVERSE[INVERSE[kind]] is kind for kind in RelationKind)


@pytest.mark.parametrize(
    ("said", "kept", "turned"),
    [
        (RelationKind.HOUSEHOLD, RelationKind.HOUSEHOLD, False),
        (RelationKind.REPRESENTATIVE, RelationKind.REPRESENTATIVE, False),
        (RelationKind.REPRESENTED, RelationKind.REPRESENTATIVE, True),
        (RelationKind.TENANT, RelationKind.LANDLORD, True),
        (RelationKind.DECEASED, RelationKind.HEIR, True),
        (RelationKind.COMPANY, RelationKind.COMPANY_CONTACT, True),
    ],
)
def test_a_relation_is_kept_in_one_form(said, kept, turned):
    assert stored_as(said) == (kept, turned)


@pytest.mark.parametrize(
    ("chosen", "days"),
    [(None, 365), ("", 365), ("abc", 365), ("²", 365), ("90", 90), ("0", 1), ("900", 365)],
)
def test_a_note_is_never_kept_longer_than_a_year(chosen, days):
    assert note_days(chosen) == days


@pytest.mark.parametrize(
    ("expires_on", "may"),
    [
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
        (TODAY + timedelta(days=365), True),
        (TODAY + timedelta(days=366), False),
    ],
)
def test_a_note_ends_after_today_and_within_the_year(expires_on, may):
    assert may_expire(expires_on, today=TODAY, days=365) is may


@pytest.mark.parametrize(("minutes", "open_"), [(-1, False), (0, True), (59, True), (60, False)])
def test_a_file_stays_open_for_an_hour(minutes, open_):
    opened_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert is_open(opened_at, at=opened_at + timedelta(minutes=minutes)) is open_


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        ([], Placed(None, None)),
        ([None], Placed(0, None)),
        ([None, date(2026, 1, 1)], Placed(1, None)),
        ([None, date(2026, 5, 1)], Placed(0, date(2026, 5, 1))),
        ([date(2026, 5, 1)], Placed(None, date(2026, 5, 1))),
        ([None, TODAY], None),
    ],
)
def test_where_a_new_period_goes(starts, found):
    assert placed(starts, TODAY) == found


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(starts=st.lists(days, unique=True, max_size=8), new=days, on=days)
def test_after_placing_exactly_one_period_holds_on_any_day(starts, new, on):
    ordered: list[date | None] = [None, *sorted(starts)]
    spans = [[first, [*ordered, None][at + 1]] for at, first in enumerate(ordered)]
    place = placed(ordered, new)
    if place is None:
        assert new in starts
        return
    spans[place.shortened][1] = new
    spans.append([new, place.valid_until])

    assert sum(holds(first, end, on=on) for first, end in spans) == 1


@pytest.mark.parametrize(
    ("own", "housemate", "related", "colleague", "found"),
    [
        (False, False, False, False, None),
        (False, False, False, True, Bond.COLLEAGUE),
        (False, False, True, True, Bond.RELATED),
        (False, True, True, True, Bond.HOUSEMATE),
        (True, True, True, True, Bond.OWN),
    ],
)
def test_the_closest_bond_counts(own, housemate, related, colleague, found):
    said = bond(is_own=own, is_housemate=housemate, is_related=related, is_colleague=colleague)
    assert said is found
