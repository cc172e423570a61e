"""Batches of letters: numbers, the manifest, and reading what the printer returns."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules import print_batches
from debiet.rules.print_batches import Returned, ReturnFile, Sheet, read_return

DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        (None, "B2026-000001"),
        ("B2026-000001", "B2026-000002"),
        ("B2026-999999", "B2026-1000000"),
        ("B2025-000412", "B2026-000001"),
        ("scratch", "B2026-000001"),
    ],
)
def test_numbers_follow_each_other_and_begin_anew_each_year(latest, expected):
    assert print_batches.next_number(2026, latest) == expected


def test_the_manifest_says_where_each_letter_begins_and_no_names():
    sheets = [Sheet(12, 1, "aa", "1000"), Sheet(9, 3, "bb", "9230"), Sheet(15, 2, "cc", "")]

    assert print_batches.manifest("B2026-000001", sheets) == (
        "batch,position,message,pages,first_page,sha256,postal_code\r\n"
        "B2026-000001,1,12,1,1,aa,1000\r\n"
        "B2026-000001,2,9,3,2,bb,9230\r\n"
        "B2026-000001,3,15,2,5,cc,\r\n"
    )


@given(st.lists(st.integers(1, 40), max_size=20))
def test_the_pages_of_a_manifest_follow_each_other_without_a_gap(pages):
    sheets = [Sheet(n, count, "x", "9000") for n, count in enumerate(pages)]
    rows = list(csv.DictReader(io.StringIO(print_batches.manifest("B2026-000001", sheets))))

    ends = [int(row["first_page"]) + int(row["pages"]) for row in rows]
    assert [int(row["first_page"]) for row in rows] == [1, *ends][: len(rows)]
    assert sum(pages) == (ends[-1] - 1 if ends else 0)


HEAD = "batch,message,posted_on,rejected\n"
TWO_DAYS = "B2026-000001,12,2026-03-03,\nB2026-000001,9,2026-03-04,\n"
TORN = Returned("B2026-000001", None, frozenset(), {12: "torn"})
ONE = Returned("B2026-000001", DAY, frozenset({9, 12}), {15: "torn"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEAD
            + "B2026-000001,12,2026-03-03,\nB2026-000001,9,2026-03-03,\nB2026-000001,15,,torn\n",
            ReturnFile((ONE,)),
        ),
        (
            "\ufeffmessage;batch;posted_on;rejected;extra\r\nmessage:12;B2026-000001;2026-03-03;;x\r\n"
            "9;B2026-000001;2026-03-03;;\r\n15;B2026-000001;;torn;\r\n",
            ReturnFile((ONE,)),
        ),
        (
            "batch,message,posted_on\nB2026-000001,12,2026-03-03\nB2026-000002,14,2026-03-03\n",
            ReturnFile(
                (
                    Returned("B2026-000001", DAY, frozenset({12}), {}),
                    Returned("B2026-000002", DAY, frozenset({14}), {}),
                )
            ),
        ),
        (HEAD + "B2026-000001,12,,torn\n", ReturnFile((TORN,))),
        (HEAD + "B2026-000001,12,,to\x00rn\n", ReturnFile((TORN,))),
        (HEAD, ReturnFile()),
        ("", ReturnFile(faulty_line=1)),
        ("a,b\n1,2\n", ReturnFile(faulty_line=1)),
        (HEAD + "B2026-000001,12,,\n", ReturnFile(faulty_line=2)),  # neither
        (HEAD + "B2026-000001,12,2026-03-03,torn\n", ReturnFile(faulty_line=2)),  # both
        (HEAD + "B2026-000001,12,03/03/2026,\n", ReturnFile(faulty_line=2)),
        (HEAD + "B2026-000001,12,2026-03-03,\nB2026-1,9,2026-03-03,\n", ReturnFile(faulty_line=3)),
        (HEAD + "B2026-000001,twelve,2026-03-03,\n", ReturnFile(faulty_line=2)),
        (HEAD + "B2026-000001,12\n", ReturnFile(faulty_line=2)),
        (HEAD + f"B2026-000001,12,,{'x' * 200_000}\n", ReturnFile(faulty_line=2)),  # too long
        # one batch, two days; and one letter twice
        (HEAD + TWO_DAYS, ReturnFile(faulty_line=3)),
        (HEAD + "B2026-000001,12,2026-03-03,\nB2026-000001,12,,torn\n", ReturnFile(faulty_line=3)),
    ],
)
def test_reading_what_the_printer_returns(text, expected):
    assert read_return(text) == expected


@pytest.mark.parametrize(
    ("lines", "faulty"),
    [
        ("\n\nB2026-000001,1,2026-03-03,\n\nB2026-000001,2,soon,\n", 6),  # after empty lines
        ("B2026-000001,1,2026-03-03,\nB2026-000001,2,,torn\nB2026-000001,1,,torn\n", 4),  # twice
        ("B2026-000001,1,2026-03-03,\nB2026-000001,2,2026-03-04,\n", 3),  # another day
    ],
)
def test_the_line_that_is_at_fault_is_named(lines, faulty):
    assert read_return(HEAD + lines) == ReturnFile(faulty_line=faulty)


def test_a_file_of_as_many_batches_as_fit_in_it_is_read():
    lines = "".join(f"B2026-{number:06d},{number},2026-03-03,\n" for number in range(1, 60_001))
    assert len(read_return(HEAD + lines).batches) == 60_000


@given(st.text())
def test_any_text_is_read_or_its_faulty_line_named(text):
    found = read_return(text)
    assert found.faulty_line is None or (found.faulty_line >= 1 and found.batches == ())


@pytest.mark.parametrize(
    ("scanned", "expected"),
    [
        ("message:12", 12),
        (" 12 ", 12),
        ("message: 12\n", 12),
        ("case:12", None),
        ("Ann De Smet", None),
        ("", None),
        ("١٢", None),
        ("9" * 19, None),
    ],
)
def test_what_a_scanned_code_names(scanned, expected):
    assert print_batches.message_in(scanned) == expected


def test_letters_are_sorted_by_place_and_then_as_they_were_written():
    assert print_batches.in_order([("9230", 3), ("1000", 7), ("9230", 1), ("", 9)]) == [9, 7, 1, 3]
