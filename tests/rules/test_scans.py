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
    by_name,
    ending_of,
    in_order,
    looks_like_scan,
    pointer,
    separator_mark,
    separator_route,
    split,
    split_in_order,
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


@pytest.mark.parametrize(
    ("drawn", "firsts", "letters", "separators"),
    [
        ("w|w", [2], [(0,), (2,)], (1,)),
        ("w|w", [1], [(0,), (2,)], (1,)),  # ticked on the sheet itself
        ("w|w", [], [(0, 2)], (1,)),  # somebody says that it is one letter
        ("|w", [], [(1,)], (0,)),
        ("||", [], [], (0, 1)),
    ],
)
def test_by_hand_a_separator_is_part_of_no_letter(drawn, firsts, letters, separators):
    found = split(batch(drawn), SplitBy.HAND, firsts=firsts)
    assert [letter.pages for letter in found.letters] == letters
    assert found.separators == separators


def test_by_hand_a_separator_names_the_route_of_the_letter_behind_it():
    found = split(batch("wmww"), SplitBy.HAND, firsts=[2, 3])
    assert [letter.route for letter in found.letters] == [
        Route.DIRECT,
        Route.MINISTER,
        Route.DIRECT,
    ]


def test_pictures_are_in_the_order_of_their_names():
    names = ["Scan10.jpg", "scan2.jpg", "scan.jpg", "2.png", "10.png", "scan2.JPG"]
    assert sorted(names, key=by_name) == [
        *("2.png", "10.png", "scan.jpg", "scan2.JPG", "scan2.jpg", "Scan10.jpg"),
    ]


@given(st.lists(st.text(max_size=8)))
def test_any_names_have_an_order(names):
    backwards = names[::-1]
    assert sorted(names, key=by_name) == sorted(backwards, key=by_name)


@pytest.mark.parametrize(
    ("wished", "order"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({4: 2}, [0, 4, 1, 2, 3]),
        ({1: 5}, [0, 2, 3, 4, 1]),
        ({0: 2, 1: 1}, [1, 0, 2, 3, 4]),
        ({2: 0}, [2, 0, 1, 3, 4]),
        ({2: 99, 7: 1}, [0, 1, 3, 4, 2]),
    ],
)
def test_somebody_says_in_which_order_pages_come(wished, order):
    assert in_order(5, wished) == order


@given(st.integers(0, 30), st.dictionaries(st.integers(-3, 40), st.integers(-99, 99)))
def test_whatever_order_is_wished_no_page_is_lost(count, wished):
    assert sorted(in_order(count, wished)) == list(range(count))


@pytest.mark.parametrize(
    ("beginning", "ending"),
    [
        (b"junk before %PDF-1.4", "pdf"),
        (b"II*\0", "tif"),
        (b"MM\0*", "tif"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"PK\x03\x04", "zip"),
        (b"GIF89a", ""),
    ],
)
def test_a_kept_scan_is_named_by_what_it_is(beginning, ending):
    assert ending_of(beginning) == ending


def test_pages_in_another_order_are_parted_in_that_order():
    found = split_in_order(batch("w|bww"), [4, 0, 2, 1, 3], {3, 4, 99})
    assert [letter.pages for letter in found.letters] == [(4, 0), (3,)]
    assert (found.separators, found.blanks) == ((1,), (2,))


@given(drawn=st.text("wb|m", max_size=20), firsts=st.sets(st.integers(-2, 25)), data=st.data())
def test_no_order_loses_a_page(drawn, firsts, data):
    order = data.draw(st.permutations(range(len(drawn))))
    found = split_in_order(batch(drawn), order, firsts)
    placed = [page for letter in found.letters for page in letter.pages]
    assert sorted([*placed, *found.separators, *found.blanks]) == sorted(order)


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
        between = set(range(letter.pages[0], letter.pages[-1] + 1)) - set(letter.pages)
        assert between <= set(found.separators)
        assert how is SplitBy.HAND or not between
        assert list(letter.pages) == sorted(letter.pages)
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
