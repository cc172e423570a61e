"""Which cases may be merged, and what the merged one's clocks follow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.merging import (
    FOLLOWS,
    MergeRefusal,
    MergeSide,
    entries_to_follow,
    is_same_asker,
    merge_refusal,
    step_at_merge,
)
from debiet.rules.sla import Entry, EntryKind
from tests.docs.pages import page, tables

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
MERGED = MergeSide(1, "ordinary", customer_id=7)
LEADING = MergeSide(2, "ordinary", customer_id=7)


def entry(number, kind, refers_to=None):
    moment = START + timedelta(hours=number)
    return Entry(number, kind, moment, moment, refers_to=refers_to)


@pytest.mark.parametrize(
    ("merged", "leading", "reason"),
    [
        ({}, {}, None),
        ({"case_id": 2}, {}, MergeRefusal.ONE_CASE),
        ({"merged_into": 9}, {}, MergeRefusal.MERGED_ALREADY),
        ({"leads": True}, {}, MergeRefusal.LEADS_OTHERS),
        ({}, {"merged_into": 1}, MergeRefusal.LEADING_IS_MERGED),
        ({}, {"leads": True}, None),
        ({"compartment": "ombuds"}, {}, MergeRefusal.OTHER_COMPARTMENT),
        ({"is_closed": True}, {}, MergeRefusal.CLOSED),
        ({}, {"is_closed": True}, MergeRefusal.CLOSED),
        ({"is_complaint": True}, {}, MergeRefusal.COMPLAINT),
        ({"customer_id": 8}, {}, MergeRefusal.OTHER_ASKER),
        ({"customer_id": 8, "compartment": "ombuds"}, {}, MergeRefusal.OTHER_COMPARTMENT),
    ],
)
def test_what_may_be_merged(merged, leading, reason):
    assert merge_refusal(replace(MERGED, **merged), replace(LEADING, **leading)) is reason


def test_only_the_customer_can_be_confirmed():
    other = replace(MERGED, customer_id=8)
    assert merge_refusal(other, LEADING, other_asker_confirmed=True) is None
    closed = replace(other, is_closed=True)
    assert merge_refusal(closed, LEADING, other_asker_confirmed=True) is MergeRefusal.CLOSED


@pytest.mark.parametrize(
    ("merged", "leading", "same"),
    [
        ((7, ""), (7, ""), True),
        ((7, "a@b.be"), (8, "a@b.be"), False),
        ((None, "a@b.be"), (8, " A@b.be"), True),
        ((None, "a@b.be"), (None, "c@b.be"), False),
        ((None, ""), (None, ""), False),
    ],
)
def test_two_who_cannot_be_told_to_be_one_are_two(merged, leading, same):
    sides = [MergeSide(n, "ordinary", *who) for n, who in enumerate((merged, leading))]
    assert is_same_asker(*sides) is same


@given(st.permutations(range(4)), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_neither_chains_nor_rings_come_about(_order, wishes):
    pointers = {}
    for merged, leading in wishes:
        sides = [
            MergeSide(
                one,
                "ordinary",
                customer_id=7,
                merged_into=pointers.get(one),
                leads=one in pointers.values(),
            )
            for one in (merged, leading)
        ]
        if merge_refusal(*sides) is None:
            pointers[merged] = leading
    assert not set(pointers) & set(pointers.values())


def test_what_happened_before_the_merge_is_not_followed():
    ledger = [
        entry(1, EntryKind.OPENED),
        entry(2, EntryKind.REPLIED),
        entry(3, EntryKind.BOUNCED, refers_to=2),
        entry(4, EntryKind.REPLIED),
        entry(5, EntryKind.CORRECTED, refers_to=4),
        entry(6, EntryKind.ASKED),
    ]
    assert [one.id for one in entries_to_follow(ledger, since_id=2)] == [4, 5]
    assert [one.id for one in entries_to_follow(ledger, since_id=2, followed={4})] == [5]
    assert entries_to_follow(ledger, since_id=2, followed={4, 5}) == []


@given(
    st.lists(st.sampled_from([kind for kind in EntryKind if kind is not EntryKind.CORRECTED])),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_following_in_two_steps_is_following_at_once(kinds, since, cut):
    ledger = [entry(number, kind) for number, kind in enumerate(kinds, start=1)]
    at_once = [one.id for one in entries_to_follow(ledger, since_id=since)]
    first = [one.id for one in entries_to_follow(ledger[:cut], since_id=since)]
    then = [one.id for one in entries_to_follow(ledger, since_id=since, followed=first)]
    assert first + then == at_once
    assert all(FOLLOWS[ledger[number - 1].kind] for number in at_once)


@pytest.mark.parametrize(
    ("merged", "leading", "kind"),
    [
        (False, False, None),
        (True, True, None),
        (False, True, EntryKind.PAUSED),
        (True, False, EntryKind.RESUMED),
    ],
)
def test_both_stand_alike_from_the_merge_on(merged, leading, kind):
    assert step_at_merge(merged_waits=merged, leading_waits=leading) is kind


def test_the_page_has_the_same_table():
    rows = {(row[0], row[1]) for row in tables(page("docs/algorithms/casework.md"))}
    for kind in EntryKind:
        assert (f"`{kind}`", "yes" if FOLLOWS[kind] else "no") in rows
    for reason in MergeRefusal:
        assert any(row[0] == f"`{reason}`" for row in rows)
