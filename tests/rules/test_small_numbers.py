"""What is published points at nobody, also not to somebody who knows the rules and subtracts."""

from collections import defaultdict
from itertools import product

import pytest

from debiet.rules.small_numbers import LEAST, apart, enough, is_whole, published
from tests.rules.complaint_law import table

PAGE = "ombuds-report.md"


def of(*counts):
    return {str(number): count for number, count in enumerate(counts)}


def shown(*counts):
    found = published({"a": of(*counts)})
    return (found.total, tuple(found.tables["a"].values()))


def test_the_worked_tables_of_the_page():
    def read(cell):
        return None if cell == "not shown" else int(cell)

    rows = table("Counts", page=PAGE)
    assert len(rows) > 5
    for row in rows:
        counts = [int(one) for one in row["Counts"].split(",")]
        cells = tuple(read(one.strip()) for one in row["Published"].split(","))
        assert shown(*counts) == (read(row["Total"]), cells), row


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_whoever_knows_the_rules_finds_several_values_for_all_that_is_kept_back(size):
    """Every table of up to four numbers up to eight, grouped by what is published of it."""
    possible = defaultdict(list)
    for counts in product(range(9), repeat=size):
        possible[shown(*counts)].append(counts)
    for (_total, cells), behind in possible.items():
        for place, cell in enumerate(cells):
            values = {counts[place] for counts in behind}
            if cell is None:
                assert len(values) > 1, (cells, behind)
            else:
                assert values == {cell}
                assert cell == 0 or cell >= LEAST


def test_a_second_table_of_the_same_things_tells_no_more():
    possible = defaultdict(list)
    every = list(product(range(9), repeat=2))
    for first, second in product(every, every):
        if sum(first) == sum(second):
            found = published({"a": of(*first), "b": of(*second)})
            key = (found.total, *(tuple(cells.values()) for cells in found.tables.values()))
            possible[key].append(first)
    for key, behind in possible.items():
        for place, cell in enumerate(key[1]):
            assert cell is not None or len({counts[place] for counts in behind}) > 1, key


def test_tables_of_different_things_are_not_published_together():
    with pytest.raises(ValueError, match=r"add up to \[5, 6\]"):
        published({"a": of(5), "b": of(6)})
    assert published({}).total == 0


def test_numbers_that_add_up_to_nothing_are_each_kept_back_alone():
    assert apart(of(0, 1, 4, 5, 9)) == {"0": 0, "1": None, "2": None, "3": 5, "4": 9}
    assert [enough(one) for one in (4, 5)] == [False, True]
    assert [is_whole(cells) for cells in ({}, of(0, 7), {"a": 7, "b": None})] == [True, True, False]
