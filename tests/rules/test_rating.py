"""A score can be changed for a day, until somebody acted on it."""

from datetime import UTC, datetime, timedelta

import pytest

from debiet.rules.rating import may_change

RATED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "is_settled", "answer"),
    [
        (timedelta(0), False, True),
        (timedelta(days=1), False, True),
        (timedelta(days=1, seconds=1), False, False),
        (timedelta(0), True, False),
    ],
)
def test_a_score_stands_after_a_day_or_once_it_was_settled(after, is_settled, answer):
    assert may_change(rated_at=RATED, is_settled=is_settled, at=RATED + after) is answer
