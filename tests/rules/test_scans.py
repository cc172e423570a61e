"""From the codes on a batch's pages to the letters with their pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.cases import Route
from debiet.rules.scans import (
    NEXT_LETTER,
    FoundLetter,
    ScannedPage,
    SplitBy,
    looks_like_scan,
    pointer,
    separator_mark,
    separator_route,
    split,
)

SHEETS = {
    "w": ScannedPage(),
    "b": ScannedPage(is_blank=True),
    "|": ScannedPage((NEXT_LETTER,)),
    "m": ScannedPage((f"{NEXT_LETTER}:minister",)),
    "o": ScannedPage(("message:12", "https://example.be")),
}


def batch(drawn):
    """Return pages drawn as letters: written, blank, separator, minister's separator, our own."""
    return [SHEETS[sheet] for sheet in drawn]


@pytest.mark.parametrize(
    ("drawn", "letters", "separators", "blanks"),
    [
        ("ww|w", [(0, 1), (3,)], (2,), ()),
        ("|ww|w", [(1, 2), (4,)], (0, 3), ()),  # one at the start
        ("ww|", [(0, 1)], (2,), ()),  # one at the end
        ("w||w", [(0,), (3,)], (1, 2), ()),  # one laid in twice
        ("|bww|bw", [(2, 3), (6,)], (0, 4), (1, 5)),  # the backs of separators
        ("wb|wb", [(0,), (3,)], (2,), (1, 4)),  # the back of a letter's only sheet
        ("wbw|w", [(0, 1, 2), (4,)], (3,), ()),  # a blank side between others stays
        ("www", [(0, 1, 2)], (), ()),  # none at all
        ("bbb", [], (), (0, 1, 2)),
        ("|||", [], (0, 1, 2), ()),
        ("", [], (), ()),
    ],
)
def test_separators_part_a_batch_into_letters(drawn, letters, separators, blanks):
    found = split(batch(drawn), SplitBy.SEPARATORS)

    assert [letter.pages for letter in found.letters] == letters
    assert (found.separators, found.blanks) == (separators, blanks)
    assert found.is_unmarked is (not separators)


def test_a_separator_names_the_route_of_the_letter_behind_it():
    found = split(batch("w|wmw"), SplitBy.SEPARATORS)
    assert [letter.route for letter in found.letters] == [
        Route.DIRECT,
        Route.DIRECT,
        Route.MINISTER,
    ]


def test_a_letter_tells_what_our_own_letters_in_it_are_about():
    found = split(batch("woo|w"), SplitBy.SEPARATORS)
    assert found.letters[0] == FoundLetter((0, 1, 2), Route.DIRECT, ("message:12",))
    assert found.letters[1].pointers == ()


@pytest.mark.parametrize(
    ("drawn", "every", "letters", "blanks"),
    [
        ("wwww", 2, [(0, 1), (2, 3)], ()),
        ("www", 2, [(0, 1), (2,)], ()),
        ("wbwb", 2, [(0,), (2,)], (1, 3)),
        ("wwbb", 2, [(0, 1)], (2, 3)),
        ("ww", 0, [(0,), (1,)], ()),
        ("w|w", 1, [(0,), (1,), (2,)], ()),  # a code is no separator where pages are counted
    ],
)
def test_so_many_pages_make_a_letter(drawn, every, letters, blanks):
    found = split(batch(drawn), SplitBy.EVERY, every=every)
    assert [letter.pages for letter in found.letters] == letters
    assert found.blanks == blanks


@pytest.mark.parametrize(
    ("firsts", "letters"),
    [
        ([0, 2], [(0, 1), (2, 3)]),
        ([2], [(0, 1), (2, 3)]),  # what lies before belongs to the first letter
        ([], [(0, 1, 2, 3)]),
        ([3, 1, 1], [(0,), (1, 2), (3,)]),
        ([-1, 4, 99], [(0, 1, 2, 3)]),
    ],
)
def test_somebody_says_where_letters_begin(firsts, letters):
    found = split(batch("wwww"), SplitBy.HAND, firsts=firsts)
    assert [letter.pages for letter in found.letters] == letters


def test_a_scan_of_one_letter_is_one_letter():
    assert [letter.pages for letter in split(batch("w|w"), SplitBy.ONE).letters] == [(0, 1, 2)]


@given(
    drawn=st.text("wb|mo", max_size=40),
    how=st.sampled_from(SplitBy),
    every=st.integers(-1, 9),
    firsts=st.sets(st.integers(-2, 45)),
)
def test_every_page_is_in_exactly_one_place(drawn, how, every, firsts):
    found = split(batch(drawn), how, every=every, firsts=firsts)

    placed = [page for letter in found.letters for page in letter.pages]
    placed += [*found.separators, *found.blanks]
    assert sorted(placed) == list(range(len(drawn)))
    for letter in found.letters:
        assert list(letter.pages) == list(range(letter.pages[0], letter.pages[-1] + 1))
        assert "b" not in (drawn[letter.pages[0]], drawn[letter.pages[-1]])
    assert all(drawn[page] == "b" for page in found.blanks)


@pytest.mark.parametrize("route", Route)
def test_a_separator_is_read_as_it_was_made(route):
    assert separator_route([f" {separator_mark(route)} "]) is route


@pytest.mark.parametrize(
    ("marks", "route"),
    [
        ([], None),
        (["DEBIET:NEXT-LETTERS"], None),
        (["message:1"], None),
        ([f"{NEXT_LETTER}:unheard-of"], Route.OTHER),
        ([NEXT_LETTER, f"{NEXT_LETTER}:press"], Route.PRESS),
    ],
)
def test_what_a_separator_says(marks, route):
    assert separator_route(marks) is route


@pytest.mark.parametrize(
    ("mark", "about"),
    [
        ("message:12", "message:12"),
        ("message:0012 ", "message:12"),
        ("case:2026-000123", "case:2026-000123"),
        ("2026-000123", "case:2026-000123"),
        ("message:", ""),
        ("message:-1", ""),
        ("message:²", ""),
        (f"message:{'9' * 19}", ""),
        ("case:12", ""),
        ("customer:12", ""),
        ("https://example.be", ""),
        (NEXT_LETTER, ""),
        ("", ""),
    ],
)
def test_only_our_own_codes_point_somewhere(mark, about):
    assert pointer(mark) == about


@pytest.mark.parametrize(
    ("beginning", "is_scan"),
    [
        (b"%PDF-1.7", True),
        (b"\n%PDF-1.4", True),
        (b"II*\0....", True),
        (b"MM\0*....", True),
        (b"\xff\xd8\xff\xe0", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"PK\x03\x04", False),
        (b"<svg", False),
        (b"", False),
    ],
)
def test_scanners_make_few_kinds_of_files(beginning, is_scan):
    assert looks_like_scan(beginning) is is_scan
