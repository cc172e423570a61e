"""How many text messages a text takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.sms import SIZES, first_that_fits, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # An escape and its letter stay together: 76 euros a segment, not 76 and a half.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("\N{DROPLET}" * 35, 1),
        ("\N{DROPLET}" * 36, 2),
        ("\N{DROPLET}" * 66, 2),
        ("\N{DROPLET}" * 67, 3),
    ],
)
def test_a_text_takes_as_many_messages_as_the_standard_says(text, count):
    assert segments(text) == count


def test_the_gsm_alphabet_has_its_137_letters():
    assert len(SIZES) == 137
    assert sorted(letter for letter, size in SIZES.items() if size == 2) == sorted("\f^{}\\[~]|€")


@given(st.text(max_size=700))
def test_no_text_takes_fewer_messages_than_its_letters_need(text):
    assert len(text) / 160 <= segments(text) <= len(text)


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        (["short", "s"], "short"),
        (["a" * 400, "b" * 300, "c"], "b" * 300),
        (["a" * 400, "b" * 350], "b" * 350),
    ],
)
def test_the_longest_wording_that_fits_is_sent_and_the_shortest_if_none_does(texts, chosen):
    assert first_that_fits(texts) == chosen
