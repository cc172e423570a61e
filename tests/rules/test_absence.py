import pytest

from debiet.rules.absence import stand_in


@pytest.mark.parametrize(
    ("deputies", "found"),
    [
        ({1: 2}, 2),
        ({1: None}, None),
        ({1: 2, 2: 3}, 3),  # the deputy is away too
        ({1: 2, 2: None}, None),
        ({1: 2, 2: 1}, None),  # in a circle
        ({1: 2, 2: 3, 3: 2}, None),
        ({2: 3}, None),  # who is not away needs nobody
    ],
)
def test_whoever_is_away_is_stood_in_for(deputies, found):
    assert stand_in(1, deputies=deputies) == found
