"""Connections as people paste them: each line is read, or it is said which is not and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.connection_list import LineTrouble, read_connections


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aalter;12000\nDeinze;18500", {"Aalter": 12000, "Deinze": 18500}),
        ("Gemeente\tAansluitingen\nAalter\t12.000\n", {"Aalter": 12000}),
        ("\ufeffSint-Niklaas, 31 250\r\n\r\n", {"Sint-Niklaas": 31250}),
        ('"Aalter";"0"', {"Aalter": 0}),
        ("Heist-op-den-Berg ;1\u202f234\n;\n", {"Heist-op-den-Berg": 1234}),
        ("", {}),
    ],
)
def test_lines_of_a_spreadsheet_are_read(text, found):
    assert read_connections(text).connections == found
    assert read_connections(text).bad == ()


@pytest.mark.parametrize(
    ("text", "number", "trouble"),
    [
        ("Aalter", 1, LineTrouble.TWO_PARTS),
        ("Aalter;1;2", 1, LineTrouble.TWO_PARTS),
        ("Aalter;1\n;5", 2, LineTrouble.NO_NAME),
        (f"{'A' * 81};5", 1, LineTrouble.LONG_NAME),
        ("Aalter;1\n\nDeinze;veel", 3, LineTrouble.NO_NUMBER),
        ("Aalter;12,5", 1, LineTrouble.NO_NUMBER),
        ("Aalter;-3", 1, LineTrouble.NO_NUMBER),
        ("Aalter;1.23", 1, LineTrouble.NO_NUMBER),
        ("Aalter;10000000", 1, LineTrouble.TOO_MANY),
        ("Aalter;1\nDeinze;2\naalter;3", 3, LineTrouble.TWICE),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_why(text, number, trouble):
    [bad] = read_connections(text).bad
    assert (bad.number, bad.trouble) == (number, trouble)
    assert bad.text in text


@given(
    st.dictionaries(
        st.text(alphabet="abcdefghij -'", min_size=1).map(lambda one: f"X{one}x"),
        st.integers(min_value=0, max_value=9_999_999),
    ).filter(lambda found: len({" ".join(one.split()) for one in found}) == len(found))
)
def test_what_is_written_out_is_read_again(found):
    text = "\n".join(f"{name};{number}" for name, number in found.items())
    read = read_connections(text)
    assert read.bad == ()
    assert read.connections == {" ".join(one.split()): count for one, count in found.items()}
