"""What a complaint is coded as: what cannot be, and when the root cause is asked for."""

from datetime import date

import pytest

from debiet.rules.complaint_coding import (
    SAME_DAYS,
    CauseAsked,
    CodingTrouble,
    coding_trouble,
    is_cause_missing,
    may_be_same,
)
from debiet.rules.complaints import Assessment, LetterKind

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ({}, None),
        ({"theme": "bill", "root_cause": "data", "facts_on": TODAY}, None),
        ({"theme": "weather"}, CodingTrouble.THEME),
        ({"root_cause": "bill"}, CodingTrouble.ROOT_CAUSE),
        ({"facts_on": date(2026, 3, 3)}, CodingTrouble.FUTURE),
    ],
)
def test_a_coding_is_of_the_lists_and_of_no_day_to_come(said, trouble):
    coding = {"theme": "", "root_cause": "", "facts_on": None, **said}
    assert coding_trouble(today=TODAY, **coding) is trouble


def test_the_root_cause_is_asked_for_where_the_house_says_so():
    asked = {
        (when, assessment): is_cause_missing(
            when, kind=LetterKind.FINAL, assessment=assessment, root_cause=""
        )
        for when in CauseAsked
        for assessment in Assessment
    }
    right = {Assessment.FOUNDED, Assessment.PARTLY_FOUNDED}
    assert {key for key, is_missing in asked.items() if is_missing} == {
        *((CauseAsked.ALWAYS, one) for one in Assessment),
        *((CauseAsked.FOUNDED, one) for one in right),
    }
    for said in ({"kind": LetterKind.REFUSAL}, {"root_cause": "data"}):
        known = {"kind": LetterKind.FINAL, "assessment": Assessment.FOUNDED, "root_cause": ""}
        assert not is_cause_missing(CauseAsked.ALWAYS, **(known | said))


@pytest.mark.parametrize("days", [-SAME_DAYS - 1, -SAME_DAYS, 0, SAME_DAYS, SAME_DAYS + 1])
def test_what_is_owed_or_of_one_subject_or_near_may_be_the_same(days):
    assert may_be_same(is_owed=True, is_same_subject=False, days_apart=days)
    assert may_be_same(is_owed=False, is_same_subject=True, days_apart=days)
    near = may_be_same(is_owed=False, is_same_subject=False, days_apart=days)
    assert near == (abs(days) <= SAME_DAYS)
