"""What one case is to another, read from both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.case_links import (
    CHOSEN_BY_HAND,
    SIDES,
    LinkKind,
    LinkSide,
    contradicts,
    link_of,
    side_of,
)
from tests.docs.pages import page, tables

two_cases = st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True)


@pytest.mark.parametrize(
    ("side", "link"),
    [
        (LinkSide.CAUSED_BY, (LinkKind.CAUSED_BY, 7, 3)),
        (LinkSide.CAUSE_OF, (LinkKind.CAUSED_BY, 3, 7)),
        (LinkSide.FOLLOWS_ON, (LinkKind.FOLLOWS_ON, 7, 3)),
        (LinkSide.FOLLOWED_BY, (LinkKind.FOLLOWS_ON, 3, 7)),
        (LinkSide.SAME_SUBJECT, (LinkKind.SAME_SUBJECT, 3, 7)),
        (LinkSide.DUPLICATE_OF, (LinkKind.DUPLICATE_OF, 7, 3)),
        (LinkSide.HAS_DUPLICATE, (LinkKind.DUPLICATE_OF, 3, 7)),
        (LinkSide.SPLIT_INTO, (LinkKind.SPLIT_FROM, 3, 7)),
    ],
)
def test_both_directions_are_one_link(side, link):
    assert link_of(side, here=7, there=3) == link


@given(st.sampled_from(LinkSide), two_cases)
def test_a_link_reads_from_here_as_it_was_said(side, cases):
    here, there = cases
    assert side_of(link_of(side, here=here, there=there), here=here) is side


@given(st.sampled_from(LinkSide), two_cases)
def test_what_the_other_side_reads_makes_the_same_link(side, cases):
    here, there = cases
    link = link_of(side, here=here, there=there)
    assert link_of(side_of(link, here=there), here=there, there=here) == link


@given(st.sampled_from(LinkSide), two_cases)
def test_only_a_link_with_two_directions_can_be_contradicted(side, cases):
    here, there = cases
    link = link_of(side, here=here, there=there)
    opposite = link_of(side, here=there, there=here)
    assert contradicts(link, [opposite]) is (side is not LinkSide.SAME_SUBJECT)
    assert not contradicts(link, [])


def test_a_split_is_not_said_by_hand():
    assert set(LinkSide) - set(CHOSEN_BY_HAND) == {LinkSide.SPLIT_FROM, LinkSide.SPLIT_INTO}


def test_the_page_has_the_same_table():
    rows = {tuple(row) for row in tables(page("docs/algorithms/casework.md"))}
    for kind, (out, back) in SIDES.items():
        assert (f"`{kind}`", f"`{out}`", f"`{back}`") in rows
