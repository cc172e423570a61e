"""What is a logo, and how large it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.logos import ALONE, ON_LETTERS, LogoTrouble, fitted, logo_trouble, page_size


@pytest.mark.parametrize(
    ("width", "height", "trouble"),
    [
        (200, 32, None),
        (200, 31, LogoTrouble.TOO_SMALL),
        (0, 40, LogoTrouble.TOO_SMALL),
        (320, 40, None),
        (321, 40, LogoTrouble.TOO_LONG),
        (40, 80, None),
        (40, 81, LogoTrouble.TOO_LONG),
    ],
)
def test_a_logo_is_neither_a_blur_nor_a_ribbon(width, height, trouble):
    assert logo_trouble(width=width, height=height) is trouble


@pytest.mark.parametrize(
    ("width", "height", "room", "size"),
    [
        (800, 200, ALONE, (128, 32)),
        (800, 100, ALONE, (176, 22)),
        (500, 500, ALONE, (32, 32)),
        (10, 10, ALONE, (32, 32)),
        (800, 200, ON_LETTERS, (60, 15)),
        (200, 400, ON_LETTERS, (8, 16)),
    ],
)
def test_it_stands_as_large_as_it_fits(width, height, room, size):
    assert fitted(width=width, height=height, room=room) == size


def test_beside_a_name_there_is_less_room():
    assert page_size(width=800, height=200, has_name=True) == (128, 32)
    assert page_size(width=800, height=200, has_name=False) == (64, 16)


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_it_never_stands_out_of_its_room_and_always_shows(width, height):
    across, up = fitted(width=width, height=height, room=ALONE)
    assert 1 <= across <= ALONE[0]
    assert 1 <= up <= ALONE[1]
