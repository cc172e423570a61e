"""Cells of CSV: what would be a formula is words, everything else comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.csv_cells import FORMULA, csv_lines, safe_cell


@pytest.mark.parametrize("begin", FORMULA)
def test_a_cell_that_begins_like_a_formula_is_words(begin):
    assert safe_cell(f'{begin}HYPERLINK("x")') == f'\'{begin}HYPERLINK("x")'


@pytest.mark.parametrize("text", ["", "Gent", "a=b", " =1", "2026-01-01"])
def test_other_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


WORDS = st.text('=+-@;,"\t\r\n ab1é', max_size=8)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=1, max_size=3))
def test_whatever_is_written_is_read_back_and_none_of_it_is_a_formula(rows):
    read = list(csv.reader(io.StringIO(csv_lines(rows), newline=""), delimiter=";"))

    assert read == [[safe_cell(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
