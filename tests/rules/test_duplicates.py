"""Whether two customers may be one: the tables of the page, and what always holds."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.duplicates import (
    FIELDS,
    WEIGHTS,
    Known,
    Sign,
    Taken,
    address_form,
    errors_allowed,
    is_suspected,
    name_sign,
    proposed,
    restored,
    signs,
    typing_errors,
    weight,
)

PAGE = Path(__file__).parents[2] / "docs/algorithms/duplicates.md"


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of the page."""
    part = PAGE.read_text().split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_weights_of_the_page_are_those_of_the_rule():
    assert {Sign(sign): int(number) for sign, number in table("Weights")} == WEIGHTS


@pytest.mark.parametrize(("one", "other", "share", "together"), table("Worked numbers"))
def test_the_worked_numbers(one, other, share, together):
    shared = set(filter(None, share.split(", ")))
    same = frozenset({"same"})
    values = {
        "emails": same if "email" in shared else frozenset(),
        "phones": same if "phone" in shared else frozenset(),
        "addresses": same if "address" in shared else frozenset(),
        "account_numbers": same if "account" in shared else frozenset(),
    }
    first_day = date(1960, 1, 1) if {"born-on", "other-birth-date"} & shared else None
    second_day = date(1990, 1, 1) if "other-birth-date" in shared else first_day
    found = signs(Known(one, first_day, **values), Known(other, second_day, **values))
    assert weight(found) == int(together)
    assert is_suspected(found) is (int(together) >= 60)


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("", "", 0),
        ("maes", "maes", 0),
        ("maes", "meas", 1),
        ("maes", "mase", 1),
        ("maes", "mae", 1),
        ("maes", "jan", 3),
        ("peeters", "p", 3),
        ("abcd", "dcba", 3),
    ],
)
def test_typing_errors_are_counted_no_further_than_one_too_many(one, other, errors):
    assert typing_errors(one, other, most=2) == errors


@pytest.mark.parametrize(("letters", "allowed"), [(3, 0), (5, 0), (6, 1), (7, 1), (8, 2), (40, 2)])
def test_longer_names_bear_more_errors(letters, allowed):
    assert errors_allowed(letters) == allowed


def test_an_address_is_compared_without_signs():
    assert address_form("Sint-Jansstr.", "12 A", "9000") == address_form(
        "sint jansstr", "12a", "9000"
    )


names = st.text(alphabet="abcdé '-", max_size=12)


@given(one=names, other=names)
def test_the_order_of_a_pair_changes_nothing(one, other):
    assert name_sign(one, other) is name_sign(other, one)
    assert name_sign(one, one) is Sign.SAME_NAME


def test_a_merge_proposes_what_is_kept_and_fills_what_is_empty():
    kept = dict.fromkeys(FIELDS, "x") | {"born_on": None}
    other = dict.fromkeys(FIELDS, "x") | {"born_on": "1960-01-01", "name": "y"}
    assert proposed(kept, other) == {"name": Taken.KEPT, "born_on": Taken.OTHER}


values = st.fixed_dictionaries(dict.fromkeys(FIELDS, st.sampled_from("ab")))


@given(before=values, merged=values)
def test_undoing_at_once_restores_everything(before, merged):
    assert merged | restored(before, merged, merged) == before


@given(before=values, merged=values, now=values)
def test_undoing_never_touches_what_was_changed_since(before, merged, now):
    back = restored(before, merged, now)
    assert all(now[field] == merged[field] for field in back)
