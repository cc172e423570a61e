"""The steps of an internal task, and when it is a conflict."""

from datetime import UTC, datetime, timedelta

import pytest

from debiet.rules.internal_tasks import (
    OWED,
    TASK_STEPS,
    ConflictReason,
    TaskState,
    conflict,
    may_be_asked,
    may_take_step,
)
from tests.docs.pages import page, tables

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "hours", "reason"),
    [
        (TaskState.ASKED, 1, None),
        (TaskState.ASKED, 0, None),
        (TaskState.ASKED, -1, ConflictReason.OVERDUE),
        (TaskState.ASKED, None, None),
        (TaskState.ANSWERED, -1, None),
        (TaskState.WITHDRAWN, -1, None),
        (TaskState.REFUSED, 1, ConflictReason.REFUSED),
        (TaskState.DISPUTED, 1, ConflictReason.DISPUTED),
        (TaskState.DISPUTED, -1, ConflictReason.DISPUTED),
    ],
)
def test_when_it_is_a_conflict(state, hours, reason):
    due_at = None if hours is None else NOW + hours * HOUR
    assert conflict(state, due_at=due_at, at=NOW) is reason


@pytest.mark.parametrize("start", TaskState)
@pytest.mark.parametrize("end", TaskState)
def test_only_the_steps_of_the_table_are_taken(start, end):
    assert may_take_step(start, end) is (end in TASK_STEPS[start])
    assert not may_take_step(start, start)


def test_what_is_owed_can_be_answered():
    assert all(may_take_step(state, TaskState.ANSWERED) for state in OWED)


@pytest.mark.parametrize(
    ("case_part", "team_part", "may"),
    [
        ("ordinary", "ordinary", True),
        ("ombuds", "ombuds", True),
        ("ombuds", "ordinary", False),
        ("ordinary", "ombuds", False),
        ("partner:line", "ordinary", True),
        ("ordinary", "partner:line", False),
        ("partner:line", "partner:other", False),
    ],
)
def test_only_a_team_that_sees_the_case_is_asked(case_part, team_part, may):
    assert may_be_asked(case_part=case_part, team_part=team_part) is may


def test_the_page_has_the_same_table():
    rows = {row[0]: row[1] for row in tables(page("docs/algorithms/casework.md"))}
    for state, ends in TASK_STEPS.items():
        assert set(rows[f"`{state}` task"].replace("`", "").split(", ")) == (set(ends) or {"none"})
